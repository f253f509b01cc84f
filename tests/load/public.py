"""What people see of a ledger: natural keys and content, without surrogate ids and the times of runs."""

from __future__ import annotations

from typing import Any

from tasks.link.store import count_days
from tasks.load.store import Ledger
from tests.load.making import rows

PUBLIC = {
    "v_articles": "source, key, headline, standfirst, byline, authors, published_on, language, body, revisions, kind",
    "v_article_topics": "source, headline, topic, score, threshold, evidence, decided_by, decided_why",
    "v_overrides": "source, headline, topic, action, who, why, name, score, threshold",
    "v_topic_daily": "*",
    "v_entity_daily": "day, source, entity, label, articles, mentions, of_articles",
    "v_entity_pair_daily": "day, source, entity, label, other, other_label, articles, of_articles",
    "v_entities": "entity, label, wikidata, articles, mentions, names, first_published_on, last_published_on",
    "v_entity_names": "entity, label, name, found_as, alias, articles, mentions, rule, line",
    "v_mentions": "source, headline, entity, label, found_as, title, text, field, span_start",
    "v_quotes": "source, headline, speaker, cue, text, field, span_start, span_end",
    "v_figures": "source, headline, low, high, unit, qualifier, text, span_start",
    "v_removed": "source, headline, text, reason, number",
    "v_untagged": "source, headline, topics_tried",
}


def public_rows(ledger: Ledger) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of every public view as a run leaves them, in an order of their own."""
    count_days(ledger)
    return {view: sorted(rows(ledger, f"SELECT {columns} FROM {view}"), key=repr) for view, columns in PUBLIC.items()}
