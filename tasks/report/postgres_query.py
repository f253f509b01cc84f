"""A query on PostgreSQL that can only read, and that ends.

The walls: a read-only transaction with a statement timeout; the statement runs as a cursor through the extended
protocol, so PostgreSQL itself takes one single SELECT, VALUES, TABLE or WITH and nothing else; a superuser steps
down to `pg_read_all_data` first; and functions that reach past the tables (files, settings, locks, other
servers, SQL in a string) are refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import errors

from schemas.errors import InputError, StoreError
from tasks.report.answer import Answer, Limits, MissingNameError, Row, refused, too_slow
from tasks.report.printable import printable
from tasks.report.sql_words import words
from tasks.report.stopwatch import Stopwatch

# Functions named pg_* are refused when called, but for these, which only describe what is there.
HARMLESS_PG_FUNCTIONS = frozenset(
    {
        "pg_column_size",
        "pg_database_size",
        "pg_get_constraintdef",
        "pg_get_indexdef",
        "pg_get_viewdef",
        "pg_indexes_size",
        "pg_input_is_valid",
        "pg_relation_size",
        "pg_size_bytes",
        "pg_size_pretty",
        "pg_table_size",
        "pg_total_relation_size",
        "pg_typeof",
    }
)
# Relations that show files or secrets of the server.
FORBIDDEN_NAMES = frozenset(
    {"pg_authid", "pg_file_settings", "pg_hba_file_rules", "pg_ident_file_mappings", "pg_largeobject", "pg_shadow"}
)
FORBIDDEN_FUNCTION = re.compile(
    r"""set_config | nextval | setval | ts_stat | ts_rewrite | loread | lowrite | lo_.+
      | dblink.* | crosstab.* | connectby | xpath_table | postgres_fdw_.+ | binary_upgrade_.+
      | (?:query|table|schema|database|cursor)_to_xml.*""",
    re.VERBOSE,
)
QUERIES = ("SELECT", "WITH", "VALUES", "TABLE")  # all that can be read through a cursor
READER_ROLE = "pg_read_all_data"
ROLE_SINCE = 140000  # PostgreSQL 14
ROWS_AT_ONCE = 100  # a row may hold whole articles
LARGE, TOO_LARGE = 64_000_000, 512_000_000  # characters and bytes in so many rows
# A function that is not PostgreSQL's own and does more than compute: of an extension, or the owner's.
DOES_MORE = """\
SELECT proname FROM pg_catalog.pg_proc
WHERE proname = ANY(%s) AND provolatile = 'v' AND pronamespace <> 'pg_catalog'::regnamespace LIMIT 1"""


@contextmanager
def ask(conninfo: str, sql: str, limits: Limits) -> Iterator[Answer]:
    """Runs one reading statement on the database that `conninfo` (a libpq URI) names.

    Raises:
        InputError: the statement writes, is not one statement, is not valid, or takes too long.
        StoreError: the database cannot be reached.
    """
    called = check(sql)
    with _connect(conninfo) as connection:
        yield _answer(connection, sql, called, limits)


def check(sql: str) -> list[str]:
    """The functions that a statement calls.

    Raises:
        InputError: it is no query, or calls what it must not.
    """
    named = list(words(sql))
    first = named[0][0].upper() if named else "nothing"
    if first not in QUERIES:
        raise refused(f"a statement is a {', '.join(QUERIES)} here, not {first}")
    for name, called in named:
        if called and name.startswith("pg_") and name not in HARMLESS_PG_FUNCTIONS:
            raise refused(f"{name} is not among the functions it calls")
        if name in FORBIDDEN_NAMES or FORBIDDEN_FUNCTION.fullmatch(name):
            raise refused(f"{name} is not for it")
    return [name for name, is_called in named if is_called]


def _connect(conninfo: str) -> psycopg.Connection[Row]:
    try:
        connection = psycopg.connect(conninfo, connect_timeout=10, client_encoding="utf8")
    except psycopg.Error as error:
        raise StoreError(f"the database cannot be reached: {_first_line(error)}") from error
    connection.read_only = True
    return connection


def _answer(connection: psycopg.Connection[Row], sql: str, called: list[str], limits: Limits) -> Answer:
    stopwatch = Stopwatch(limits.seconds)
    with _explaining(limits), stopwatch.running():
        _settle(connection, limits)
        more = connection.execute(DOES_MORE, (called,)).fetchone()
        if more:
            raise refused(f"{more[0]} is not PostgreSQL's own, and may do more than compute")
        # prepare: only the extended protocol refuses a second statement
        connection.execute(f"DECLARE answer NO SCROLL CURSOR FOR {sql}".encode(), prepare=True)
        cursor = connection.execute("FETCH 0 FROM answer")
        columns = tuple(column.name for column in cursor.description or ())
        first, size = _fetch(connection, ROWS_AT_ONCE)
    return Answer(columns, _rows(connection, first, size, stopwatch, limits))


def _settle(connection: psycopg.Connection[Row], limits: Limits) -> None:
    """Limits, plain strings, plans for many rows, and no more rights than reading needs, until the transaction ends."""
    milliseconds = max(1, int(limits.seconds * 1000))
    for name, value in (
        ("statement_timeout", str(milliseconds)),
        ("lock_timeout", str(milliseconds)),
        ("standard_conforming_strings", "on"),
        ("timezone", "UTC"),
        ("max_parallel_workers_per_gather", "0"),
        ("cursor_tuple_fraction", "1"),  # all rows are read, as a rule: plan for the last, not for the first
        ("work_mem", "32MB"),  # what groups a month of names stays in memory
    ):
        connection.execute("SELECT set_config(%s, %s, true)", (name, value))
    if connection.info.server_version >= ROLE_SINCE and connection.info.parameter_status("is_superuser") == "on":
        connection.execute(f"SET LOCAL ROLE {READER_ROLE}")


def _rows(
    connection: psycopg.Connection[Row], first: list[Row], size: int, stopwatch: Stopwatch, limits: Limits
) -> Iterator[Row]:
    rows = first
    while rows:
        yield from rows
        if not stopwatch.left:
            raise too_slow(limits)
        with _explaining(limits), stopwatch.running():
            rows, size = _fetch(connection, 1 if size > LARGE else ROWS_AT_ONCE)


def _fetch(connection: psycopg.Connection[Row], count: int) -> tuple[list[Row], int]:
    """The next rows, and how much is in them; they come one by one, so that there is an end to what is held."""
    rows: list[Row] = []
    size = 0
    for row in connection.cursor().stream(f"FETCH {count} FROM answer"):
        rows.append(row)
        size += sum(len(value) for value in row if isinstance(value, str | bytes))
        if size > TOO_LARGE:
            raise refused("the rows are too large: ask for fewer columns, or for a part of each value")
    return rows, size


@contextmanager
def _explaining(limits: Limits) -> Iterator[None]:
    """Turns PostgreSQL's errors into sentences."""
    try:
        yield
    except (errors.QueryCanceled, errors.LockNotAvailable) as error:
        raise too_slow(limits) from error
    except errors.UndefinedTable as error:
        found = re.search(r'relation "(.+?)" does not exist', str(error))
        if found is None:
            raise InputError(f"the query is not valid: {_first_line(error)}") from error
        raise MissingNameError(found[1]) from error
    except (errors.ReadOnlySqlTransaction, errors.InsufficientPrivilege, errors.FeatureNotSupported) as error:
        raise refused(_first_line(error)) from error
    except errors.SyntaxError as error:
        raise _not_a_query(error) from error
    except psycopg.Error as error:
        raise InputError(f"the query is not valid: {_first_line(error)}") from error


def _not_a_query(error: errors.SyntaxError) -> InputError:
    message = _first_line(error)
    if "multiple commands" in message:
        return refused("one statement at a time")
    return InputError(f"the query is not a valid SELECT: {message}")


def _first_line(error: psycopg.Error) -> str:
    return printable(str(error).strip().partition("\n")[0])  # it may quote what an article says
