"""Reading the ledger: which article a name means, how runs went, and the answers to queries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Exists,
    Row,
    Select,
    Subquery,
    Table,
    and_,
    false,
    func,
    or_,
    select,
    text,
    union,
)

from schemas.errors import InputError
from schemas.migrations import stored_version
from schemas.records import FIELDS, SILENCE, TAGGED, FetchOutcome, Key, Outcome, Processor
from schemas.sources import Source
from schemas.tables import (
    UtcTime,
    archive_records,
    archives,
    article_keys,
    article_topics,
    articles,
    days_to_count,
    entities,
    fetches,
    mentions,
    metadata,
    overrides,
    processings,
    processors,
    removed_spans,
    revisions,
    runs,
    sources,
    topics,
)
from schemas.views import VIEWS
from tasks.link.store import find_open
from tasks.load import names
from tasks.load.fold import scrubbed, uri_hash
from tasks.load.store import Ledger, count_fetches, find_takedown
from tasks.load.tombstones import ending
from tasks.report import sqlite_query
from tasks.report.answer import Answer, Limits, MissingNameError
from tasks.report.explain import ambiguous, not_loaded, taken_down, unknown
from tasks.report.explanation import ArticleKeys, Candidate, Explanation
from tasks.report.status import LOST, LateSource, RunLine, SourceLine, Status, find_late, with_configured
from tasks.report.store import read_explanation
from tasks.report.summary import ArchiveRead, EntityCount, RunSummary, Trouble

FEW = 10
ON_A_DAY = re.compile(r"(?<=^was published) on [\d-]+,")
RUNS_SHOWN = 5
LOADED = (Outcome.LOADED, Outcome.UPDATED)
HAD = (FetchOutcome.FETCHED, FetchOutcome.NOT_MODIFIED)


# -- query


@contextmanager
def run_query(ledger: Ledger, sql: str, limits: Limits | None = None) -> Iterator[Answer]:
    """The answer to one reading statement; its rows are read while the context is open.

    Raises:
        InputError: the statement does anything but read, is not valid, or takes too long; one sentence.
    """
    if "\0" in sql or any("\ud800" <= character <= "\udfff" for character in sql):
        raise InputError("the query is not valid: it has characters that are not text")
    try:
        with _ask(ledger.engine.url, sql, limits or Limits()) as answer:
            yield answer
    except MissingNameError as error:
        raise _with_nearest(error) from error


def _ask(address: URL, sql: str, limits: Limits) -> AbstractContextManager[Answer]:
    if address.get_backend_name() == "sqlite":
        return sqlite_query.ask(Path(str(address.database)), sql, limits)
    from tasks.report import postgres_query  # loads PostgreSQL's driver, which most installs never need

    conninfo = address.set(drivername="postgresql").render_as_string(hide_password=False).replace(" ", "%20")
    return postgres_query.ask(conninfo, sql, limits)


def _with_nearest(error: MissingNameError) -> InputError:
    views = [view.name for view in VIEWS]
    near = get_close_matches(error.name.rpartition(".")[2], [*views, *metadata.tables], n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"the views are {', '.join(views)}"
    return InputError(f"{error}; {hint}")


# -- explain


def explain_article(ledger: Ledger, asked: str, folder: Path) -> Explanation:
    """Everything about the article that `asked` names: an id, a URL, a file's path (from `folder`), or a key.

    Raises:
        InputError: no article has that name, or several have; says which are near, or which they are.
    """
    with ledger.read() as connection:
        return read_explanation(connection, find_article(connection, asked, folder))


def find_keys(ledger: Ledger, asked: str, folder: Path) -> ArticleKeys | None:
    """What the article that `asked` names is called in every ledger; None if no article has that name.

    Raises:
        InputError: several articles have it; says which.
    """
    with ledger.read() as connection:
        id_ = _find_one(connection, scrubbed(asked), folder)
        if id_ is None:
            return None
        source = select(sources.c.name).join(articles).where(articles.c.id == id_)
        keys = select(article_keys.c.kind, article_keys.c.value).where(article_keys.c.article_id == id_)
        found = connection.execute(keys.order_by(article_keys.c.kind.desc(), article_keys.c.value))
        return ArticleKeys(id_, connection.execute(source).scalar_one(), tuple(Key(*row) for row in found))


def find_id(ledger: Ledger, asked: str, folder: Path) -> int:
    """The id of the article that `asked` names; see `find_article`."""
    with ledger.read() as connection:
        return find_article(connection, asked, folder)


def find_article(connection: Connection, asked: str, folder: Path) -> int:
    """The id of the article that `asked` names.

    Raises:
        InputError: no article has that name, or several have; says which are near, or which they are.
    """
    asked = scrubbed(asked)
    found = _find_one(connection, asked, folder)
    if found is None:
        raise _missing(connection, asked, folder)
    return found


def _find_one(connection: Connection, asked: str, folder: Path) -> int | None:
    number = names.article_id(asked)
    if number is not None and connection.scalar(select(articles.c.id).where(articles.c.id == number)):
        return number
    found = _with_keys(connection, asked, folder)
    if len(found) > 1:
        raise ambiguous(asked, found)
    return found[0].article_id if found else None


def _missing(connection: Connection, asked: str, folder: Path) -> InputError:
    name = names.name_of(asked, folder)
    if takedown := find_takedown(connection, name.kinds, name.values, name.source):
        return taken_down(asked, ending(takedown).reason)
    met = _met(connection, names.possible_uris(asked, folder), names.parts_of(asked, folder))
    if met:
        return not_loaded(asked, *met)
    without = select(fetches.c.id).where(fetches.c.article_id.is_(None)).limit(1)
    return unknown(asked, _near(connection, asked), some_gave_none=connection.scalar(without) is not None)


def _met(connection: Connection, places: Sequence[str], parts: str | None) -> tuple[str, str] | None:
    """How the last document that was asked for at one of these places, or in that file, ended, and why."""
    outcome = func.coalesce(fetches.c.document_outcome, fetches.c.outcome)
    reason = func.coalesce(fetches.c.document_reason, fetches.c.reason)
    here = fetches.c.uri_hash.in_([uri_hash(place) for place in places])
    within = fetches.c.uri.startswith(parts, autoescape=True) if parts else false()
    at = select(outcome, reason).where(or_(here, within))
    row = connection.execute(at.order_by(fetches.c.id.desc()).limit(1)).one_or_none()
    return (row[0], row[1]) if row else None


def _with_keys(connection: Connection, asked: str, folder: Path) -> list[Candidate]:
    """The articles with that key or address, or fetched from that place; of a file of rows or entries, all of them.

    All sources are named in the conditions because the indexes begin with the source.
    """
    name, begins = names.name_of(asked, folder), names.parts_of(asked, folder)
    hashes = [uri_hash(uri) for uri in names.possible_uris(asked, folder)]
    everywhere = select(sources.c.id)
    within = everywhere.where(sources.c.name == name.source) if name.source else everywhere
    keyed = select(article_keys.c.article_id).where(
        article_keys.c.source_id.in_(within), article_keys.c.kind.in_(name.kinds), article_keys.c.value.in_(name.values)
    )
    fetched = select(fetches.c.article_id)
    conditions = [
        articles.c.id.in_(keyed),
        articles.c.id.in_(fetched.where(fetches.c.source_id.in_(everywhere), fetches.c.uri_hash.in_(hashes))),
        and_(articles.c.source_id.in_(within), articles.c.canonical_url.in_(name.values)),
    ]
    if begins:
        conditions.append(articles.c.id.in_(fetched.where(fetches.c.uri.startswith(begins, autoescape=True))))
    return next(filter(None, (_candidates(connection, condition) for condition in conditions)), [])


def _near(connection: Connection, asked: str) -> list[Candidate]:
    part = names.telling_part(asked)
    if part is None:
        return []
    columns: tuple[ColumnElement[Any], ...] = (article_keys.c.value, revisions.c.headline)
    return _candidates(connection, or_(*(column.icontains(part, autoescape=True) for column in columns)))


def _candidates(connection: Connection, condition: ColumnElement[bool]) -> list[Candidate]:
    rows = connection.execute(
        select(articles.c.id, sources.c.name, func.min(article_keys.c.value), revisions.c.headline)
        .select_from(articles)
        .join(article_keys, article_keys.c.article_id == articles.c.id)
        .join(sources, sources.c.id == articles.c.source_id)
        .outerjoin(revisions, revisions.c.id == articles.c.current_revision_id)
        .where(condition)
        .group_by(articles.c.id, sources.c.name, revisions.c.headline)
        .order_by(articles.c.id)
        .limit(FEW)
    )
    return [Candidate(*row) for row in rows]


# -- status


def read_status(ledger: Ledger, now: datetime, configured: Sequence[Source] = ()) -> Status:
    """The ledger at a glance, with its latest runs.

    Args:
        ledger: which.
        now: tells which of the runs give no sign of life, and which sources are late.
        configured: the sources that are to be collected.
    """
    breaches = tuple(find_open(ledger))
    with ledger.read() as connection:
        latest = connection.execute(select(runs).order_by(runs.c.id.desc()).limit(RUNS_SHOWN))
        lines = _source_lines(connection)
        return Status(
            location=ledger.location,
            size=_size(connection),
            schema_version=stored_version(connection) or "unknown",
            runs=tuple(_run_line(connection, row, now) for row in latest.all()),
            sources=with_configured(lines, configured),
            processors=_active_processors(connection),
            without_model=_without_model(connection, select(articles.c.current_revision_id)),
            days_to_count=_count(connection, select(days_to_count.c.day).distinct()),
            breaches=breaches,
            late=find_late(configured, lines, now),
            last_completed_at=connection.scalar(select(func.max(runs.c.ended_at)).where(runs.c.status == "completed")),
        )


def find_late_sources(ledger: Ledger, configured: Sequence[Source], now: datetime) -> tuple[LateSource, ...]:
    """Those that have had nothing new for longer than their files allow."""
    if all(each.late_after_hours is None for each in configured):
        return ()
    with ledger.read() as connection:
        return find_late(configured, _source_lines(connection), now)


def _source_lines(connection: Connection) -> tuple[SourceLine, ...]:
    fresh = text("SELECT * FROM v_sources ORDER BY source").columns(last_fetched_at=UtcTime, last_new_at=UtcTime)
    return tuple(_source_line(row) for row in connection.execute(fresh))


def _count(connection: Connection, query: Select[Any]) -> int:
    return connection.scalar(select(func.count()).select_from(query.subquery())) or 0


def _size(connection: Connection) -> int | None:
    sqlite = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    postgres = "SELECT pg_database_size(current_database())"
    size: int | None = connection.scalar(text(sqlite if connection.dialect.name == "sqlite" else postgres))
    return size


def _run_line(connection: Connection, row: Row[Any], now: datetime) -> RunLine:
    """A run's own counts are taken when it ends; of one that goes on or was killed, its fetches are counted."""
    silent = now - (row.alive_at or row.started_at) > SILENCE
    status = LOST if row.status == "running" and silent else row.status
    counts = connection.execute(count_fetches(row.id)).one() if row.status == "running" else row
    return RunLine(row.id, row.flow, status, row.started_at, row.ended_at, counts.documents, _counts(counts, Outcome))


def _counts(row: Row[Any], outcomes: Iterable[str]) -> dict[str, int]:
    return {str(outcome): count for outcome in outcomes if (count := getattr(row, outcome))}


def _source_line(row: Row[Any]) -> SourceLine:
    return SourceLine(
        name=row.source,
        articles=row.articles,
        undated=row.undated,
        last_fetched_at=row.last_fetched_at,
        last_new_at=row.last_new_at,
        fetches=row.fetches,
        fetches_not_had=row.fetches_not_had,
        in_quarantine=row.in_quarantine,
    )


def _active_processors(connection: Connection) -> tuple[Processor, ...]:
    used = select(processings).where(processings.c.processor_id == processors.c.id, processings.c.is_current)
    stored = select(processors.c.name, processors.c.version, processors.c.config_hash)
    return tuple(Processor(*row) for row in connection.execute(stored.where(used.exists()).order_by(processors.c.name)))


def read_run_summary(ledger: Ledger, run_id: int) -> RunSummary:
    """What one run did, as the ledger has it.

    Raises:
        InputError: there is no such run.
    """
    breaches = tuple(find_open(ledger))
    with ledger.read() as connection:
        row = connection.execute(select(runs).where(runs.c.id == run_id)).one_or_none()
        if row is None:
            raise InputError(f"there is no run {run_id}")
        troubles, in_all = _troubles(connection, run_id, FEW)
        made = select(fetches.c.revision_id).where(fetches.c.run_id == run_id, fetches.c.document_outcome.in_(LOADED))
        return RunSummary(
            run_id=run_id,
            flow=row.flow,
            status=row.status,
            documents=row.documents,
            outcomes=_counts(row, Outcome),
            fetches=_counts(row, FetchOutcome),
            dropped=_dropped(connection, run_id),
            removed=_removed(connection, made),
            topics=_topics(connection, made),
            untagged=_untagged(connection, made),
            decided=_decided(connection, made),
            without_model=_without_model(connection, made),
            tagged_in_part=_tagged_in_part(connection, made),
            entities=_entities(connection, made),
            troubles=troubles,
            troubles_in_all=in_all,
            archives=_archives(connection, run_id),
            passed=_passed(connection, run_id),
            breaches=breaches,
        )


def read_troubles(ledger: Ledger, run_id: int, most: int) -> tuple[Trouble, ...]:
    """The first documents of a run that could not be had or went to quarantine."""
    with ledger.read() as connection:
        return _troubles(connection, run_id, most)[0]


def read_by_source(ledger: Ledger, run_id: int) -> dict[str, dict[str, int]]:
    """How many documents of a run ended how, by source; a fetch that brought none counts by how it ended."""
    outcome = func.coalesce(fetches.c.document_outcome, fetches.c.outcome)
    counts = select(sources.c.name, outcome, func.count()).join_from(fetches, sources)
    of_run = counts.where(fetches.c.run_id == run_id).group_by(sources.c.name, outcome)
    found: dict[str, dict[str, int]] = {}
    with ledger.read() as connection:
        for source, ended, count in connection.execute(of_run):
            found.setdefault(source, {})[ended] = count
    return found


def _archives(connection: Connection, run_id: int) -> tuple[ArchiveRead, ...]:
    read = select(archives.c.uri, archives.c.began, archives.c.read_to, archives.c.size)
    of_run = read.where(archives.c.run_id == run_id).order_by(archives.c.id).limit(FEW)
    return tuple(ArchiveRead(*row) for row in connection.execute(of_run))


def _passed(connection: Connection, run_id: int) -> dict[str, int]:
    what = (archive_records.c.outcome, archive_records.c.reason)
    of_run = select(*what, func.sum(archive_records.c.records)).where(archive_records.c.run_id == run_id)
    rows = connection.execute(of_run.group_by(*what))
    counts = {f"{outcome}: {reason}": int(records) for outcome, reason, records in rows}
    return dict(sorted(counts.items(), key=lambda each: (-each[1], each[0])))


def _dropped(connection: Connection, run_id: int) -> dict[str, int]:
    """Articles of many days outside the window were dropped for one reason."""
    reason, of_run = fetches.c.document_reason, fetches.c.run_id == run_id
    dropped = select(reason, func.count()).where(of_run, fetches.c.document_outcome == Outcome.DROPPED)
    counts: Counter[str] = Counter()
    for said, count in connection.execute(dropped.group_by(reason)):
        counts[ON_A_DAY.sub("", said)] += count
    return dict(sorted(counts.items(), key=lambda each: (-each[1], each[0])))


def _removed(connection: Connection, made: Select[Any]) -> dict[str, int]:
    reason, count = removed_spans.c.reason, func.count()
    of_run = select(reason, count).where(removed_spans.c.revision_id.in_(made)).group_by(reason)
    return dict(connection.execute(of_run.order_by(count.desc(), reason)).tuples().all())


def _topics(connection: Connection, made: Select[Any]) -> dict[str, int]:
    tagged, count = _tagged(made), func.count()
    of_run = select(topics.c.name, count).join(tagged, tagged.c.topic_id == topics.c.id).group_by(topics.c.name)
    return dict(connection.execute(of_run.order_by(count.desc(), topics.c.name)).tuples().all())


def _untagged(connection: Connection, made: Select[Any]) -> int:
    none = revisions.c.id.not_in(select(_tagged(made).c.revision_id))
    return connection.scalar(select(func.count()).where(revisions.c.id.in_(made), none)) or 0


def _tagged(made: Select[Any]) -> Subquery:
    """Which of these revisions have which topics, after editors' decisions."""
    decision = and_(overrides.c.article_id == revisions.c.article_id, overrides.c.topic_id == article_topics.c.topic_id)
    given = select(article_topics.c.revision_id, article_topics.c.topic_id).join(processings, _of(article_topics))
    given = given.join(revisions, revisions.c.id == article_topics.c.revision_id).outerjoin(overrides, decision)
    given = given.where(article_topics.c.revision_id.in_(made), processings.c.is_current)
    added = select(articles.c.current_revision_id, overrides.c.topic_id).join_from(articles, overrides)
    return union(
        given.where(func.coalesce(overrides.c.action, "add") == "add"),
        added.where(overrides.c.action == "add", articles.c.current_revision_id.in_(made)),
    ).subquery()


def _decided(connection: Connection, made: Select[Any]) -> dict[str, int]:
    """How many decisions of each kind are about these revisions' articles."""
    about = select(revisions.c.article_id).where(revisions.c.id.in_(made))
    counts = select(overrides.c.action, func.count()).where(overrides.c.article_id.in_(about))
    return dict(connection.execute(counts.group_by(overrides.c.action).order_by(overrides.c.action)).tuples().all())


def _tagged_in_part(connection: Connection, these: Select[Any]) -> int:
    """How many of these revisions have a text that names were looked for in to `TAGGED` characters only."""
    longer = or_(*(func.length(revisions.c[field]) > TAGGED for field in FIELDS))
    return connection.scalar(select(func.count()).where(revisions.c.id.in_(these), longer, _names_looked_for())) or 0


def _names_looked_for() -> Exists:
    """Of a revision, whether names have been looked for in it."""
    ran = select(processings).join(processors).where(processings.c.is_current, processors.c.name == "entities")
    return ran.where(processings.c.revision_id == revisions.c.id).exists()


def _without_model(connection: Connection, these: Select[Any]) -> dict[str, int]:
    """How many of these revisions nothing has looked for names in, by language."""
    none = ~_names_looked_for()
    language, count = func.coalesce(revisions.c.language, "unknown"), func.count()
    counted = select(language, count).where(revisions.c.id.in_(these), none).group_by(language)
    return dict(connection.execute(counted.order_by(count.desc(), language)).tuples().all())


def _entities(connection: Connection, made: Select[Any]) -> tuple[EntityCount, ...]:
    named, count = entities.alias(), func.count(mentions.c.revision_id.distinct())
    query = (
        select(entities.c.name, entities.c.label, count)
        .join(named, entities.c.id == func.coalesce(named.c.thing_id, named.c.id))
        .join(mentions, mentions.c.entity_id == named.c.id)
        .join(processings, _of(mentions))
        .where(mentions.c.revision_id.in_(made), processings.c.is_current)
        .group_by(entities.c.id, entities.c.name, entities.c.label)
        .order_by(count.desc(), func.count().desc(), entities.c.name)
        .limit(FEW)
    )
    return tuple(EntityCount(*row) for row in connection.execute(query))


def _of(results: Table) -> ColumnElement[bool]:
    """Joins results to what made them."""
    return and_(
        results.c.revision_id == processings.c.revision_id, results.c.processor_id == processings.c.processor_id
    )


def _troubles(connection: Connection, run_id: int, most: int) -> tuple[tuple[Trouble, ...], int]:
    """The run's first failed fetches and quarantined documents, and how many there are."""
    bad = or_(fetches.c.outcome.not_in(HAD), fetches.c.document_outcome == Outcome.QUARANTINED)
    where = func.coalesce(fetches.c.document_outcome, fetches.c.outcome)
    reason = func.coalesce(fetches.c.document_reason, fetches.c.reason)
    of_run = select(fetches.c.uri, where, reason).where(fetches.c.run_id == run_id, bad)
    first = connection.execute(of_run.order_by(fetches.c.number).limit(most))
    return tuple(Trouble(*row) for row in first), _count(connection, of_run)
