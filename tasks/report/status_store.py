"""How the ledger is, and how its latest runs went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, text

from schemas.migrations import stored_version
from schemas.records import SILENCE, Outcome, Processor
from schemas.sources import Source
from schemas.tables import UtcTime, articles, days_to_count, processings, processors, runs
from tasks.link.store import find_open
from tasks.load.store import Ledger, count_fetches
from tasks.report.status import LOST, LateSource, RunLine, SourceLine, Status, find_late, with_configured
from tasks.report.summary_store import count_rows, counts_of, without_model

RUNS_SHOWN = 5


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
            without_model=without_model(connection, select(articles.c.current_revision_id)),
            days_to_count=count_rows(connection, select(days_to_count.c.day).distinct()),
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
    return RunLine(row.id, row.flow, status, row.started_at, row.ended_at, counts.documents, counts_of(counts, Outcome))


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
