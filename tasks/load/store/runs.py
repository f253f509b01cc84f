"""Runs: one row each, with the counts of what was stored."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, Label, and_, case, func, insert, select, update

from schemas.records import FetchOutcome, Outcome
from schemas.tables import fetches, quarantine, runs
from tasks.load.store.ledger import Ledger

Status = Literal["completed", "failed", "cancelled"]


def begin_run(
    ledger: Ledger,
    flow: str,
    *,
    code_version: str,
    config_hash: str,
    now: datetime,
    prefect_run_id: str | None = None,
) -> int:
    """Notes that a flow has begun, and returns the run's id."""
    row = {
        "flow": flow,
        "prefect_run_id": prefect_run_id,
        "code_version": code_version,
        "config_hash": config_hash,
        "status": "running",
        "started_at": now,
    }
    with ledger.write() as connection:
        run_id: int = connection.execute(insert(runs).values(row).returning(runs.c.id)).scalar_one()
        return run_id


def end_run(ledger: Ledger, run_id: int, status: Status, now: datetime) -> None:
    """Notes how a run ended; its counts are those of the fetches that it stored.

    What waited in quarantine and came through in this run, be it with other bytes, is marked as replayed.
    """
    counts = [_count(fetches.c.outcome, outcome) for outcome in FetchOutcome]
    counts += [_count(fetches.c.document_outcome, outcome) for outcome in Outcome]
    documents = func.count(fetches.c.document_outcome).label("documents")
    with ledger.write() as connection:
        found = connection.execute(select(documents, *counts).where(fetches.c.run_id == run_id)).mappings().one()
        values = {**found, "status": status, "ended_at": now}
        connection.execute(update(runs).where(runs.c.id == run_id).values(values))
        connection.execute(update(quarantine).where(_came_through(run_id)).values(replayed_at=now))


def _came_through(run_id: int) -> ColumnElement[bool]:
    again = select(fetches.c.id).where(
        fetches.c.run_id == run_id,
        fetches.c.source_id == quarantine.c.source_id,
        fetches.c.uri_hash == quarantine.c.uri_hash,
        fetches.c.document_outcome != Outcome.QUARANTINED,
    )
    return and_(quarantine.c.replayed_at.is_(None), quarantine.c.run_id != run_id, again.exists())


def _count(column: ColumnElement[str | None], outcome: str) -> Label[int]:
    return func.coalesce(func.sum(case((column == outcome, 1), else_=0)), 0).label(str(outcome))
