"""A reader reads the views, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from schemas.errors import InputError, StoreError
from schemas.migrations import upgrade
from schemas.tables import metadata
from schemas.views import VIEWS
from tasks.load.store import Ledger, make_reader, open_existing, open_ledger
from tests.databases import Server
from tests.load.making import document, load_run, rows, some_tags

Ask = Callable[[str], object]


@pytest.fixture
def ledger(server: Server) -> Iterator[Ledger]:
    """A ledger on PostgreSQL, in a database of its own."""
    with open_ledger(server.new_database()) as opened:
        load_run(opened, [[document(0, "Ferries stop.", headline="Strike"), document(1, "Storm")]], some_tags)
        yield opened


@pytest.fixture
def role(ledger: Ledger) -> Iterator[str]:
    """A name that no role has; who has it in the end is gone after the test."""
    name = f'report"er %{uuid4().hex[:8]}'
    yield name
    quoted = name.replace('"', '""')
    with ledger.write() as connection:
        if connection.scalar(text("SELECT true FROM pg_roles WHERE rolname = :name"), {"name": name}):
            for statement in (f'DROP OWNED BY "{quoted}"', f'DROP ROLE "{quoted}"'):
                connection.exec_driver_sql(statement, execution_options={"no_parameters": True})


def url_of(ledger: Ledger, role: str) -> str:
    return ledger.engine.url.set(username=role, password=None).render_as_string(hide_password=False)


@contextmanager
def reading(ledger: Ledger, role: str) -> Iterator[Ask]:
    """Asks as the reader, each time in a transaction that may write if its rights let it."""
    engine = create_engine(make_url(url_of(ledger, role)))

    def ask(sql: str) -> object:
        with engine.begin() as connection:
            connection.exec_driver_sql("SET TRANSACTION READ WRITE")
            result = connection.exec_driver_sql(sql)
            return result.all() if result.returns_rows else None

    yield ask
    engine.dispose()


@pytest.mark.full
def test_a_reader_reads_every_view_and_no_table(ledger: Ledger, role: str) -> None:
    make_reader(ledger, role)
    with reading(ledger, role) as ask:
        for view in VIEWS:
            ask(f"SELECT * FROM {view.name}")
        for table in (*metadata.tables, "revision_words"):
            with pytest.raises(DBAPIError, match="permission denied"):
                ask(f"SELECT 1 FROM {table}")


@pytest.mark.full
@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO sources (name, created_at) VALUES ('x', now())",
        "UPDATE v_quotes SET text = 'x'",
        "DELETE FROM v_articles",
        "DELETE FROM newsledger_version",
        "TRUNCATE articles",
        "CREATE TABLE loot (a text)",
        "CREATE TEMP TABLE loot (a text)",
        "CREATE VIEW loot AS SELECT 1",
        "CREATE SCHEMA loot",
        "CREATE FUNCTION loot() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE ROLE loot",
        "DROP VIEW v_articles",
        "ALTER TABLE articles ADD COLUMN loot text",
        "SELECT pg_read_file('/etc/passwd')",
        "COPY (SELECT 1) TO PROGRAM 'cat'",
        "SELECT nextval('articles_id_seq')",
    ],
)
def test_a_reader_can_do_nothing_else(ledger: Ledger, role: str, sql: str) -> None:
    make_reader(ledger, role)
    with reading(ledger, role) as ask, pytest.raises(DBAPIError, match=r"denied|must be|cannot|permission"):
        ask(sql)


@pytest.mark.full
def test_a_reader_cannot_take_for_ever(ledger: Ledger, role: str) -> None:
    make_reader(ledger, role)
    with reading(ledger, role) as ask:
        assert ask("SHOW statement_timeout") == [("1min",)]
        assert ask("SHOW default_transaction_read_only") == [("on",)]


@pytest.mark.full
def test_again_it_is_as_it_was_and_what_was_given_besides_is_gone(ledger: Ledger, role: str) -> None:
    make_reader(ledger, role)
    quoted = role.replace('"', '""')
    with ledger.write() as connection:
        for grant in ("GRANT ALL ON articles", "GRANT INSERT ON v_quotes"):
            connection.exec_driver_sql(f'{grant} TO "{quoted}"', execution_options={"no_parameters": True})
    make_reader(ledger, role)
    with reading(ledger, role) as ask:
        assert ask("SELECT count(*) FROM v_articles") == [(2,)]
        with pytest.raises(DBAPIError, match="permission denied"):
            ask("SELECT 1 FROM articles")


@pytest.mark.full
def test_a_reader_reads_on_after_a_migration(ledger: Ledger, role: str) -> None:
    make_reader(ledger, role)
    with ledger.write() as connection:
        upgrade(connection)  # which makes the views anew
    with reading(ledger, role) as ask:
        for view in VIEWS:
            ask(f"SELECT count(*) FROM {view.name}")


@pytest.mark.full
def test_the_commands_that_read_work_for_a_reader(ledger: Ledger, role: str) -> None:
    from tasks.report.export_store import read_views
    from tasks.report.io import run_query
    from tasks.report.search_store import Window, search
    from tasks.report.wanted import read

    make_reader(ledger, role)
    with open_existing(url_of(ledger, role)) as opened:
        with run_query(opened, "SELECT count(*) FROM v_articles") as answer:
            assert list(answer.rows) == [(2,)]
        with search(opened, read("ferries"), Window(topic="strike")) as hits:
            assert [each.headline for each in hits.articles] == ["Strike"]
        with read_views(opened) as reading_of:
            assert [len(portion) for portion in reading_of(VIEWS[0])] == [2]


@pytest.mark.full
def test_a_role_that_could_do_more_is_refused(ledger: Ledger) -> None:
    with pytest.raises(StoreError, match=r"tests could use .*: take from it what it owns"):
        make_reader(ledger, "tests")


@pytest.mark.full
def test_who_may_not_make_roles_is_told_who_may(ledger: Ledger, role: str) -> None:
    make_reader(ledger, role)
    with (
        open_existing(url_of(ledger, role)) as opened,
        pytest.raises(StoreError, match="may not make and change roles"),
    ):
        make_reader(opened, "another")


@pytest.mark.full
@pytest.mark.parametrize("name", ["", "x" * 64, "pg_reader", "a\0b", "a\nb"])
def test_a_name_that_is_none_is_refused(ledger: Ledger, name: str) -> None:
    with pytest.raises(InputError, match="cannot be a role's name"):
        make_reader(ledger, name)
    assert rows(ledger, "SELECT count(*) FROM pg_roles WHERE rolname = 'pg_reader'") == [(0,)]


def test_sqlite_has_no_users(tmp_path: object) -> None:
    with (
        open_ledger(f"sqlite:///{tmp_path}/ledger.db") as ledger,
        pytest.raises(InputError, match="SQLite has no users"),
    ):
        make_reader(ledger, "reporter")
