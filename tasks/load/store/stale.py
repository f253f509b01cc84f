"""Which articles have results that what cleans and tags now has not made. Reads only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, FromClause, Row, Select, func, or_, select

from schemas.errors import InputError
from schemas.records import KeptBytes, Processor, Processors, RawLocation, Stale
from schemas.tables import articles, fetches, processings, processors, raw_documents, revisions, sources
from tasks.load.store.ledger import Ledger, tried_again
from tasks.load.store.lookup import find_processors

AT_ONCE = 500
ARTICLES = articles.join(sources).join(revisions, revisions.c.id == articles.c.current_revision_id)
LANGUAGE = func.coalesce(revisions.c.language, "")
COUNTING = (processings.c.revision_id == articles.c.current_revision_id) & processings.c.is_current


class Staleness(Struct, frozen=True):
    """How many articles lack results, and of whom."""

    articles: int  # in all
    revisions: Sequence[int]  # the current revisions of those that lack some, by article
    lacking: Mapping[str, int]  # articles by the name of the processor whose results they lack, or should not have


@tried_again
def find_staleness(ledger: Ledger, active: Processors, source: str | None = None) -> Staleness:
    """Which articles, of all or of one source, have other current results than those of their active processors.

    Raises:
        InputError: the ledger has no source of that name.
    """
    with ledger.read() as connection:
        _refuse_unknown(connection, source)
        ids = find_processors(connection, active.each)
        total, lacking = 0, Counter[str]()
        stale: list[tuple[int, int]] = []  # article, revision
        for which, made_by in _by_language(active):
            wanted = {each: ids.get(each, 0) for each in made_by}
            found = connection.scalar(_current(func.count(), source=source).where(which)) or 0
            total += found
            stale += connection.execute(_stale(wanted.values(), source).where(which)).tuples()
            lacking.update(_lacking(connection, found, wanted, source, which))
    return Staleness(total, [revision_id for _, revision_id in sorted(stale)], lacking)


def read_stale(ledger: Ledger, revision_ids: Iterable[int]) -> Iterator[Stale]:
    """Where the text of these revisions was last found, in their order; read some at a time."""
    left = iter(revision_ids)
    while some := list(islice(left, AT_ONCE)):
        found = {each.revision_id: each for each in _read(ledger, some)}
        yield from (found[id_] for id_ in some if id_ in found)


def _refuse_unknown(connection: Connection, source: str | None) -> None:
    if source and connection.scalar(select(sources.c.id).where(sources.c.name == source)) is None:
        raise InputError(f"no source in the ledger is named {source!r}; newsledger status names them")


def _by_language(active: Processors) -> Iterator[tuple[ColumnElement[bool], tuple[Processor, ...]]]:
    """Articles by their language, and what makes their results."""
    yield from ((LANGUAGE.in_([code or ""]), active.of(code)) for code in active.of_language)
    yield LANGUAGE.not_in([code or "" for code in active.of_language]), active.of_all


def _current(*columns: Any, source: str | None, places: FromClause = ARTICLES) -> Select[Any]:
    """Of each article that has a text."""
    query = select(*columns).select_from(places).where(revisions.c.text_removed_at.is_(None))
    return query.where(sources.c.name == source) if source else query


def _stale(active: Collection[int], source: str | None) -> Select[Any]:
    ours = processings.c.processor_id.in_(active)
    made = select(func.count()).select_from(processings).where(COUNTING, ours).scalar_subquery()
    by_others = select(processings.c.revision_id).where(COUNTING, ~ours).exists()
    query = _current(articles.c.id, articles.c.current_revision_id, source=source)
    return query.where(or_(made < len(active), by_others))


def _lacking(
    connection: Connection,
    total: int,
    active: Mapping[Processor, int],
    source: str | None,
    which: ColumnElement[bool],
) -> dict[str, int]:
    made = ARTICLES.join(processings, COUNTING).join(processors)
    query = _current(processors.c.id, processors.c.name, func.count(), source=source, places=made)
    counted = {row[0]: (row[1], row[2]) for row in connection.execute(query.where(which).group_by(processors.c.id))}
    lacking = {each.name: total - counted.get(id_, ("", 0))[1] for each, id_ in active.items()}
    gone = {name: number for name, number in counted.values() if name not in lacking}
    return {name: number for name, number in (lacking | gone).items() if number}


@tried_again
def _read(ledger: Ledger, revision_ids: Sequence[int]) -> list[Stale]:
    here = fetches.alias()
    last = select(func.max(here.c.id)).where(here.c.revision_id == revisions.c.id, here.c.raw_document_id.is_not(None))
    where = raw_documents.c.warc_file, raw_documents.c.warc_offset, raw_documents.c.size
    found = fetches.c.uri, fetches.c.media_type, fetches.c.fetched_at, fetches.c.raw_document_id
    query = select(articles.c.id, articles.c.key, revisions.c.id.label("revision_id"), sources.c.name, *found, *where)
    joined = articles.join(sources).join(revisions, revisions.c.id == articles.c.current_revision_id)
    joined = joined.outerjoin(fetches, fetches.c.id == last.scalar_subquery())
    query = query.select_from(joined.outerjoin(raw_documents, raw_documents.c.id == fetches.c.raw_document_id))
    with ledger.read() as connection:
        return [_one(row) for row in connection.execute(query.where(revisions.c.id.in_(revision_ids)))]


def _one(row: Row[Any]) -> Stale:
    kept = None
    if row.raw_document_id is not None:
        kept = KeptBytes(RawLocation(row.warc_file, row.warc_offset), row.size, row.media_type, row.fetched_at)
    return Stale(row.id, row.revision_id, row.name, row.uri or row.key, kept, row.raw_document_id)
