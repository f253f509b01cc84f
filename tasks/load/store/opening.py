"""Opening a ledger: a URL in, a database at the head of its migrations out."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, select, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from schemas.errors import StoreError
from schemas.migrations import HEAD, stored_version, upgrade
from schemas.settings import settings
from schemas.tables import metadata, runs
from tasks.load.store.advice import ELSEWHERE, explained
from tasks.load.store.ledger import Ledger, in_one_sentence, is_busy, shown

BUSY_SECONDS = 60  # how long a writer waits for its turn on SQLite
CONNECT_SECONDS = 10
MIGRATION_LOCK = 0x6E6C  # any number that is ours, for PostgreSQL's advisory lock
EXAMPLES = "sqlite:///newsledger.db or postgresql://user:password@host/name"


def open_ledger(url: str, timezone: ZoneInfo | None = None) -> Ledger:
    """The ledger at `url`, created or migrated if need be; several processes may open it at once.

    Args:
        url: sqlite:///PATH or postgresql://...
        timezone: whose days `published_on` counts; NEWSLEDGER_TIMEZONE if not given.

    Raises:
        StoreError: the URL is none of the two, the database cannot be reached, is something else's, or is
            newer than this code.
    """
    engine = _engine(_address(url))
    with in_one_sentence("open", engine.url):
        _make_ready(engine, _stored_version(engine))
    return Ledger(engine, timezone or ZoneInfo(settings().timezone))


def open_existing(url: str) -> Ledger:
    """The ledger at `url`, to be read; nothing is made or migrated.

    Raises:
        StoreError: as `open_ledger`, and if there is no ledger, or one that is older than this code.
    """
    engine, version = _existing(url)
    if version != HEAD:
        earlier = f"was made by an earlier newsledger (schema {version}, this one reads {HEAD})"
        raise StoreError(f"{shown(engine.url)} {earlier}; newsledger migrate brings it up")
    return Ledger(engine, ZoneInfo(settings().timezone))


def refuse_filled(ledger: Ledger) -> None:
    """Nothing, if the ledger is empty.

    Raises:
        StoreError: something was loaded into it, or was begun to be.
    """
    with ledger.read() as connection:
        if connection.execute(select(runs.c.id).limit(1)).first():
            raise StoreError(f"{ledger.location} is not empty: name a new database, or remove that one")


def migrate_ledger(url: str) -> tuple[str, str]:
    """Brings the ledger at `url` to the schema of this code; returns which it had, and which it has.

    Raises:
        StoreError: as `open_ledger`, and if there is no ledger.
    """
    engine, version = _existing(url)
    with in_one_sentence("open", engine.url):
        _make_ready(engine, version)
    engine.dispose()
    return version, HEAD


def _existing(url: str) -> tuple[Engine, str]:
    """An engine, and the schema of what is there."""
    address = _address(url)
    file = address.database if address.drivername == "sqlite" else None
    nothing = f"there is no ledger at {file or shown(address)}; newsledger ingest makes one"
    if file and not Path(file).is_file():
        raise StoreError(nothing)
    engine = _engine(address)
    with in_one_sentence("open", address):
        version = _stored_version(engine)
    if version is None:
        raise StoreError(nothing)
    return engine, version


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise StoreError(f"the database's URL cannot be read; it looks like {EXAMPLES}") from error
    match address.drivername:
        case "sqlite":
            return _sqlite_file(address)
        case "postgresql" | "postgres" | "postgresql+psycopg":
            if "@" in f"{address.host}{address.database}":  # what stands before it would be shown, and may be secret
                raise StoreError('the database\'s URL has more than one "@": write those of the password as %40')
            return address.set(drivername="postgresql+psycopg")
        case other:
            raise StoreError(f"a ledger cannot be kept in {other!r}; its URL looks like {EXAMPLES}")


def _sqlite_file(address: URL) -> URL:
    if address.database in (None, "", ":memory:"):
        raise StoreError("a ledger is kept in a file; its URL looks like sqlite:///newsledger.db")
    path = Path(str(address.database)).absolute()
    if path.is_dir():
        raise StoreError(f"{address.database} is a folder, and a ledger is a file: {ELSEWHERE}")
    folder = path.parent
    if not folder.is_dir():
        raise StoreError(f"{folder} does not exist; make it first, or name another place for the ledger")
    return address


def _engine(address: URL) -> Engine:
    if address.drivername != "sqlite":
        return create_engine(
            address, pool_pre_ping=True, hide_parameters=True, connect_args={"connect_timeout": CONNECT_SECONDS}
        )
    engine = create_engine(address, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS})
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


def _stored_version(engine: Engine) -> str | None:
    """The schema that a database has; None if it has nothing of ours, and nothing of anybody else's."""
    with engine.connect() as connection:
        version = stored_version(connection)
        if version is None:
            _refuse_others(connection)
    if version is not None and version > HEAD:
        later = f"was made by a later newsledger (schema {version}, this one knows {HEAD})"
        raise StoreError(f"{shown(engine.url)} {later}; upgrade")
    return version


def _refuse_others(connection: Connection) -> None:
    taken = {*metadata.tables, "flow_run"} & set(inspect(connection).get_table_names())
    if taken:
        address = shown(connection.engine.url)
        raise StoreError(f"{address} is another program's database: it has a table {min(taken)!r} that is not ours")


def _make_ready(engine: Engine, version: str | None) -> None:
    """For writing. `version` is the schema that the database has."""
    if engine.dialect.name == "sqlite":
        _use_wal(engine)
    if version != HEAD:
        _migrate(engine)


def _migrate(engine: Engine) -> None:
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        if stored_version(connection) != HEAD:  # somebody may have been faster
            upgrade(connection)


def _use_wal(engine: Engine) -> None:
    """Readers beside a writer. The file remembers it, a copy by VACUUM INTO or `.dump` does not.

    SQLite does not wait for this lock by itself; where there is nothing to change, it needs none.
    """
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            with engine.connect() as connection:
                connection.connection.cursor().execute("PRAGMA journal_mode = WAL")
            return
        except (OperationalError, sqlite3.OperationalError) as error:
            problem = getattr(error, "orig", error)
            if not is_busy(problem) or time.monotonic() > deadline:
                raise StoreError(f"cannot open the ledger {shown(engine.url)}: {explained(problem)}") from error
            time.sleep(0.05)
