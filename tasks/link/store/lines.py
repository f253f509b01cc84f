"""Lines that repeat: found in the articles of each source that has changed, and kept until it changes again.

However large a source is, as many of its articles are looked at: the latest, in which its new boilerplate stands, and
others drawn from all, in which that of its past does. Hashes of texts are as good as dice, and always the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Subquery, delete, func, insert, select, union

from schemas.records import Outcome
from schemas.tables import articles, fetches, removed_spans, repeating_lines, revisions, sources
from tasks.clean.learned import LEARNED
from tasks.link.lines import Line, Standing, find_repeating, line_id
from tasks.load.store import Ledger

LATEST, DRAWN = 500, 500  # articles of each source
LONGEST_BODY = 20_000  # characters; longer articles are not looked at


class Found(Struct, frozen=True):
    """A line that repeats, as the ledger has it."""

    id: str
    source: str
    text: str
    articles: int
    of_articles: int
    first_seen_on: date | None
    last_seen_on: date | None


def link_lines(ledger: Ledger, run_id: int | None) -> int:
    """Finds anew the lines of those sources from which the run, or any, has stored something; returns how many."""
    with ledger.read() as connection:
        fresh = fetches.c.document_outcome.in_([Outcome.LOADED, Outcome.UPDATED])
        touched = select(fetches.c.source_id).where(fresh)
        touched = touched if run_id is None else touched.where(fetches.c.run_id == run_id)
        ids = connection.scalars(touched.distinct().order_by(fetches.c.source_id)).all()
    return sum(link_source_lines(ledger, source_id) for source_id in ids)


def find_lines(ledger: Ledger, source: str | None = None) -> list[Found]:
    """The lines of every source, or of one; those in most articles first."""
    columns = [column for column in repeating_lines.columns if column.name not in ("source_id", "line")]
    query = select(repeating_lines.c.line, sources.c.name, *columns).join_from(repeating_lines, sources)
    query = query.order_by(sources.c.name, repeating_lines.c.articles.desc(), repeating_lines.c.text)
    query = query.where(sources.c.name == source) if source else query
    with ledger.read() as connection:
        return [Found(*row) for row in connection.execute(query)]


def link_source_lines(ledger: Ledger, source_id: int) -> int:
    """Finds anew the lines of one source; two who link a source take turns, since each locks it before it reads."""
    with ledger.write() as connection:
        own = select(sources.c.name).where(sources.c.id == source_id)
        name: str = connection.execute(own.with_for_update(key_share=True)).scalar_one()
        standing = _standing(connection, source_id)
        rows = [_row(source_id, name, len(standing), line) for line in find_repeating(standing)]
        connection.execute(delete(repeating_lines).where(repeating_lines.c.source_id == source_id))
        if rows:
            connection.execute(insert(repeating_lines), rows)
    return len(rows)


def _row(source_id: int, name: str, of_articles: int, line: Line) -> dict[str, object]:
    return {
        "source_id": source_id,
        "line": line_id(name, line.text),
        "text": line.text,
        "articles": line.articles,
        "of_articles": of_articles,
        "first_seen_on": line.first_seen_on,
        "last_seen_on": line.last_seen_on,
    }


def _standing(connection: Connection, source_id: int) -> list[Standing]:
    ids = _chosen(connection, source_id)
    short = func.length(revisions.c.body) <= LONGEST_BODY
    wanted = select(revisions.c.id, revisions.c.published_on, revisions.c.body).where(revisions.c.id.in_(ids), short)
    taken = _taken(connection, ids)
    return [
        Standing(row.published_on, tuple(row.body.split("\n\n")), tuple(taken[row.id]))
        for row in connection.execute(wanted)
    ]


def _chosen(connection: Connection, source_id: int) -> Sequence[int]:
    """The current revisions of the latest articles, and of some drawn from all."""
    newest_first = revisions.c.published_on.desc().nulls_last(), articles.c.first_fetched_at.desc()
    latest = _first(source_id, LATEST, *newest_first)
    drawn = _first(source_id, DRAWN)
    return connection.scalars(union(select(latest.c.id), select(drawn.c.id))).all()


def _first(source_id: int, most: int, *order: ColumnElement[Any]) -> Subquery:
    current = select(revisions.c.id).join(articles, articles.c.current_revision_id == revisions.c.id)
    own = current.where(articles.c.source_id == source_id)
    return own.order_by(*order, revisions.c.content_hash, revisions.c.id).limit(most).subquery()


def _taken(connection: Connection, ids: Sequence[int]) -> defaultdict[int, list[str]]:
    """What adopted lines took out of these revisions."""
    adopted = removed_spans.c.reason.startswith(LEARNED)
    wanted = select(removed_spans.c.revision_id, removed_spans.c.text).where(removed_spans.c.revision_id.in_(ids))
    found: defaultdict[int, list[str]] = defaultdict(list)
    for revision_id, text in connection.execute(wanted.where(adopted)):
        found[revision_id].append(text)
    return found
