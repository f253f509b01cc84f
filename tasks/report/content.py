"""The content of a ledger as one hash: two ledgers of which it is the same say the same, row by row.

Rows are known by what they say and by the keys of their articles, never by ids or by when a run stored them, and their
order does not count: so it is the same on both databases, and with whatever batches and processes a ledger was filled.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence

import msgspec
from msgspec import Struct

from schemas.views import VIEWS, View
from tasks.report.answer import Row

ARTICLE = "article_id"  # stands for the article's source and key
OF_RUNS = frozenset(
    {"first_fetched_at", "revised_at", "appeared_at", "stored_at", "text_removed_at"}
)  # when, and in which order
OUT = OF_RUNS | {"topic_label"}  # what a topic is called is no result
LEFT_OUT = {"v_revisions": OUT | {"number"}}
WITHOUT = frozenset({"v_sources", "v_breaches", "v_search"})  # how collecting goes; what v_articles has

Read = Callable[[View], Iterator[Sequence[Row]]]


class Content(Struct, frozen=True):
    """What one view says."""

    view: str
    rows: int
    hash: str  # in hex


def _of_articles(table: str, *columns: str, made: bool = False) -> View:
    """A table that no view shows row by row, as if one did."""
    counting = (
        "JOIN processings ON processings.revision_id = part.revision_id "
        "AND processings.processor_id = part.processor_id AND processings.is_current "
    )
    sql = (
        f"(SELECT articles.id AS article_id, {', '.join(f'part.{column}' for column in columns)} "  # noqa: S608
        f"FROM articles JOIN {table} AS part ON part.revision_id = articles.current_revision_id "
        f"{counting if made else ''}) AS {table}"
    )
    return View(sql, table, dict.fromkeys((ARTICLE, *columns), ""), sql)


SPAN = "field", "span_start", "span_end", "text"
TABLES = (
    _of_articles("captions", "number", "text"),
    _of_articles("credits", "number", "text"),
    _of_articles("topic_evidence", *SPAN, "rule", "weight", made=True),
)


def hash_content(read: Read) -> list[Content]:
    """What each view says, and last, as `all`, what they say together.

    Args:
        read: gives the rows of a view.
    """
    keys = _keys(read)
    views = [view for view in VIEWS if view.name not in WITHOUT]
    found = [_hash(view.name, view, read, keys) for view in views]
    found += [_hash(table.comment, table, read, keys) for table in TABLES]
    together = hashlib.sha256("".join(f"{each.view} {each.hash}\n" for each in found).encode())
    return [*found, Content("all", sum(each.rows for each in found), together.hexdigest())]


def _keys(read: Read) -> dict[object, tuple[object, object]]:
    """What each article is called in every ledger."""
    articles = next(view for view in VIEWS if view.name == "v_articles")
    named = View(articles.name, articles.comment, dict.fromkeys((ARTICLE, "source", "key"), ""), articles.sql)
    return {id_: (source, key) for portion in read(named) for id_, source, key in portion}


def _is_id(column: str) -> bool:
    """Whether its values mean nothing in another ledger."""
    return column.endswith("_id") and column != ARTICLE


def _hash(name: str, view: View, read: Read, keys: dict[object, tuple[object, object]]) -> Content:
    out = LEFT_OUT.get(view.name, OUT)
    places = [place for place, column in enumerate(view.columns) if column not in out and not _is_id(column)]
    named = {place for place in places if list(view.columns)[place] == ARTICLE}
    total = count = 0
    for portion in read(view):
        for row in portion:
            said = [keys.get(row[place]) if place in named else row[place] for place in places]
            total += int.from_bytes(hashlib.sha256(msgspec.json.encode(said)).digest())
            count += 1
    return Content(name, count, f"{total % (1 << 256):064x}")
