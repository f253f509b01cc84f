"""A run says how it ended, and what ended it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from pathlib import Path
from threading import Timer

import pytest

from flows.running import running
from schemas.errors import InputError
from tasks.load.store import Ledger, open_ledger
from tests.load.making import PROCESSORS, rows


@pytest.fixture
def impatient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    """A ledger on SQLite that waits for its turn not at all, and tries again often."""
    monkeypatch.setattr("tasks.load.store.ledger.PAUSES", (0.05,) * 200)
    with open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}") as ledger:
        with ledger.read() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout = 0")
        yield ledger


@pytest.fixture
def other(impatient: Ledger) -> Iterator[sqlite3.Connection]:
    """Another program at the same ledger."""
    path = str(impatient.engine.url.database)
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as connection:
        yield connection


def statuses(ledger: Ledger) -> list[str]:
    return [status for (status,) in rows(ledger, "SELECT status FROM runs")]


def test_a_run_is_there_while_it_runs_and_then_completed(impatient: Ledger) -> None:
    with running("ingest", impatient, PROCESSORS):
        assert statuses(impatient) == ["running"]
    assert statuses(impatient) == ["completed"]


@pytest.mark.parametrize(("error", "status"), [(InputError("bad"), "failed"), (KeyboardInterrupt(), "cancelled")])
def test_a_run_that_is_broken_off_says_so(impatient: Ledger, error: BaseException, status: str) -> None:
    with pytest.raises(type(error)), running("ingest", impatient, PROCESSORS):
        raise error
    assert statuses(impatient) == [status]


def run_while_locked(
    ledger: Ledger, other: sqlite3.Connection, error: Exception | None, then: Callable[[], None] = lambda: None
) -> None:
    """A run at whose end another program is writing; `then` is called when that has begun."""
    with running("ingest", ledger, PROCESSORS):
        other.execute("BEGIN IMMEDIATE")
        then()
        if error:
            raise error


@pytest.mark.parametrize(("error", "status"), [(None, "completed"), (InputError("bad"), "failed")])
def test_the_end_is_noted_when_another_program_has_let_go(
    impatient: Ledger, other: sqlite3.Connection, error: Exception | None, status: str
) -> None:
    letting_go = Timer(0.5, other.execute, ["ROLLBACK"])
    with pytest.raises(InputError) if error else nullcontext():
        run_while_locked(impatient, other, error, then=letting_go.start)
    letting_go.join()
    assert statuses(impatient) == [status]


def test_what_ended_a_run_is_not_hidden_by_an_end_that_cannot_be_noted(
    impatient: Ledger, other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tasks.load.store.ledger.PAUSES", (0.05,))
    with pytest.raises(InputError, match="bad") as caught:
        run_while_locked(impatient, other, InputError("bad"))
    (note,) = caught.value.__notes__
    assert note.startswith("Nor could it be noted how run 1 ended: cannot write the ledger")
    assert "database is locked" in note
    other.execute("ROLLBACK")
    assert statuses(impatient) == ["running"]
