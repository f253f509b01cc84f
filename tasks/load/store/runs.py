"""Runs: one row each, with the counts of what was stored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, Connection, Label, Table, and_, bindparam, case, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from schemas.records import FetchOutcome, Outcome
from schemas.tables import fetches, quarantine, runs
from tasks.fetch.places import STDIN_URI, enclosing
from tasks.load.store.archives import read_again
from tasks.load.store.ledger import Ledger, tried_again
from tasks.load.store.repeats import join_repeats

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
    counts = [_count(fetches.c.outcome, outcome) for outcome in FetchOutcome]
    counts += [_count(fetches.c.document_outcome, outcome) for outcome in Outcome]
    documents = func.count(fetches.c.document_outcome).label("documents")
    with ledger.read() as connection:
        had = {*_opened(connection, run_id), *read_again(connection, run_id)}
        opened = [{"opened": id_} for id_ in sorted(had)]
    with ledger.write() as connection:
        found = connection.execute(select(documents, *counts).where(fetches.c.run_id == run_id)).mappings().one()
        values = {**found, "status": status, "ended_at": now}
        connection.execute(update(runs).where(runs.c.id == run_id).values(values))
        connection.execute(update(quarantine).where(_came_through(run_id)).values(replayed_at=now))
        if opened:
            these = update(quarantine).where(quarantine.c.id == bindparam("opened"))
            connection.execute(these.values(replayed_at=now), opened)
        join_repeats(connection, run_id)


def _came_through(run_id: int) -> ColumnElement[bool]:
    """The same place was fetched, and its document digested; standard input is never the same place."""
    never_had = and_(quarantine.c.raw_document_id.is_(None), fetches.c.outcome == FetchOutcome.FETCHED)
    same_bytes = fetches.c.raw_document_id == quarantine.c.raw_document_id
    again = select(fetches.c.id).where(
        fetches.c.run_id == run_id,
        fetches.c.source_id == quarantine.c.source_id,
        fetches.c.uri_hash == quarantine.c.uri_hash,
        or_(fetches.c.document_outcome != Outcome.QUARANTINED, never_had),
        or_(same_bytes, _has_place(fetches)),
    )
    return and_(_waited(run_id), again.exists())


def _opened(connection: Connection, run_id: int) -> Iterator[int]:
    """Folders, and files of lines, that could not be opened before: something in them was fetched."""
    places = select(quarantine.c.source_id, quarantine.c.uri, quarantine.c.id)
    never_had = places.where(_waited(run_id), quarantine.c.raw_document_id.is_(None), _has_place(quarantine))
    waiting = {(row.source_id, row.uri): row.id for row in connection.execute(never_had)}
    fetched = select(fetches.c.source_id, fetches.c.uri).where(fetches.c.run_id == run_id)
    for row in connection.execute(fetched.where(fetches.c.outcome == FetchOutcome.FETCHED)) if waiting else ():
        for place in enclosing(row.uri):
            if id_ := waiting.pop((row.source_id, place), None):
                yield id_


def _waited(run_id: int) -> ColumnElement[bool]:
    return and_(quarantine.c.replayed_at.is_(None), quarantine.c.run_id != run_id)


def _has_place(table: Table) -> ColumnElement[bool]:
    return table.c.uri.not_like(f"{STDIN_URI}%")


def _count(column: ColumnElement[str | None], outcome: str) -> Label[int]:
    return func.coalesce(func.sum(case((column == outcome, 1), else_=0)), 0).label(str(outcome))
