"""What can happen to a database in mid-run: nothing is lost, nothing twice, and the run says what happened.

The databases and what happens to them are real. After each, the content is that of a run that nobody disturbed.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from schemas.settings import settings
from tasks.load.store import Ledger, open_existing, open_ledger
from tasks.report.content import Content, hash_content
from tasks.report.export_store import read_views
from tests.acceptance.command import CommandLine, resize
from tests.databases import KEEPING, MISSING, OwnServer, Server, own_server
from tests.load.making import rows

pytestmark = pytest.mark.full

DOCUMENTS, BATCH = 60, 6
PATIENCE = 120  # seconds; busy cores
FULL, ROOM = 20_000, 900  # kilobytes: a disk that is full, and what some of the documents need
HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
for order in sys.stdin:
    connection.execute(order)
    print(order, flush=True)
"""


class Holder:
    """Another process that has a SQLite file open."""

    def __init__(self, path: Path) -> None:
        command = [sys.executable, "-c", HOLDER, str(path)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.do("SELECT 1")

    def do(self, sql: str) -> None:
        assert self.process.stdin
        assert self.process.stdout
        print(sql, file=self.process.stdin, flush=True)
        assert self.process.stdout.readline()

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Articles that name the same people and places."""
    folder = tmp_path_factory.mktemp("news") / "desk"
    folder.mkdir()
    for number in range(DOCUMENTS):
        place = ("Marport", "Sarn", "Calais")[number % 3]
        queue = f"An estimated {100 + number} lorries queued for miles as ferry crews walked out at {place} on Monday."
        said = f'"We have waited {number + 2} hours," said Anna Weiss of the dockers\' union at {place}.'
        (folder / f"{number:02}.txt").write_text(f"Strike {number} shuts {place} harbour\n\n{queue}\n\n{said}\n")
    return str(folder)


@pytest.fixture
def undisturbed(desk: str, prefect: str, newsledger: CommandLine) -> list[Content]:
    """What a run makes of them; those that come after it take small batches, one after the other."""
    for name, value in {"BATCH_SIZE": BATCH, "PROCESSES": 1, "BATCHES_IN_FLIGHT": 1, "RAW_DIR": "raw"}.items():
        newsledger.monkeypatch.setenv(f"NEWSLEDGER_{name}", str(value))
    assert ingest(newsledger, desk, "sqlite:///alone.db")[0] == 0
    return content("sqlite:///alone.db")


@pytest.fixture
def own() -> Iterator[OwnServer]:
    """A server that may be stopped."""
    with own_server(KEEPING) as found:
        if found is None:
            pytest.skip(MISSING)
        yield found


def ingest(newsledger: CommandLine, desk: str, url: str) -> tuple[int, str, str]:
    """A run as if it were the first of its process."""
    settings.cache_clear()
    return newsledger("ingest", desk, "--database", url)


def content(url: str) -> list[Content]:
    with open_existing(url) as ledger, read_views(ledger) as read:
        return hash_content(read)


def runs(url: str) -> list[tuple[object, ...]]:
    with open_existing(url) as ledger:
        return rows(ledger, "SELECT status, documents, loaded, unchanged FROM runs ORDER BY id")


@contextmanager
def meanwhile(happens: Callable[[], None]) -> Iterator[None]:
    """Something happens while the block lasts, and has happened when it is over."""
    problems: list[Exception] = []

    def run() -> None:
        try:
            happens()
        except Exception as error:  # noqa: BLE001 - it fails the test below
            problems.append(error)

    thread = Thread(target=run)
    thread.start()
    yield
    thread.join()
    assert problems == []


def wait_until_stored(ledger: Ledger, documents: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while stored(ledger) < documents:
        assert time.monotonic() < deadline
        time.sleep(0.005)


def stored(ledger: Ledger) -> int:
    """How many documents are."""
    found: int = rows(ledger, "SELECT count(*) FROM fetches")[0][0]
    return found


@contextmanager
def administrator(url: str) -> Iterator[Connection]:
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def one_sentence(err: str) -> bool:
    return err.startswith("newsledger: ") and err.count("\n") == 1 and "Traceback" not in err


def test_connections_that_are_cut_cost_nothing(
    server: Server, desk: str, undisturbed: list[Content], newsledger: CommandLine
) -> None:
    url = server.new_database()
    cut: list[object] = []

    def cut_all() -> None:
        with administrator(server.url) as connection, open_ledger(url) as ledger:
            for documents in (1, DOCUMENTS // 2, DOCUMENTS - BATCH):
                wait_until_stored(ledger, documents)
                ledger.engine.dispose()
                others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
                cut.extend(connection.scalars(text(others), {"name": make_url(url).database}))

    open_ledger(url).close()
    with meanwhile(cut_all):
        assert ingest(newsledger, desk, url)[0] == 0
    assert cut
    assert content(url) == undisturbed
    assert runs(url) == [("completed", DOCUMENTS, DOCUMENTS, 0)]


def test_a_server_that_is_restarted_in_mid_run_costs_nothing(
    own: OwnServer, desk: str, undisturbed: list[Content], newsledger: CommandLine
) -> None:
    def restart() -> None:
        with open_ledger(own.url) as ledger:
            wait_until_stored(ledger, DOCUMENTS // 3)
        own.stop()
        time.sleep(2)
        own.start()

    open_ledger(own.url).close()
    with meanwhile(restart):
        assert ingest(newsledger, desk, own.url)[0] == 0
    assert content(own.url) == undisturbed
    assert runs(own.url) == [("completed", DOCUMENTS, DOCUMENTS, 0)]


def test_a_server_that_goes_away_is_said_and_the_next_run_completes(
    own: OwnServer, desk: str, undisturbed: list[Content], newsledger: CommandLine
) -> None:
    def stop() -> None:
        with open_ledger(own.url) as ledger:
            wait_until_stored(ledger, DOCUMENTS // 3)
        own.stop()

    open_ledger(own.url).close()
    with meanwhile(stop):
        status, out, err = ingest(newsledger, desk, own.url)
    assert (status, out) == (2, "")
    assert one_sentence(err)
    assert "refused; see that PostgreSQL runs there" in err.replace("Connection ", "")
    own.start()
    assert ingest(newsledger, desk, own.url)[0] == 0
    assert content(own.url) == undisturbed
    assert runs(own.url)[1][:2] == ("completed", DOCUMENTS)


def test_a_full_disk_of_postgresql_loses_nothing(
    own: OwnServer, small_disk: Path, desk: str, undisturbed: list[Content], newsledger: CommandLine
) -> None:
    url = on_small_disk(own, small_disk)
    open_ledger(url).close()
    with open_existing(url) as ledger:
        stuff(ledger)
    resize(small_disk, FULL + ROOM)
    status, out, err = ingest(newsledger, desk, url)
    assert (status, out) == (2, "")
    assert one_sentence(err)
    assert "; free some space and run it again: what is stored stays" in err
    ((failed, before, *_),) = runs(url)
    assert failed == "failed"
    assert 0 < int(str(before)) < DOCUMENTS
    resize(small_disk, 60_000)
    assert ingest(newsledger, desk, url)[0] == 0
    assert content(url) == undisturbed
    assert runs(url)[1] == ("completed", DOCUMENTS, DOCUMENTS - int(str(before)), before)


def on_small_disk(own: OwnServer, disk: Path) -> str:
    """A database all of whose tables are there."""
    resize(disk, FULL)
    subprocess.run(["chown", own.user or "root", disk], check=True)
    for folder in disk.parents:
        folder.chmod(folder.stat().st_mode | 0o011)
    with administrator(own.url) as connection:
        connection.exec_driver_sql(f"CREATE TABLESPACE small LOCATION '{disk}'")
        connection.exec_driver_sql("CREATE DATABASE small TEMPLATE template0 TABLESPACE small")
    return str(make_url(own.url).set(database="small"))


def stuff(ledger: Ledger) -> None:
    """Fill the disk, by ever smaller pieces."""
    with ledger.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CREATE TABLE stuff (what text)")
        for pieces in (1_000, 10, 1):
            with pytest.raises(DBAPIError, match=r"No space left|wrote only"):
                put(connection, pieces)


def put(connection: Connection, pieces: int) -> None:
    while True:
        piece = "INSERT INTO stuff SELECT repeat(md5(random()::text), 60) FROM generate_series(1, %s)"
        connection.exec_driver_sql(piece, (pieces,))


@pytest.fixture
def holder(newsledger: CommandLine) -> Iterator[Holder]:
    """Who may lock the ledger."""
    open_ledger("sqlite:///newsledger.db").close()
    found = Holder(newsledger.folder / "newsledger.db")
    yield found
    found.kill()


def test_a_locked_file_is_waited_for(
    desk: str, undisturbed: list[Content], newsledger: CommandLine, holder: Holder
) -> None:
    url = "sqlite:///newsledger.db"
    held: list[int] = []

    def hold() -> None:
        with open_ledger(url) as ledger:
            wait_until_stored(ledger, DOCUMENTS // 3)
            holder.do("BEGIN IMMEDIATE")
            held.append(stored(ledger))
            time.sleep(3)
            held.append(stored(ledger))
            holder.do("ROLLBACK")

    with meanwhile(hold):
        assert ingest(newsledger, desk, url)[0] == 0
    assert held[0] == held[1] < DOCUMENTS
    assert content(url) == undisturbed
    assert runs(url) == [("completed", DOCUMENTS, DOCUMENTS, 0)]


def test_a_file_that_stays_locked_is_said_and_the_next_run_completes(
    desk: str, undisturbed: list[Content], newsledger: CommandLine, holder: Holder
) -> None:
    url = "sqlite:///newsledger.db"
    newsledger.monkeypatch.setattr("tasks.load.store.opening.BUSY_SECONDS", 1)  # else a minute, at each of four tries

    def hold() -> None:
        with open_ledger(url) as ledger:
            wait_until_stored(ledger, DOCUMENTS // 3)
            holder.do("BEGIN IMMEDIATE")

    with meanwhile(hold):
        status, out, err = ingest(newsledger, desk, url)
    holder.kill()
    assert (status, out) == (2, "")
    assert one_sentence(err)
    assert "database is locked; another program keeps it locked: run it again when that has ended" in err
    assert ingest(newsledger, desk, url)[0] == 0
    assert content(url) == undisturbed
    assert [status for status, *_ in runs(url)] == ["running", "completed"]


REFUSE = {
    "sqlite": "CREATE TRIGGER no_30 BEFORE INSERT ON revisions WHEN new.headline LIKE 'Strike 30%' BEGIN "
    "SELECT raise(ABORT, 'is not wanted'); END",
    "postgresql": "ALTER TABLE revisions ADD CONSTRAINT no_30 CHECK (headline NOT LIKE 'Strike 30%')",
}
TAKE = {"sqlite": "DROP TRIGGER no_30", "postgresql": "ALTER TABLE revisions DROP CONSTRAINT no_30"}


def test_a_row_that_the_database_refuses_waits_and_its_neighbours_are_loaded(
    database_url: str, desk: str, undisturbed: list[Content], newsledger: CommandLine
) -> None:
    dialect = make_url(database_url).get_backend_name()
    with open_ledger(database_url) as ledger, ledger.write() as connection:
        connection.execute(text(REFUSE[dialect]))
    status, out, _ = ingest(newsledger, desk, database_url)
    assert status == 1
    assert "30.txt: load: " in out
    assert runs(database_url) == [("completed", DOCUMENTS, DOCUMENTS - 1, 0)]
    with open_ledger(database_url) as ledger, ledger.write() as connection:
        connection.execute(text(TAKE[dialect]))
    assert newsledger("quarantine", "retry", "--database", database_url)[0] == 0
    assert content(database_url) == undisturbed
