"""What one run did."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Exists, Row, Select, Subquery, Table, and_, func, or_, select, union

from schemas.errors import InputError
from schemas.records import FIELDS, TAGGED, FetchOutcome, Outcome
from schemas.tables import (
    archive_records,
    archives,
    article_topics,
    articles,
    entities,
    fetches,
    mentions,
    overrides,
    processings,
    processors,
    removed_spans,
    revisions,
    runs,
    sources,
    topics,
)
from tasks.link.store import find_open
from tasks.load.store import Ledger
from tasks.report.summary import ArchiveRead, EntityCount, RunSummary, Trouble

FEW = 10
ON_A_DAY = re.compile(r"(?<=^was published) on [\d-]+,")
LOADED = (Outcome.LOADED, Outcome.UPDATED)
HAD = (FetchOutcome.FETCHED, FetchOutcome.NOT_MODIFIED)


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
            outcomes=counts_of(row, Outcome),
            fetches=counts_of(row, FetchOutcome),
            dropped=_dropped(connection, run_id),
            removed=_removed(connection, made),
            topics=_topics(connection, made),
            untagged=_untagged(connection, made),
            decided=_decided(connection, made),
            without_model=without_model(connection, made),
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
    tagged, count = _tagged(made), func.count(revisions.c.article_id.distinct())
    of_run = select(topics.c.name, count).join(tagged, tagged.c.topic_id == topics.c.id)
    of_run = of_run.join(revisions, revisions.c.id == tagged.c.revision_id).group_by(topics.c.name)
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


def without_model(connection: Connection, these: Select[Any]) -> dict[str, int]:
    """How many of these revisions nothing has looked for names in, by language."""
    none = ~_names_looked_for()
    language, count = func.coalesce(revisions.c.language, "unknown"), func.count()
    counted = select(language, count).where(revisions.c.id.in_(these), none).group_by(language)
    return dict(connection.execute(counted.order_by(count.desc(), language)).tuples().all())


def _entities(connection: Connection, made: Select[Any]) -> tuple[EntityCount, ...]:
    named, count = entities.alias(), func.count(revisions.c.article_id.distinct())
    query = (
        select(entities.c.name, entities.c.label, count)
        .join(named, entities.c.id == func.coalesce(named.c.thing_id, named.c.id))
        .join(mentions, mentions.c.entity_id == named.c.id)
        .join(revisions, revisions.c.id == mentions.c.revision_id)
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
    return tuple(Trouble(*row) for row in first), count_rows(connection, of_run)


def counts_of(row: Row[Any], outcomes: Iterable[str]) -> dict[str, int]:
    return {str(outcome): count for outcome in outcomes if (count := getattr(row, outcome))}


def count_rows(connection: Connection, query: Select[Any]) -> int:
    return connection.scalar(select(func.count()).select_from(query.subquery())) or 0
