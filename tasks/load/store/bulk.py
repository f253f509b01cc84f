"""Many rows in one statement, on both databases.

Rows are plain tuples in the order of the table's columns (without a surrogate `id`): a batch is ten thousand
rows, and building a dictionary for each costs as much as storing it. SQLite takes them one by one in one call,
PostgreSQL as one array a column.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Float, Row, Table, text
from sqlalchemy.dialects import postgresql, sqlite

from schemas.tables import UtcTime

Key = tuple[Any, ...]
Convert = Callable[[Any], Any]

AT_ONCE = 1_000  # times and days that are the same in rows near each other
UNLESS_THERE = "ON CONFLICT DO NOTHING"
SQLITE, POSTGRESQL = sqlite.dialect(), postgresql.dialect()  # type: ignore[no-untyped-call]


def insert(connection: Connection, table: Table, rows: Sequence[Key], conflict: str = "") -> None:
    """Adds rows; `conflict` is the ON CONFLICT clause that says what becomes of those whose key is taken."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"{_sqlite_insert(table)} {conflict}", _converted(table, rows))
    else:
        arrays = tuple(map(_array, _stored(table), zip(*rows, strict=True)))
        connection.exec_driver_sql(f"{_postgresql_insert(table)} {conflict}", arrays)


def find(
    connection: Connection,
    sql: str,
    on: Sequence[Column[Any]],
    keys: Collection[Key],
    parameters: Mapping[str, object] = MappingProxyType({}),
) -> Sequence[Row[Any]]:
    """Rows for many keys at once.

    Args:
        connection: reads.
        sql: a query that reads FROM {wanted}, which has one row a key and is called wanted, before it CROSS JOINs
            (SQLite keeps that order) what is looked up.
        on: the columns that the keys are values of, in their order; wanted's columns have their names.
        keys: the values.
        parameters: what else the query asks for, as :name.
    """
    if not keys:
        return []
    names, types = [column.name for column in on], [column.type.compile(POSTGRESQL) for column in on]
    if connection.dialect.name == "sqlite":
        fields = ", ".join(f"json_extract(value, '$[{place}]') AS {name}" for place, name in enumerate(names))
        wanted, values = f"(SELECT {fields} FROM json_each(:keys))", {"keys": json.dumps(list(keys))}  # noqa: S608 -- our own names
        return _run(connection, sql, wanted, {**values, **parameters})
    arrays = {f"keys_{place}": list(values) for place, values in enumerate(zip(*keys, strict=True))}
    casts = ", ".join(f"CAST(:keys_{place} AS {type_}[])" for place, type_ in enumerate(types))
    wanted = f"(SELECT * FROM unnest({casts}) AS keys({', '.join(names)}))"  # noqa: S608 -- our own names
    return _run(connection, sql, wanted, {**arrays, **parameters})


def find_ids(connection: Connection, table: Table, on: Sequence[str], keys: Collection[Key]) -> dict[Key, int]:
    """The ids of the rows that have these natural keys."""
    key, match = ", ".join(f"wanted.{name}" for name in on), " AND ".join(f"found.{n} = wanted.{n}" for n in on)
    sql = f"SELECT found.id, {key} FROM {{wanted}} CROSS JOIN {table.name} AS found WHERE {match}"  # noqa: S608 -- our own names
    return {tuple(key): id_ for id_, *key in find(connection, sql, [table.c[name] for name in on], keys)}


def ensure(connection: Connection, table: Table, on: Sequence[str], rows: Mapping[Key, Key]) -> dict[Key, int]:
    """The ids of rows given by natural key, of which those that are missing are added, in the order of their keys.

    The order is the same for every writer, so that two of them wait for each other but never in a circle.
    """
    found = find_ids(connection, table, on, rows.keys())
    missing = sorted(rows.keys() - found.keys())
    insert(connection, table, [rows[key] for key in missing], UNLESS_THERE)
    return found | find_ids(connection, table, on, missing)


def _run(connection: Connection, sql: str, wanted: str, values: Mapping[str, object]) -> Sequence[Row[Any]]:
    times = {name: UtcTime() for name in ("alive_at", "appeared_at", "fetched_at", "removed_at")}
    query = text(sql.format(wanted=f"{wanted} AS wanted")).columns(**times)
    return connection.execute(query, values).all()


def _stored(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if column.name != "id"]


@cache
def _sqlite_insert(table: Table) -> str:
    names = ", ".join(column.name for column in _stored(table))
    return f"INSERT INTO {table.name} ({names}) VALUES ({', '.join('?' for _ in _stored(table))})"  # noqa: S608 -- our own names


@cache
def _postgresql_insert(table: Table) -> str:
    names = ", ".join(column.name for column in _stored(table))
    arrays = ", ".join(f"CAST(%s AS {column.type.compile(POSTGRESQL)}[])" for column in _stored(table))
    return f"INSERT INTO {table.name} ({names}) SELECT * FROM unnest({arrays})"  # noqa: S608 -- our own names


def _array(column: Column[Any], values: Iterable[Any]) -> list[Any]:
    """The driver refuses whole numbers among others, and the text with them."""
    if isinstance(column.type, Float):
        return [None if value is None else float(value) for value in values]
    return list(values)


@cache
def _converters(table: Table) -> list[tuple[int, Convert]]:
    """How SQLite's driver wants the values of those columns that are not text, numbers or true and false."""
    found = [
        None if isinstance(column.type, Boolean | Float) else column.type.dialect_impl(SQLITE).bind_processor(SQLITE)
        for column in _stored(table)
    ]
    return [(place, lru_cache(AT_ONCE)(convert)) for place, convert in enumerate(found) if convert]


def _converted(table: Table, rows: Sequence[Key]) -> list[Key]:
    converters = _converters(table)
    return [_convert(row, converters) for row in rows] if converters else list(rows)


def _convert(row: Key, converters: Iterable[tuple[int, Convert]]) -> Key:
    values = list(row)
    for place, convert in converters:
        values[place] = convert(values[place])
    return tuple(values)
