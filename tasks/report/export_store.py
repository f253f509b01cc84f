"""Whole views, a portion of rows at a time, all as they were at one moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, text

from schemas.kinds import Kind, kind_of
from schemas.views import View
from tasks.load.store import Ledger
from tasks.report.answer import Row

PORTION = 1_000  # rows, each of which may hold a whole article

Portions = Iterator[Sequence[Row]]


@contextmanager
def read_views(ledger: Ledger) -> Iterator[Callable[[View], Portions]]:
    """Yields a function that reads a view, as it was when the first was read.

    Values are what their column's `Kind` says: str, int, float, bool, date, aware datetime, or None.
    """
    with ledger.read() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        yield lambda view: _read(connection, view)


def _read(connection: Connection, view: View) -> Portions:
    converters = [CONVERT[kind_of(column)] for column in view.columns]
    query = text(f"SELECT {', '.join(view.columns)} FROM {view.name}")  # noqa: S608 -- our own names
    result = connection.execute(query, execution_options={"stream_results": True})
    for rows in result.partitions(PORTION):
        yield [
            tuple(None if value is None else convert(value) for value, convert in zip(row, converters, strict=True))
            for row in rows
        ]


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _time(value: datetime | str) -> datetime:
    if isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    return value.astimezone(UTC)


CONVERT: dict[Kind, Callable[[Any], object]] = {
    Kind.TEXT: str,
    Kind.INTEGER: int,
    Kind.NUMBER: float,
    Kind.BOOLEAN: bool,
    Kind.DAY: _day,
    Kind.TIME: _time,
}
