"""Each of SQLite's walls stands without the others."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from schemas.errors import StoreError
from tasks.report.answer import Limits
from tasks.report.sqlite_query import _open, ask, permit


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a b%20c#d?.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("CREATE TABLE t (a); INSERT INTO t VALUES (1), (CAST(x'ff41' AS TEXT));")
    return path


def test_the_file_is_opened_read_only(path: Path) -> None:
    with closing(_open(path)) as connection:
        connection.set_authorizer(None)
        connection.execute("PRAGMA query_only = OFF")
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection.execute("DELETE FROM t")


def test_nothing_can_be_attached(path: Path, tmp_path: Path) -> None:
    with closing(_open(path)) as connection:
        connection.set_authorizer(None)
        with pytest.raises(sqlite3.OperationalError, match="too many attached"):
            connection.execute("ATTACH ? AS loot", [str(tmp_path / "loot.db")])
    assert not (tmp_path / "loot.db").exists()


def test_the_authorizer_alone_keeps_from_writing(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.set_authorizer(permit)
        for sql in ("DELETE FROM t", "CREATE TABLE u (a)", "PRAGMA user_version = 3", "ATTACH ':memory:' AS m"):
            with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
                connection.execute(sql)
        assert connection.execute("SELECT count(*) FROM t").fetchone() == (2,)


def test_schema_can_be_looked_at_and_table_functions_work(path: Path) -> None:
    for sql in ("PRAGMA table_info(t)", "SELECT * FROM pragma_table_xinfo('t')", "SELECT * FROM json_each('[1]')"):
        with ask(path, sql, Limits()) as answer:
            assert len(list(answer.rows)) == 1


def test_text_that_is_not_utf8_is_shown(path: Path) -> None:
    with ask(path, "SELECT a FROM t", Limits()) as answer:
        assert list(answer.rows) == [(1,), ("\ufffdA",)]


def test_what_is_no_ledger_is_said(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("not a database, and long enough to be looked at" * 10)
    for name, said in (("none.db", "there is no ledger"), ("text.db", "cannot be opened")):
        with pytest.raises(StoreError, match=said), ask(tmp_path / name, "SELECT 1", Limits()):
            pass
