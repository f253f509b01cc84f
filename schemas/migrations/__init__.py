"""Bringing a database up to the schema of this code, by Alembic.

A migration is frozen once released: it spells out its DDL and imports nothing from `schemas`. Views and
comments are not state; they are dropped before the migrations and made anew after, as the code has them.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Text, column, inspect, select, table
from sqlalchemy.schema import SetColumnComment, SetTableComment

from schemas.readers import let_read_again, readers, run
from schemas.tables import metadata
from schemas.views import create_statements, drop_statements

HEAD = "0017"
VERSION_TABLE = "newsledger_version"  # not Alembic's default: Prefect's own database has that one


def stored_version(connection: Connection) -> str | None:
    """The migration a database stands at; None if newsledger has never been in it."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.scalar(select(column("version_num", Text)).select_from(table(VERSION_TABLE)))


def upgrade(connection: Connection) -> None:
    """Brings a database to HEAD inside the transaction that `connection` is in."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    before = readers(connection)
    _execute(connection, drop_statements())
    command.upgrade(config, "head")
    _execute(connection, create_statements(connection.dialect.name))
    let_read_again(connection, before)
    if connection.dialect.supports_comments:
        _comment(connection)


def _execute(connection: Connection, statements: list[str]) -> None:
    for statement in statements:
        run(connection, statement)


def _comment(connection: Connection) -> None:
    for each in metadata.sorted_tables:
        connection.execute(SetTableComment(each))
        for part in each.columns:
            connection.execute(SetColumnComment(part))
