"""A ledger of every earlier schema, with rows in every table, is brought up and has them all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    MetaData,
    Numeric,
    Table,
    create_engine,
    func,
    insert,
    inspect,
    make_url,
    select,
    text,
    update,
)

import schemas.migrations
from schemas.migrations import HEAD, VERSION_TABLE
from schemas.tables import metadata
from schemas.views import VIEWS
from tasks.link.store import count_days
from tasks.load.store import open_ledger
from tests.databases import migrate
from tests.load.making import counted, rows
from tests.load.test_search import assert_in_step

VERSIONS = [each.revision for each in ScriptDirectory(str(Path(schemas.migrations.__file__).parent)).walk_revisions()]
EACH = 2  # rows a table
WORDS = {  # of search, as 0008 made it
    "sqlite": "INSERT INTO revision_words (rowid, headline, standfirst, body) "
    "SELECT id, headline, standfirst, body FROM revisions",
    "postgresql": "INSERT INTO revision_words (revision_id, words) "
    "SELECT id, to_tsvector('simple', concat_ws(' ', headline, standfirst, body)) FROM revisions",
}


def fill(connection: Connection) -> dict[str, int]:
    """Rows in every table that there is; says how many each has."""
    there = MetaData()
    there.reflect(connection, only=[name for name in metadata.tables if inspect(connection).has_table(name)])
    ours = [there.tables[table.name] for table in metadata.sorted_tables if table.name in there.tables]
    for table in ours:
        words = dict(_words(connection, table))
        connection.execute(insert(table), [_row(table, number, words) for number in range(1, EACH + 1)])
        if connection.dialect.name == "postgresql" and "id" in table.c:  # its counters do not see ids that are given
            connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), {EACH})"))
    connection.execute(update(there.tables["articles"]).values(current_revision_id=there.tables["articles"].c.id))
    if inspect(connection).has_table("revision_words"):
        connection.execute(text(WORDS[connection.dialect.name]))
    return {table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in ours}


def _words(connection: Connection, table: Table) -> Iterator[tuple[str, list[str]]]:
    """Columns that take only some words, and these."""
    for check in inspect(connection).get_check_constraints(table.name):
        column, words = re.search(r"[a-z_]+", check["sqltext"]), re.findall(r"'([^']*)'", check["sqltext"])
        if column and words:
            yield column[0], words


def _row(table: Table, number: int, words: dict[str, list[str]]) -> dict[str, Any]:
    row = {column.name: _value(column, number, words) for column in table.columns}
    if table.name == "runs":  # its outcomes add up
        row |= dict.fromkeys(("loaded", "updated", "unchanged", "duplicate", "dropped", "quarantined"), 1)
        row["documents"] = 6
    if table.name == "fetches":  # only what was fetched is a document
        row["outcome"] = "fetched"
    if table.name == "articles":
        row["current_revision_id"] = None
    return row


def _value(column: Column[Any], number: int, words: dict[str, list[str]]) -> object:
    if column.name in words:
        return words[column.name][number % len(words[column.name])]
    if isinstance(column.type, DateTime):
        return datetime(2026, 3, number, 12, tzinfo=UTC if column.type.timezone else None)
    if isinstance(column.type, Date):
        return date(2026, 3, number)
    if isinstance(column.type, Boolean):
        return True
    return number if isinstance(column.type, Integer | Numeric) else f"{column.name} {number}"


@pytest.mark.parametrize("version", [each for each in VERSIONS if each != HEAD])
def test_a_filled_ledger_of_every_version_is_brought_up(version: str, empty_url: str) -> None:
    engine = create_engine(make_url(empty_url.replace("postgresql:", "postgresql+psycopg:")))
    with engine.begin() as connection:
        migrate(connection, version)
        before = fill(connection)
    engine.dispose()
    assert set(before.values()) == {EACH}
    with open_ledger(empty_url) as ledger:
        assert rows(ledger, f"SELECT version_num FROM {VERSION_TABLE}") == [(HEAD,)]
        after = counted(ledger)
        assert {name: after[name] for name in before} == before
        count_days(ledger)
        seen = {view.name: len(rows(ledger, f"SELECT {', '.join(view.columns)} FROM {view.name}")) for view in VIEWS}
        assert (seen["v_articles"], seen["v_revisions"], seen["v_sources"], seen["v_search"]) == (EACH,) * 4
        assert (seen["v_quotes"], seen["v_figures"], seen["v_mentions"], seen["v_removed"]) == (EACH,) * 4
        assert {"headline", "body"} <= assert_in_step(ledger)


def test_each_version_is_tried() -> None:
    assert len(VERSIONS) == len(list(Path(schemas.migrations.__file__).parent.glob("versions/0*.py")))
    assert max(VERSIONS) == HEAD
