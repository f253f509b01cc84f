"""What a database says, and what to do about it."""

from __future__ import annotations

import sqlite3

import pytest
from psycopg import errors

from tasks.load.store.advice import FULL, REACH, explained


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (errors.DiskFull("could not extend file\nHINT: free some space"), f"could not extend file; {FULL}"),
        (errors.ConnectionFailure("gone"), f"gone; {REACH}"),
        (errors.OperationalError("connection refused"), f"connection refused; {REACH}"),
        (errors.UndefinedTable("no such table"), "no such table"),
        (errors.DeadlockDetected("deadlock detected"), "deadlock detected"),
    ],
)
def test_the_first_line_and_the_way_out(error: Exception, said: str) -> None:
    assert explained(error) == said


def test_what_sqlite_says_is_known_by_its_number() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA query_only = ON")
    with pytest.raises(sqlite3.OperationalError) as caught:
        connection.execute("CREATE TABLE x (y)")
    assert explained(caught.value).startswith("attempt to write a readonly database; let this user write the file")
    with pytest.raises(sqlite3.OperationalError) as caught:
        connection.execute("SELECT * FROM nowhere")
    assert explained(caught.value) == "no such table: nowhere"
