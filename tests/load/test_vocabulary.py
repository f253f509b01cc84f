"""Topics and their IPTC ids."""

from __future__ import annotations

from datetime import date

from schemas.topic import TopicDefinition
from tasks.load.store import Ledger, store_topics
from tests.load.making import document, load_run, rows, some_tags

IPTC = "SELECT name, iptc_id, release FROM topics LEFT JOIN topic_iptc ON topic_id = id ORDER BY name, iptc_id"


def topic(key: str, release: date | None, *ids: str) -> TopicDefinition:
    """A definition of which only the vocabulary matters."""
    definition = {
        "key": key,
        "label": key,
        "description": key,
        "threshold": 1,
        "iptc": {"release": release, "ids": ids} if release else None,
        "rules": [{"id": "any", "phrases": [key], "weight": 1}],
        "examples": {"positive": [{"body": key}], "negative": [{"body": "Rain."}]},
    }
    return TopicDefinition.model_validate(definition)


def test_topics_follow_their_definitions(ledger: Ledger) -> None:
    load_run(ledger, [[document(0, "Text.")]], some_tags)
    early, late = date(2025, 1, 1), date(2026, 1, 1)
    store_topics(ledger, [topic("strike", early, "20000530", "20000529"), topic("traffic", early)])
    assert rows(ledger, IPTC) == [
        ("strike", "20000529", "2025-01-01"),
        ("strike", "20000530", "2025-01-01"),
        ("traffic", None, None),
    ]
    store_topics(ledger, [topic("strike", late, "20000530"), topic("housing", None)])
    assert rows(ledger, IPTC) == [
        ("housing", None, None),
        ("strike", "20000530", "2026-01-01"),
        ("traffic", None, None),
    ]
