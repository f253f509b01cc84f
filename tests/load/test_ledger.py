"""What a database refuses, in one sentence, and what of it is worth another try."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import OperationalError

from schemas.errors import StoreError
from tasks.load.store import Ledger, begin_run, end_run, may_pass, open_ledger, store_batch
from tasks.load.store.ledger import shown
from tests.load.making import NOON, PROCESSORS, begin, counted, document, no_tags, rows


@pytest.fixture
def on_file(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger on SQLite; set an option, and the next connection is the one that has it."""
    with open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}") as ledger:
        yield ledger


def set_option(ledger: Ledger, option: str) -> None:
    with ledger.read() as connection:
        connection.execute(text(f"PRAGMA {option}"))


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://me:secret@db.example/news",
        "postgresql://me@db.example/news?password=secret&sslpassword=secret",
    ],
)
def test_a_location_has_no_password(url: str) -> None:
    assert "secret" not in shown(make_url(url))
    assert shown(make_url(url)).endswith("@db.example/news")


def test_a_full_disk_is_said_in_one_sentence_and_not_tried_again(on_file: Ledger) -> None:
    run_id, items = begin(on_file), [document(n, f"{n} " * 20_000) for n in range(3)]
    tags = {n: no_tags(item.result) for n, item in enumerate(items)}  # type: ignore[arg-type]
    set_option(on_file, "max_page_count = 1")
    with pytest.raises(StoreError, match=r"cannot write the ledger sqlite:///.*ledger\.db: .*full") as caught:
        store_batch(on_file, run_id, items, tags, PROCESSORS, NOON)
    assert "\n" not in str(caught.value)
    assert not may_pass(caught.value)
    assert counted(on_file)["fetches"] == 0


def test_a_busy_database_is_said_in_one_sentence_and_tried_again(on_file: Ledger) -> None:
    set_option(on_file, "busy_timeout = 0")
    other = sqlite3.connect(str(on_file.engine.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match=r"cannot write the ledger .*: database is locked") as caught, on_file.write():
        pass
    other.close()
    assert may_pass(caught.value)


def test_what_is_no_task_waits_for_a_busy_database_too(on_file: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasks.load.store.ledger.PAUSES", (0.2,) * 20)
    set_option(on_file, "busy_timeout = 0")
    with closing(sqlite3.connect(str(on_file.engine.url.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor() as pool:
            run_id = pool.submit(begin, on_file)
            ended = pool.submit(lambda: end_run(on_file, run_id.result(), "completed", NOON))
            other.execute("ROLLBACK")
            ended.result()
    assert [status for (status,) in rows(on_file, "SELECT status FROM runs")] == ["completed"]


def test_what_does_not_pass_is_not_tried_again(on_file: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasks.load.store.ledger.PAUSES", (threading.TIMEOUT_MAX,))
    set_option(on_file, "query_only = 1")
    with pytest.raises(StoreError, match="readonly"):
        begin(on_file)


def test_a_run_that_is_begun_again_is_the_same_run(ledger: Ledger) -> None:
    """As when the connection broke before its commit was confirmed."""
    known = {"code_version": "1", "config_hash": "a", "prefect_run_id": "x"}
    first, again = (begin_run(ledger, "ingest", now=NOON, **known) for _ in range(2))
    retried_by_prefect = begin_run(ledger, "ingest", now=NOON + timedelta(seconds=1), **known)
    assert again == first != retried_by_prefect


@pytest.mark.full
def test_a_run_ends_though_its_connection_broke(migrated_postgresql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasks.load.store.ledger.PAUSES", (0.2,) * 20)
    with open_ledger(migrated_postgresql) as ledger:
        run_id = begin(ledger)
        with open_ledger(migrated_postgresql) as other, other.write() as locking, ThreadPoolExecutor() as pool:
            locking.execute(text("LOCK TABLE runs"))
            ended = pool.submit(end_run, ledger, run_id, "completed", NOON)
            waits = "FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            while not locking.scalar(text(f"SELECT count(pg_terminate_backend(pid)) {waits}")):
                time.sleep(0.02)
            locking.rollback()
            ended.result()
        assert rows(ledger, f"SELECT status FROM runs WHERE id = {run_id}") == [("completed",)]


def test_an_error_does_not_show_what_was_to_be_stored(ledger: Ledger) -> None:
    wrong = text("SELECT :told FROM nowhere")
    with pytest.raises(StoreError, match="cannot read the ledger") as caught, ledger.read() as connection:
        connection.execute(wrong, {"told": "in confidence"})
    assert "in confidence" not in f"{caught.value} {caught.value.__cause__}"


@pytest.mark.full
def test_a_connection_that_breaks_is_worth_another_try(migrated_postgresql: str) -> None:
    with open_ledger(migrated_postgresql) as ledger:
        with pytest.raises(StoreError, match="cannot write the ledger") as caught, ledger.write() as connection:
            connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        assert may_pass(caught.value)


def test_a_full_disk_of_postgresql_does_not_pass_by_itself() -> None:
    from psycopg.errors import DeadlockDetected, DiskFull

    assert [may_pass(OperationalError("", None, error())) for error in (DeadlockDetected, DiskFull)] == [True, False]
