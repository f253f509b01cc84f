"""Opening a ledger: what is made, what is refused, and with which words."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

import schemas.migrations
from schemas.errors import StoreError
from schemas.migrations import HEAD, VERSION_TABLE
from schemas.tables import metadata
from schemas.views import VIEWS
from tasks.load.store import Ledger, migrate_ledger, open_existing, open_ledger
from tests.databases import migrate

RUN = "id, flow, code_version, config_hash, status, started_at"
LONG_AGO = "'2026-01-01 00:00:00+00:00'"


def is_the_codes(_: object, name: str | None, *__: object) -> bool:
    """All but what a search looks into: it is another thing on each database, and migrations alone make it."""
    return not (name or "").startswith("revision_words")


def test_migrations_lead_to_the_tables_of_the_code(empty_url: str) -> None:
    with open_ledger(empty_url) as ledger, ledger.read() as connection:
        options = {
            "version_table": VERSION_TABLE,
            "compare_type": True,
            "compare_server_default": True,
            "include_object": is_the_codes,
        }
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_migrations_make_the_same_checks_as_the_code(empty_url: str, tmp_path: Path) -> None:
    if not empty_url.startswith("sqlite"):
        pytest.skip("SQLite keeps the text of a table's definition; one comparison is enough")
    engine = create_engine(f"sqlite:///{tmp_path / 'models.db'}")
    metadata.create_all(engine)
    checks = text("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql LIKE '%CHECK%'")
    with open_ledger(empty_url) as ledger, ledger.read() as connection, engine.connect() as models:
        made = _checks(connection.execute(checks).all())
        assert made == _checks(models.execute(checks).all())
        assert len(made) > len(metadata.tables) / 2  # a pattern that finds nothing would agree with itself


CHECK = re.compile(r"CONSTRAINT (\w+) CHECK (\((?:[^()]|\([^()]*\))*\))")  # a later migration adds no line of its own


def _checks(tables: object) -> set[tuple[str, str, str]]:
    found = ((name, sql) for name, sql in tables)  # type: ignore[attr-defined]
    return {(name, *check) for name, sql in found for check in CHECK.findall(sql)}


def test_head_is_the_last_migration() -> None:
    assert ScriptDirectory(str(Path(schemas.migrations.__file__).parent)).get_current_head() == HEAD


def test_a_ledger_of_the_first_schema_is_brought_up_with_what_waits_in_it(empty_url: str) -> None:
    engine = create_engine(empty_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        migrate(connection, "0001")
        connection.execute(text(f"INSERT INTO sources VALUES (1, 'a', {LONG_AGO})"))
        connection.execute(text(f"INSERT INTO runs ({RUN}) VALUES (1, 'ingest', '', '', 'running', {LONG_AGO})"))
        connection.execute(
            text(f"INSERT INTO raw_documents VALUES (1, '', 0, '', '', 0, NULL, NULL, NULL, {LONG_AGO})")
        )
        for number, stage in enumerate(("clean", "tag")):
            waits = f"({number}, 1, 1, '{stage}', 'file:///a', 'x', 1, 'bad', 3, {LONG_AGO}, NULL)"
            connection.execute(text(f"INSERT INTO quarantine VALUES {waits}"))
    engine.dispose()
    with open_ledger(empty_url) as ledger, ledger.read() as connection:
        kept = connection.execute(
            text("SELECT stage, attempts, alive_at FROM quarantine JOIN runs ON runs.id = run_id")
        )
        assert [tuple(row) for row in kept] == [("tag", 3, None)]


def test_a_ledger_is_brought_up_without_a_run(empty_url: str) -> None:
    engine = create_engine(empty_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        migrate(connection, "0001")
    engine.dispose()
    assert migrate_ledger(empty_url) == ("0001", HEAD)
    assert migrate_ledger(empty_url) == (HEAD, HEAD)
    with open_existing(empty_url) as ledger, ledger.read() as connection:
        assert connection.scalar(text("SELECT count(*) FROM runs")) == 0
        assert connection.scalar(text("SELECT count(*) FROM v_articles")) == 0


def test_every_view_has_the_columns_that_are_documented(ledger: Ledger) -> None:
    with ledger.read() as connection:
        for view in VIEWS:
            columns = connection.execute(text(f"SELECT * FROM {view.name}")).keys()
            assert list(columns) == list(view.columns), view.name


def test_opening_again_does_not_load_alembic(database_url: str) -> None:
    code = (
        "import sys; from tasks.load.store import open_ledger; open_ledger(sys.argv[1]); "
        "sys.exit('alembic' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, database_url], check=True)


def test_several_processes_may_open_a_new_ledger_at_once(empty_url: str) -> None:
    code = "import sys; from tasks.load.store import open_ledger; open_ledger(sys.argv[1])"
    processes = [
        subprocess.Popen([sys.executable, "-c", code, empty_url], stderr=subprocess.PIPE, text=True) for _ in range(3)
    ]
    errors = [process.communicate()[1] for process in processes]
    assert [process.returncode for process in processes] == [0] * 3, errors
    with open_ledger(empty_url) as ledger, ledger.read() as connection:
        assert connection.scalars(text(f"SELECT version_num FROM {VERSION_TABLE}")).all() == [HEAD]


def test_a_ledger_of_a_later_version_is_refused(empty_url: str) -> None:
    with open_ledger(empty_url) as ledger, ledger.write() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    with pytest.raises(StoreError, match=r"was made by a later newsledger \(schema 9999"):
        open_ledger(empty_url)


def test_the_database_of_another_program_is_refused(empty_url: str) -> None:
    engine = create_engine(empty_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE flow_run (id INTEGER)"))
    engine.dispose()
    for opening in (open_ledger, open_existing, migrate_ledger):
        with pytest.raises(StoreError, match="another program's database: it has a table 'flow_run'"):
            opening(empty_url)


def test_reading_makes_no_ledger(empty_url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"there is no ledger at .*; newsledger ingest makes one"):
        open_existing(empty_url)
    with pytest.raises(StoreError, match="there is no ledger at"):
        migrate_ledger(empty_url)
    assert list(tmp_path.iterdir()) == []
    engine = create_engine(empty_url.replace("postgresql:", "postgresql+psycopg:"))
    engine.connect().close()  # on SQLite an empty file from here on
    (tmp_path / "ledger.db").touch()
    with pytest.raises(StoreError, match="there is no ledger at"):
        open_existing(empty_url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_reading_brings_up_no_ledger_of_an_earlier_version(empty_url: str) -> None:
    with open_ledger(empty_url) as ledger, ledger.write() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '0000'"))
    with pytest.raises(StoreError, match=r"an earlier newsledger \(schema 0000, .*; newsledger migrate brings it up"):
        open_existing(empty_url)


def test_a_ledger_can_be_opened_to_be_read(database_url: str) -> None:
    with open_existing(database_url) as ledger, ledger.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM articles")).scalar() == 0


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "the database's URL cannot be read"),
        ("newsledger.db", "the database's URL cannot be read"),
        ("mysql://host/name", "a ledger cannot be kept in 'mysql'"),
        ("postgresql://user:pass@word@host/name", 'more than one "@": write those of the password as %40'),
        ("postgresql://user:pass@wo/rd@host/name", 'more than one "@": write those of the password as %40'),
        ("sqlite://", "a ledger is kept in a file"),
        ("sqlite:///:memory:", "a ledger is kept in a file"),
        ("sqlite:////no/such/folder/x.db", "/no/such/folder does not exist"),
        ("postgresql://user@host:1#2/x", "the database's URL cannot be read"),
        ("postgresql://user:secret@127.0.0.1:1/x", r"cannot open the ledger postgresql://user:\*\*\*@127.0.0.1:1/x: "),
    ],
)
@pytest.mark.parametrize("opening", [open_ledger, open_existing])
def test_what_cannot_be_opened_is_said_in_one_sentence(opening: Callable[[str], Ledger], url: str, said: str) -> None:
    with pytest.raises(StoreError, match=said) as caught:
        opening(url)
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Not a database at all. " * 50)
    with pytest.raises(StoreError, match="file is not a database"):
        open_ledger(f"sqlite:///{path}")
    assert path.read_text() == "Not a database at all. " * 50


@pytest.mark.parametrize("program", ["PRAGMA journal_mode = DELETE", "VACUUM INTO '{copy}'"])
def test_sqlite_lets_readers_read_beside_a_writer_again_after_a_program_undid_it(program: str, tmp_path: Path) -> None:
    path, copy = tmp_path / "ledger.db", tmp_path / "copy.db"
    open_ledger(f"sqlite:///{path}").close()
    with closing(sqlite3.connect(path)) as other:
        other.execute(program.format(copy=copy))
    undone = copy if copy.exists() else path
    assert journal_mode(undone) == "delete"
    open_existing(f"sqlite:///{undone}").close()
    assert journal_mode(undone) == "delete"  # who only reads changes nothing
    open_ledger(f"sqlite:///{undone}").close()
    assert journal_mode(undone) == "wal"


def journal_mode(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    return str(mode)


def test_the_database_of_another_program_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE flow_run (id INTEGER)")
    with pytest.raises(StoreError, match="another program's database"):
        open_ledger(f"sqlite:///{path}")
    assert journal_mode(path) == "delete"


def test_sqlite_waits_reads_beside_a_writer_and_keeps_its_references(tmp_path: Path) -> None:
    with open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}") as ledger, ledger.read() as connection:
        pragmas = ("journal_mode", "foreign_keys", "busy_timeout")
        found = [connection.execute(text(f"PRAGMA {pragma}")).scalar() for pragma in pragmas]
    assert found == ["wal", 1, 60_000]
