"""Which articles have results that what cleans and tags now has not made. Reads only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, FromClause, Row, ScalarSelect, Select, func, or_, select

from schemas.errors import InputError
from schemas.records import CLEANER, Article, KeptBytes, Processor, Processors, RawLocation, Stale
from schemas.tables import articles, fetches, processings, processors, raw_documents, revisions, sources
from tasks.load.store.ledger import Ledger, tried_again
from tasks.load.store.lookup import find_processors

AT_ONCE = 500
ARTICLES = articles.join(sources).join(revisions, revisions.c.id == articles.c.current_revision_id)
LANGUAGE = func.coalesce(revisions.c.language, "")
COUNTING = (processings.c.revision_id == articles.c.current_revision_id) & processings.c.is_current


class Untagged(Struct, frozen=True):
    """The current revisions, by article, over which some tagger has not run."""

    of_topics: Sequence[int]  # only such as look for topics
    topics: frozenset[str]  # the names of those that have not run over all articles
    of_all: Sequence[int]


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
        for which, made_by in by_language(active):
            wanted = {each: ids.get(each, 0) for each in made_by}
            found = connection.scalar(_current(func.count(), source=source).where(which)) or 0
            total += found
            stale += connection.execute(_stale(wanted.values(), source).where(which)).tuples()
            lacking.update(_lacking(connection, found, wanted, source, which))
    return Staleness(total, [revision_id for _, revision_id in sorted(stale)], lacking)


@tried_again
def find_uncleaned(ledger: Ledger, active: Processors, source: str | None = None) -> Sequence[int]:
    """The current revisions that the active cleaner was not the last to clean, by article.

    Raises:
        InputError: the ledger has no source of that name.
    """
    with ledger.read() as connection:
        _refuse_unknown(connection, source)
        ids = find_processors(connection, [each for each in active.each if each.name == CLEANER])
        done = select(processings.c.revision_id).where(COUNTING, processings.c.processor_id.in_(ids.values())).exists()
        query = _current(articles.c.current_revision_id, source=source).where(~done)
        return connection.scalars(query.order_by(articles.c.id)).all()


@tried_again
def find_untagged(ledger: Ledger, taggers: Processors, source: str | None = None) -> Untagged:
    """The current revisions over which not all of their taggers have run, whether it counts or not."""
    of_topics, of_all, topics = list[tuple[int, int]](), list[tuple[int, int]](), set[str]()  # article, revision
    with ledger.read() as connection:
        ids = find_processors(connection, taggers.each)
        for which, made_by in by_language(taggers):
            of_names = [ids.get(each, 0) for each in made_by if not each.is_topic]
            ran, named = _ran(ids.get(each, 0) for each in made_by), _ran(of_names)
            query = _current(articles.c.id, articles.c.current_revision_id, named, source=source)
            for *revision, number in connection.execute(query.where(which, ran < len(made_by))):
                (of_topics if number == len(of_names) else of_all).append((revision[0], revision[1]))
            topics |= _lacking_somewhere(connection, which, [each for each in made_by if each.is_topic], ids, source)
    return Untagged([id_ for _, id_ in sorted(of_topics)], frozenset(topics), [id_ for _, id_ in sorted(of_all)])


def _lacking_somewhere(
    connection: Connection,
    which: ColumnElement[bool],
    made_by: Sequence[Processor],
    ids: Mapping[Processor, int],
    source: str | None,
) -> set[str]:
    """The names of those of these processors that have not run over all of some articles."""
    total = connection.scalar(_current(func.count(), source=source).where(which)) or 0
    made = ARTICLES.join(processings, processings.c.revision_id == articles.c.current_revision_id)
    query = _current(processings.c.processor_id, func.count(), source=source, places=made)
    ran = dict(connection.execute(query.where(which).group_by(processings.c.processor_id)).tuples().all())
    return {each.name for each in made_by if ran.get(ids.get(each, 0), 0) < total}


def find_outdated(
    connection: Connection,
    which: ColumnElement[bool],
    made_by: Collection[Processor],
    ids: Mapping[Processor, int],
    source: str | None,
) -> Sequence[int]:
    """Of some articles, the current revisions that these taggers have tagged, and of which others' results count."""
    active = [ids.get(each, 0) for each in made_by]
    others = processings.c.processor_id.not_in(active) & (processors.c.name != CLEANER)
    by_others = select(processings.c.revision_id).join(processors).where(COUNTING, others).exists()
    ours = COUNTING & processings.c.processor_id.in_(active)
    counting = select(func.count()).select_from(processings).where(ours).scalar_subquery()
    query = _current(articles.c.current_revision_id, source=source).where(which, _ran(active) == len(active))
    return connection.scalars(query.where(or_(counting < len(active), by_others)).order_by(articles.c.id)).all()


def _ran(ids: Iterable[int]) -> ScalarSelect[int]:
    """How many of these have run over the current revision."""
    here = processings.c.revision_id == articles.c.current_revision_id
    return (
        select(func.count()).select_from(processings).where(here, processings.c.processor_id.in_(ids)).scalar_subquery()
    )


def read_stale(ledger: Ledger, revision_ids: Iterable[int]) -> Iterator[Stale]:
    """Where the text of these revisions was last found, in their order; read some at a time."""
    for some in _some(revision_ids):
        found = {each.revision_id: each for each in _read(ledger, some)}
        yield from (found[id_] for id_ in some if id_ in found)


def read_texts(ledger: Ledger, revision_ids: Iterable[int], most: int) -> Iterator[tuple[Stale, Article]]:
    """The text of these revisions as the ledger has it, of each field so many characters; in order, some at a time."""
    fields = [func.substr(revisions.c[name], 1, most) for name in ("body", "headline", "standfirst")]
    query = select(revisions.c.id, *fields, revisions.c.language)
    for some in _some(revision_ids):
        with ledger.read() as connection:
            read = connection.execute(query.where(revisions.c.id.in_(some))).all()
        texts = {
            id_: Article(body, headline=headline, standfirst=standfirst, language=language)
            for id_, body, headline, standfirst, language in read
        }
        yield from (
            (each, texts[each.revision_id]) for each in read_stale(ledger, [id_ for id_ in some if id_ in texts])
        )


def _some(revision_ids: Iterable[int]) -> Iterator[list[int]]:
    left = iter(revision_ids)
    while some := list(islice(left, AT_ONCE)):
        yield some


def _refuse_unknown(connection: Connection, source: str | None) -> None:
    if source and connection.scalar(select(sources.c.id).where(sources.c.name == source)) is None:
        raise InputError(f"no source in the ledger is named {source!r}; newsledger status names them")


def by_language(active: Processors) -> Iterator[tuple[ColumnElement[bool], tuple[Processor, ...]]]:
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
    query = select(
        articles.c.id,
        articles.c.key,
        revisions.c.id.label("revision_id"),
        sources.c.name,
        *found,
        *where,
        revisions.c.content_hash,
    )
    joined = articles.join(sources).join(revisions, revisions.c.id == articles.c.current_revision_id)
    joined = joined.outerjoin(fetches, fetches.c.id == last.scalar_subquery())
    query = query.select_from(joined.outerjoin(raw_documents, raw_documents.c.id == fetches.c.raw_document_id))
    with ledger.read() as connection:
        return [_one(row) for row in connection.execute(query.where(revisions.c.id.in_(revision_ids)))]


def _one(row: Row[Any]) -> Stale:
    kept = None
    if row.raw_document_id is not None:
        kept = KeptBytes(RawLocation(row.warc_file, row.warc_offset), row.size, row.media_type, row.fetched_at)
    return Stale(row.id, row.revision_id, row.name, row.uri or row.key, kept, row.raw_document_id, row.content_hash)
