"""A run's signs of life."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from flows.pulse import pulse
from tasks.load.store import Ledger, open_ledger
from tests.load.making import NOON, begin, rows


@pytest.fixture
def ledger(tmp_path: Path, migrated_sqlite: Path) -> Iterator[Ledger]:
    copy = shutil.copy(migrated_sqlite, tmp_path / "ledger.db")
    with open_ledger(f"sqlite:///{copy}") as opened:
        yield opened


def last_sign(ledger: Ledger, run_id: int) -> datetime:
    ((sign,),) = rows(ledger, f"SELECT alive_at FROM runs WHERE id = {run_id}")
    return datetime.fromisoformat(f"{sign}+00:00")


def wait_for_a_sign(ledger: Ledger, run_id: int, after: datetime) -> datetime:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if (sign := last_sign(ledger, run_id)) > after:
            return sign
        time.sleep(0.01)
    pytest.fail("it gives no sign of life")


def test_a_run_gives_signs_until_it_is_over(ledger: Ledger) -> None:
    run_id = begin(ledger)
    with pulse(ledger, run_id, seconds=0.01):
        wait_for_a_sign(ledger, run_id, wait_for_a_sign(ledger, run_id, NOON))
    last = last_sign(ledger, run_id)
    time.sleep(0.1)
    assert last_sign(ledger, run_id) == last


def test_a_database_in_trouble_does_not_end_the_signs(ledger: Ledger) -> None:
    run_id = begin(ledger)
    with ledger.read() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    other = sqlite3.connect(str(ledger.engine.url.database), isolation_level=None)
    with pulse(ledger, run_id, seconds=0.01):
        other.execute("BEGIN IMMEDIATE")
        time.sleep(0.1)
        other.close()
        wait_for_a_sign(ledger, run_id, last_sign(ledger, run_id))
