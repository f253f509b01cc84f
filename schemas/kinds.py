"""What a view's columns hold, which their names say: SQLite itself does not know it of a column that is computed."""

from __future__ import annotations

from enum import StrEnum

COUNTS = frozenset(
    {
        "articles", "evidence", "fetches", "fetches_not_had", "gaps", "in_quarantine", "line", "mentions", "names",
        "number", "of_articles", "open_breaches", "revisions", "span_end", "span_start", "stubs", "topics_tried",
        "undated", "word_count",
    }
)  # fmt: skip
MEASURES = frozenset({"expected_high", "expected_low", "found", "high", "low", "score", "threshold", "weight"})


class Kind(StrEnum):
    """What a column's values are, when they are not null."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DAY = "day"
    TIME = "time"  # UTC


def kind_of(column: str) -> Kind:
    """What the values of a view's column are."""
    if column in COUNTS or column.endswith("_id"):
        return Kind.INTEGER
    if column in MEASURES:
        return Kind.NUMBER
    if column.startswith("is_"):
        return Kind.BOOLEAN
    if column == "day" or column.endswith("_on"):
        return Kind.DAY
    return Kind.TIME if column.endswith("_at") else Kind.TEXT
