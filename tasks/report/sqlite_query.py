"""A query on SQLite that can only read, and that ends.

Four walls, each enough for most attacks: the file is opened read-only, `query_only` is on, an authorizer lets
through nothing but reading, and the query runs beside a clock that stops it. Python's sqlite3 itself refuses a
second statement.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TypeVar
from urllib.parse import quote

from schemas.errors import InputError, StoreError
from tasks.report.answer import Answer, Limits, MissingNameError, Row, refused, too_slow
from tasks.report.printable import printable
from tasks.report.stopwatch import Stopwatch

READING = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE})
# What describes the schema; data_version is what full-text tables ask for when they are opened.
HARMLESS_PRAGMA = re.compile(
    r"data_version|foreign_key_list|index_x?info|index_list|table_x?info|table_list", re.IGNORECASE
)
FORBIDDEN_FUNCTIONS = frozenset({"edit", "fts3_tokenizer", "load_extension", "readfile", "writefile"})
LONGEST_VALUE = 64 * 1024 * 1024  # bytes; `zeroblob(1e9)` is not worth a gigabyte of memory
REFUSALS = ("not authorized", "authorization denied", "prohibited", "readonly", "may not be modified")
HEAP = 512 * 1024 * 1024  # bytes that SQLite may use in this process
ROWS_AT_ONCE, LARGE = (
    20,
    16_000_000,
)  # a row may hold whole articles; characters and bytes after which no more are taken
GRACE_SECONDS = 1.0  # for a stopped query to say so itself

Problem = sqlite3.Error | sqlite3.Warning | MemoryError
Result = TypeVar("Result")


@contextmanager
def ask(path: Path, sql: str, limits: Limits) -> Iterator[Answer]:
    """Runs one reading statement on the database file.

    Raises:
        InputError: the statement writes, is not one statement, is not valid, or takes too long.
        StoreError: the file cannot be opened.
    """
    connection = _open(path)
    timed = _Timed(connection, limits)
    cursor = timed.run(lambda: connection.execute(sql))
    if cursor.description is None:
        raise refused("the statement returns no rows")
    columns = tuple(column[0] for column in cursor.description)
    # Not closed after a query was stopped: closing would wait for it.
    with closing(connection):
        yield Answer(columns, _rows(cursor, timed))


def permit(action: int, first: str | None, second: str | None, _database: str | None, _trigger: str | None) -> int:
    """SQLite's authorizer: asked for every step that a statement would take, before it runs."""
    allowed = (
        action in READING
        or (action == sqlite3.SQLITE_FUNCTION and (second or "").lower() not in FORBIDDEN_FUNCTIONS)
        or (action == sqlite3.SQLITE_PRAGMA and HARMLESS_PRAGMA.fullmatch(first or ""))
        # SQLite's own bookkeeping when a table-valued function is first used; a user's is refused by SQLite.
        or (action == sqlite3.SQLITE_UPDATE and first == "sqlite_master")
    )
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


class _Timed:
    """Runs calls on a connection for as long as they may take together.

    In a thread, because some functions (`instr` and `replace` on long strings) hear no interrupt: then the thread
    is left behind, and ends with the process.
    """

    def __init__(self, connection: sqlite3.Connection, limits: Limits) -> None:
        self._connection, self._limits, self._stopwatch = connection, limits, Stopwatch(limits.seconds)

    def run(self, call: Callable[[], Result]) -> Result:
        results: SimpleQueue[Result | Problem] = SimpleQueue()

        def work() -> None:
            try:
                results.put(call())
            except (sqlite3.Error, sqlite3.Warning, MemoryError) as error:
                results.put(error)

        with self._stopwatch.running():
            Thread(target=work, daemon=True).start()
            result = self._wait(results)
        if isinstance(result, Problem):
            raise _explained(result, self._limits) from result
        return result

    def _wait(self, results: SimpleQueue[Result]) -> Result:
        try:
            return results.get(timeout=self._stopwatch.left)
        except Empty:
            self._connection.interrupt()
        try:
            return results.get(timeout=GRACE_SECONDS)
        except Empty:
            raise too_slow(self._limits) from None


def _open(path: Path) -> sqlite3.Connection:
    if not path.is_file():
        raise StoreError(f"there is no ledger at {path}; newsledger ingest makes one")
    try:
        connection = sqlite3.connect(
            f"file:{quote(str(path.resolve()))}?mode=ro", uri=True, check_same_thread=False, isolation_level=None
        )
        connection.execute("PRAGMA query_only = ON")
        connection.execute(f"PRAGMA hard_heap_limit = {HEAP}")
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.Error as error:
        raise StoreError(f"the ledger at {path} cannot be opened: {error}") from error
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.text_factory = lambda raw: raw.decode("utf-8", errors="replace")
    connection.set_authorizer(permit)
    return connection


def _rows(cursor: sqlite3.Cursor, timed: _Timed) -> Iterator[Row]:
    while rows := timed.run(lambda: _fetch(cursor)):
        yield from rows


def _fetch(cursor: sqlite3.Cursor) -> list[Row]:
    rows: list[Row] = []
    size = 0
    while len(rows) < ROWS_AT_ONCE and size < LARGE and (row := cursor.fetchone()):
        rows.append(row)
        size += sum(len(value) for value in row if isinstance(value, str | bytes))
    return rows


def _explained(error: Problem, limits: Limits) -> InputError:
    message = printable(str(error)) or "it needs more memory than there is"
    if message == "interrupted":
        return too_slow(limits)
    if found := re.fullmatch(r"no such table: (.+)", message):
        return MissingNameError(found[1])
    if "one statement" in message:
        return refused("one statement at a time")
    if any(word in message for word in REFUSALS):
        return refused("the statement would change data, attach a file, set an option or call what it must not")
    return InputError(f"the query is not valid: {message}")
