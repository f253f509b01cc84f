"""Databases for tests: a SQLite file, and a PostgreSQL server that the tests start and stop themselves."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

import schemas.migrations
from schemas.tables import metadata
from tasks.load.store import Ledger

GIVEN = "NEWSLEDGER_TEST_POSTGRES_URL"
UNPRIVILEGED = ("postgres", "nobody")  # PostgreSQL refuses to run as root
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=40")
KEEPING = ("synchronous_commit=on",)  # what was committed is there after a sudden end
MISSING = f"PostgreSQL was NOT tested: install Debian's package postgresql, or set {GIVEN}"
START_SECONDS = 30


@dataclass(frozen=True)
class Server:
    """A PostgreSQL server in which tests may make databases."""

    url: str
    prefix: str
    _numbers: Iterator[int] = field(default_factory=count)

    def new_database(self) -> str:
        """The URL of a new and empty database."""
        name = f"{self.prefix}_{next(self._numbers)}"
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def drop_databases(self) -> None:
        """Removes what `new_database` made."""
        for number in range(next(self._numbers)):
            self._execute(f'DROP DATABASE IF EXISTS "{self.prefix}_{number}" WITH (FORCE)')

    def _execute(self, statement: str) -> None:
        engine = create_engine(make_url(self.url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


@contextmanager
def postgresql_server(worker: str) -> Iterator[Server | None]:
    """The server that is given, else one of our own; None if there is neither.

    Args:
        worker: what sets this process's databases apart from those of its neighbours.
    """
    given = os.environ.get(GIVEN)
    if given:
        server = Server(given, f"newsledger_test_{worker}_{os.getpid()}")
        yield server
        server.drop_databases()
        return
    with own_server() as own:
        yield Server(own.url, "test") if own else None


def emptied(ledger: Ledger) -> None:
    """Takes every row out of a ledger on PostgreSQL, which is quicker than a database for each test."""
    with ledger.write() as connection:
        connection.execute(text(f"TRUNCATE {', '.join(metadata.tables)} RESTART IDENTITY CASCADE"))


def _programs() -> Path | None:
    """The folder of the newest PostgreSQL that Debian has installed, else of the one on the path."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: float(path.parts[-3]))
    found = str(versions[-1]) if versions else shutil.which("postgres")
    return Path(found).parent if found else None


class OwnServer:
    """A PostgreSQL server that can be stopped, which is sudden, and started again."""

    def __init__(self, programs: Path, folder: Path, options: Sequence[str] = ()) -> None:
        self._options = (*QUICK, *options)
        self.user, self._programs, self._folder, self._port = _unprivileged(), programs, folder, _free_port()
        if self.user:
            shutil.chown(folder, self.user, self.user)
        make = [str(programs / "initdb"), "-D", str(folder / "data"), "-U", "tests", "-A", "trust"]
        make += ["-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run(make, user=self.user, check=True, stdout=subprocess.DEVNULL)

    @property
    def url(self) -> str:
        return f"postgresql://tests@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        options = [*self._options, "listen_addresses=127.0.0.1", f"unix_socket_directories={self._folder}"]
        run = [str(self._programs / "postgres"), "-D", str(self._folder / "data"), "-p", str(self._port)]
        run += [word for option in options for word in ("-c", option)]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(run, user=self.user, stdout=log, stderr=log)
        _wait_for(self.url)

    def stop(self) -> None:
        self._process.send_signal(signal.SIGQUIT)  # at once: nothing in it is worth keeping
        self._process.wait()


@contextmanager
def own_server(options: Sequence[str] = ()) -> Iterator[OwnServer | None]:
    """A server of our own, with these settings; None if no PostgreSQL is installed."""
    programs = _programs()
    if programs is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="newsledger-postgresql-"))
    try:
        server = OwnServer(programs, folder, options)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


def _unprivileged() -> str | None:
    """Somebody else, if we are root."""
    if os.geteuid() != 0:
        return None
    known = {user.pw_name for user in pwd.getpwall()}
    return next(name for name in UNPRIVILEGED if name in known)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(url: str) -> None:
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            engine.connect().close()
        except OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            engine.dispose()
            return


def migrate(connection: Connection, revision: str) -> None:
    """As an earlier newsledger did."""
    config = Config()
    config.set_main_option("script_location", str(Path(schemas.migrations.__file__).parent))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
