"""Opening a ledger: a URL in, a database at the head of its migrations out."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from zoneinfo import ZoneInfo

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from schemas.errors import StoreError
from schemas.migrations import HEAD, stored_version, upgrade
from schemas.settings import settings
from schemas.tables import metadata

BUSY_SECONDS = 60  # how long a writer waits for its turn on SQLite
MIGRATION_LOCK = 0x6E6C  # any number that is ours, for PostgreSQL's advisory lock
EXAMPLES = "sqlite:///newsledger.db or postgresql://user:password@host/name"


@dataclass(frozen=True, slots=True)
class Ledger:
    """An open database, at the head of its migrations; safe to share between threads, not processes."""

    engine: Engine
    timezone: ZoneInfo  # whose days `published_on` counts

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes: committed at the end, rolled back on an error."""
        with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Lets go of every connection."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_ledger(url: str, timezone: ZoneInfo | None = None) -> Ledger:
    """The ledger at `url`, created or migrated if need be; several processes may open it at once.

    Args:
        url: sqlite:///PATH or postgresql://...
        timezone: whose days `published_on` counts; NEWSLEDGER_TIMEZONE if not given.

    Raises:
        StoreError: the URL is none of the two, the database cannot be reached, is something else's, or is
            newer than this code.
    """
    address = _address(url)
    shown = address.set(drivername=address.get_backend_name()).render_as_string(hide_password=True)
    engine = _engine(address)
    try:
        _bring_up(engine, shown)
    except DBAPIError as error:
        raise StoreError(f"cannot open the ledger {shown}: {_first_line(error)}") from error
    return Ledger(engine, timezone or ZoneInfo(settings().timezone))


def may_pass(error: object) -> bool:
    """Whether the same statement may succeed a little later: the connection broke, or the database was busy."""
    return isinstance(error, OperationalError)


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise StoreError(f"the database's URL cannot be read; it looks like {EXAMPLES}") from error
    match address.drivername:
        case "sqlite":
            return _sqlite_file(address)
        case "postgresql" | "postgres" | "postgresql+psycopg":
            return address.set(drivername="postgresql+psycopg")
        case other:
            raise StoreError(f"a ledger cannot be kept in {other!r}; its URL looks like {EXAMPLES}")


def _sqlite_file(address: URL) -> URL:
    if address.database in (None, "", ":memory:"):
        raise StoreError("a ledger is kept in a file; its URL looks like sqlite:///newsledger.db")
    folder = Path(str(address.database)).absolute().parent
    if not folder.is_dir():
        raise StoreError(f"{folder} does not exist; make it first, or name another place for the ledger")
    return address


def _engine(address: URL) -> Engine:
    if address.drivername != "sqlite":
        return create_engine(address, pool_pre_ping=True, connect_args={"connect_timeout": 10})
    engine = create_engine(address, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    assert isinstance(connection, sqlite3.Connection)  # noqa: S101 -- for the type checker
    connection.isolation_level = None  # transactions begin where we say, not where the driver guesses
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")  # in WAL mode a crash may lose the last commits, never the file


def _begin_sqlite(connection: Connection) -> None:
    """Writers queue at the door: a lock taken later in a transaction can fail where waiting would not help."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _bring_up(engine: Engine, shown: str) -> None:
    with engine.connect() as connection:
        version = stored_version(connection)
        if version is None:
            _refuse_others(connection, shown)
    if version is not None and version > HEAD:
        raise StoreError(f"{shown} was made by a later newsledger (schema {version}, this one knows {HEAD}); upgrade")
    if version != HEAD:
        _migrate(engine)


def _refuse_others(connection: Connection, shown: str) -> None:
    taken = {*metadata.tables, "flow_run"} & set(inspect(connection).get_table_names())
    if taken:
        raise StoreError(f"{shown} is another program's database: it has a table {min(taken)!r} that is not ours")


def _migrate(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        _use_wal(engine)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        if stored_version(connection) != HEAD:  # somebody may have been faster
            upgrade(connection)


def _use_wal(engine: Engine) -> None:
    """Readers beside a writer; the file remembers it. SQLite does not wait for this lock by itself."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            with engine.connect() as connection:
                connection.connection.cursor().execute("PRAGMA journal_mode = WAL")
            return
        except (OperationalError, sqlite3.OperationalError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().splitlines()[0]
