"""An open ledger: transactions, and one sentence for whatever the database cannot do."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from types import TracebackType
from typing import ParamSpec, Self, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import URL, Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from schemas.errors import StoreError
from tasks.load.store.advice import POSTGRESQL_DISK_FULL, explained

SQLITE_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
PAUSES = (1.0, 5.0, 20.0)  # seconds between one try and the next

Given = ParamSpec("Given")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Ledger:
    """An open database, at the head of its migrations; safe to share between threads, not processes."""

    engine: Engine
    timezone: ZoneInfo  # whose days `published_on` counts

    @property
    def location(self) -> str:
        """Where it is, as it may be shown."""
        return shown(self.engine.url)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads.

        Raises:
            StoreError: the database failed; what it said is the cause.
        """
        with in_one_sentence("read", self.engine.url), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes: committed at the end, rolled back on an error.

        Raises:
            StoreError: the database failed; what it said is the cause.
        """
        with (
            in_one_sentence("write", self.engine.url),
            self.engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
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


def shown(address: URL) -> str:
    """A database's URL without what may be secret: the password, which may also stand among the parameters."""
    plain = address.set(drivername=address.get_backend_name(), query={})
    return plain.render_as_string(hide_password=True)


@contextmanager
def in_one_sentence(doing: str, address: URL) -> Iterator[None]:
    """Raises StoreError from whatever the database refuses: "cannot open the ledger ...: disk full"."""
    try:
        yield
    except DBAPIError as error:
        first = _first(error)
        raise StoreError(f"cannot {doing} the ledger {shown(address)}: {explained(first.orig)}") from first


def may_pass(error: object) -> bool:
    """Whether the same may succeed a little later: the connection broke, or the database was busy.

    A full disk does not pass by itself.
    """
    cause = error.__cause__ if isinstance(error, StoreError) else error
    if not isinstance(cause, OperationalError):
        return False
    if isinstance(cause.orig, sqlite3.Error):
        return is_busy(cause.orig)
    return getattr(cause.orig, "sqlstate", None) != POSTGRESQL_DISK_FULL


def tried_again(call: Callable[Given, Result]) -> Callable[Given, Result]:
    """Makes of a call that may be repeated one that is, as long as what went wrong may pass by itself.

    For what has to work outside Prefect's tasks, which are tried again by Prefect.
    """

    @wraps(call)
    def patient(*args: Given.args, **named: Given.kwargs) -> Result:
        for pause in PAUSES:
            try:
                return call(*args, **named)
            except StoreError as error:
                if not may_pass(error):
                    raise
            time.sleep(pause)
        return call(*args, **named)

    return patient


def is_busy(error: object) -> bool:
    """Whether SQLite says that others are at the database."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF in SQLITE_BUSY  # the other bits say what exactly they do


def _first(error: DBAPIError) -> DBAPIError:
    """What began it: when SQLite has given up a whole transaction, rolling back a part of it fails too."""
    first, earlier = error, error.__context__
    while earlier:
        if isinstance(earlier, OperationalError):
            first = earlier
        earlier = earlier.__context__
    return first
