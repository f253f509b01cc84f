"""Many names at once: their rows, however many values a database takes in one statement; and a lock on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from schemas.tables import entities

AT_ONCE = 10_000  # values in one statement


def in_portions(connection: Connection, query: Select[Any], column: Any, values: Collection[Any]) -> Iterator[Row[Any]]:
    """The rows of a query in which a column has one of these values."""
    listed = sorted(values)
    for start in range(0, len(listed), AT_ONCE):
        yield from connection.execute(query.where(column.in_(listed[start : start + AT_ONCE]))).all()


def lock(connection: Connection, ids: Iterable[int]) -> None:
    """Nobody else links these names before we are done; to mention them is free. SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        wanted = select(entities.c.id).where(entities.c.id == func.any_(sorted(ids))).order_by(entities.c.id)
        connection.execute(wanted.with_for_update(key_share=True)).all()
