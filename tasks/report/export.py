"""A view's rows into a file: Parquet, CSV or JSON lines, a portion at a time, with every value's type kept."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType, ModuleType
from typing import IO

import orjson

from schemas.errors import InputError
from schemas.kinds import Kind, kind_of
from tasks.report.answer import Row

# A spreadsheet takes a cell that begins so for a formula, which may fetch and send what it likes.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NO_PYARROW = (
    "Parquet files need pyarrow, which is not installed: .venv/bin/pip install pyarrow, or choose --format csv or jsonl"
)
# how pyarrow is asked for each type
ARROW: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.TEXT: ("string",),
        Kind.INTEGER: ("int64",),
        Kind.NUMBER: ("float64",),
        Kind.BOOLEAN: ("bool_",),
        Kind.DAY: ("date32",),
        Kind.TIME: ("timestamp", "us", "UTC"),
    }
)
ROWS_IN_GROUP = 20_000  # of a Parquet file: what a reader takes at once

Portions = Iterator[Sequence[Row]]


class ExportFormat(StrEnum):
    """What kind of file."""

    PARQUET = "parquet"
    CSV = "csv"
    JSONL = "jsonl"


def write_csv(columns: Sequence[str], portions: Portions, out: IO[bytes]) -> Iterator[int]:
    """Writes rows, and yields how many more there are. Null is an empty cell.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    lines = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(lines, lineterminator="\r\n")  # which has Python quote either of the two in a text
    writer.writerow(columns)
    for rows in portions:
        writer.writerows([_cell(value) for value in row] for row in rows)
        yield len(rows)
    lines.detach()


def _cell(value: object) -> object:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else value
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date | datetime) else value


def write_jsonl(columns: Sequence[str], portions: Portions, out: IO[bytes]) -> Iterator[int]:
    """Writes rows, and yields how many more there are. Days and times are text, as ISO 8601 has them."""
    for rows in portions:
        out.writelines(
            orjson.dumps(dict(zip(columns, row, strict=True)), option=orjson.OPT_APPEND_NEWLINE) for row in rows
        )
        yield len(rows)


def write_parquet(columns: Sequence[str], portions: Portions, out: IO[bytes]) -> Iterator[int]:
    """Writes rows, and yields how many more there are.

    Raises:
        InputError: pyarrow is not installed.
    """
    pa = load_pyarrow()
    schema = pa.schema([(column, _arrow_type(pa, column)) for column in columns])
    with pa.parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        for rows in portions:
            values = zip(zip(*rows, strict=True), schema.types, strict=True)
            arrays = [pa.array(column, type_) for column, type_ in values]
            writer.write_batch(pa.record_batch(arrays, schema=schema), row_group_size=ROWS_IN_GROUP)
            yield len(rows)


def _arrow_type(pa: ModuleType, column: str) -> object:
    made, *how = ARROW[kind_of(column)]
    return getattr(pa, made)(*how)


def load_pyarrow() -> ModuleType:
    """The library, which most users never need.

    Raises:
        InputError: it is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet
    except ImportError as error:
        raise InputError(NO_PYARROW) from error
    module: ModuleType = pa
    return module


WRITERS: Mapping[ExportFormat, Callable[[Sequence[str], Portions, IO[bytes]], Iterator[int]]] = MappingProxyType(
    {ExportFormat.CSV: write_csv, ExportFormat.JSONL: write_jsonl, ExportFormat.PARQUET: write_parquet}
)
