"""Topics and their IPTC ids."""

from __future__ import annotations

from datetime import date

from schemas.topic import TopicDefinition
from tasks.link.store import count_days, link_overrides
from tasks.load.store import Ledger, store_topics
from tests.link.test_overrides import ROOT, decision
from tests.load.making import document, load_run, rows, some_tags
from tests.report.test_content import content

IPTC = "SELECT name, iptc_id, release FROM topics LEFT JOIN topic_iptc ON topic_id = id ORDER BY name, iptc_id"


def topic(key: str, release: date | None, *ids: str, label: str = "A topic") -> TopicDefinition:
    """A definition of which only the vocabulary matters."""
    definition = {
        "key": key,
        "label": label,
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


def test_labels_follow_their_files_and_change_no_result(ledger: Ledger) -> None:
    views = ("v_article_topics", "v_topic_daily", "v_overrides")
    load_run(ledger, [[document(0, "Text.")]], some_tags)
    link_overrides(ledger, [decision("file:///inbox/0.txt")], ROOT)
    count_days(ledger)

    def shown() -> set[object]:
        return {rows(ledger, f"SELECT DISTINCT topic, topic_label FROM {view}")[0] for view in views}

    assert shown() == {("strike", "strike")}
    before = rows(ledger, "SELECT * FROM processings"), content(ledger)
    for label in ("Strikes", "Strikes & walk-outs"):
        store_topics(ledger, [topic("strike", None, label=label)])
        assert shown() == {("strike", label)}
    store_topics(ledger, [topic("housing", None)])
    assert shown() == {("strike", "Strikes & walk-outs")}
    assert (rows(ledger, "SELECT * FROM processings"), content(ledger)) == before
