"""Rows for many values, however many a database takes in one statement."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Connection, Row, Select

AT_ONCE = 10_000  # values in one statement


def in_portions(connection: Connection, query: Select[Any], column: Any, values: Collection[Any]) -> Iterator[Row[Any]]:
    """The rows of a query in which a column has one of these values."""
    listed = sorted(values)
    for start in range(0, len(listed), AT_ONCE):
        yield from connection.execute(query.where(column.in_(listed[start : start + AT_ONCE]))).all()
