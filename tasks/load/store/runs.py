"""Runs: one row each, with the counts of what was stored."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Label, Select, bindparam, case, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from schemas.records import FetchOutcome, Outcome
from schemas.tables import fetches, quarantine, runs
from tasks.load.store.ledger import Ledger, tried_again
from tasks.load.store.repeats import join_repeats
from tasks.load.store.waiting import came_through, opened_again

Status = Literal["completed", "failed", "cancelled"]


@tried_again
def begin_run(
    ledger: Ledger,
    flow: str,
    *,
    code_version: str,
    config_hash: str,
    now: datetime,
    prefect_run_id: str | None = None,
) -> int:
    """Notes that a flow has begun, and returns the run's id; begun again at the same moment, it is the same run."""
    row = {
        "flow": flow,
        "prefect_run_id": prefect_run_id,
        "code_version": code_version,
        "config_hash": config_hash,
        "status": "running",
        "started_at": now,
        "alive_at": now,
    }
    with ledger.write() as connection:
        on_sqlite = connection.dialect.name == "sqlite"
        begin: sqlite.Insert | postgresql.Insert = sqlite.insert(runs) if on_sqlite else postgresql.insert(runs)
        once = begin.values(row).on_conflict_do_update(
            index_elements=["prefect_run_id", "started_at"], set_={"alive_at": now}
        )
        run_id: int = connection.execute(once.returning(runs.c.id)).scalar_one()
        return run_id


def show_life(ledger: Ledger, run_id: int, now: datetime) -> None:
    """Notes that a run goes on."""
    with ledger.write() as connection:
        connection.execute(update(runs).where(runs.c.id == run_id).values(alive_at=now))


@tried_again
def end_run(ledger: Ledger, run_id: int, status: Status, now: datetime) -> None:
    """Notes how a run ended; its counts are those of the fetches that it stored, which then join those they repeat.

    What waited in quarantine and came through in this run, be it with other bytes, is marked as replayed.
    """
    with ledger.read() as connection:
        opened = [{"opened": id_} for id_ in sorted(opened_again(connection, run_id))]
    with ledger.write() as connection:
        found = connection.execute(count_fetches(run_id)).mappings().one()
        values = {**found, "status": status, "ended_at": now}
        connection.execute(update(runs).where(runs.c.id == run_id).values(values))
        connection.execute(update(quarantine).where(came_through(run_id)).values(replayed_at=now))
        if opened:
            these = update(quarantine).where(quarantine.c.id == bindparam("opened"))
            connection.execute(these.values(replayed_at=now), opened)
        join_repeats(connection, run_id)


def count_fetches(run_id: int) -> Select[Any]:
    """One row: what a run has stored so far comes to, by the names of the counts in `runs`."""
    counts = [_count(fetches.c.outcome, outcome) for outcome in FetchOutcome]
    counts += [_count(fetches.c.document_outcome, outcome) for outcome in Outcome]
    documents = func.count(fetches.c.document_outcome).label("documents")
    return select(documents, *counts).where(fetches.c.run_id == run_id)


def _count(column: ColumnElement[str | None], outcome: str) -> Label[int]:
    return func.coalesce(func.sum(case((column == outcome, 1), else_=0)), 0).label(str(outcome))
