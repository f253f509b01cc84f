"""`newsledger query`: the rows of an answer as a table, CSV or JSON lines."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from itertools import islice
from types import MappingProxyType
from typing import TextIO

from schemas.counted import counted
from tasks.report.answer import Answer, Row
from tasks.report.page import Block, Grid, line, note, show
from tasks.report.printable import printable

Number = int | float | Decimal | None  # a cell of a column that is aligned to the right
TABLE_ROWS = 100
EXACT = 2**53  # a whole float below this is that integer
LONGEST_CELL = 200  # code points of a cell in a table; CSV and JSON lines have all of it


class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    CSV = "csv"
    JSONL = "jsonl"


def write(answer: Answer, out: TextIO, form: Format, limit: int | None = None) -> int:
    """Writes the answer's rows, at most `limit` of them (a table: 100 if not given); returns how many."""
    if form is Format.TABLE:
        return _write_table(answer, out, TABLE_ROWS if limit is None else limit)
    return WRITERS[form](answer.columns, islice(answer.rows, limit), out)


def _write_table(answer: Answer, out: TextIO, limit: int) -> int:
    rows = [tuple(_shown(value) for value in row) for row in islice(answer.rows, limit)]
    more = next(answer.rows, None) is not None
    show(_table(answer.columns, rows, more=more), out)
    return len(rows)


def _table(columns: tuple[str, ...], rows: Sequence[Row], *, more: bool) -> Iterator[Block]:
    numeric = {name for n, name in enumerate(columns) if all(isinstance(row[n], Number) for row in rows)}
    yield Grid(columns, tuple(tuple(_text(value) for value in row) for row in rows), right=frozenset(numeric))
    said = counted(len(rows), "row")
    yield line(note(f"the first {said}; there are more (--limit, or --format csv for all)" if more else said))


def _shown(value: object) -> Number | str:
    """As much of a value as a table has room for: a hundred whole ones may be more than there is memory."""
    if isinstance(value, Number):
        return value
    text = _text(value)
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT:
        return str(int(value))
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _write_csv(columns: tuple[str, ...], rows: Iterator[Row], out: TextIO) -> int:
    safe = _safe_for(out)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([safe(column) for column in columns])
    written = 0
    for row in rows:
        writer.writerow([safe(_text(value)) for value in row])
        written += 1
    return written


def _write_jsonl(columns: tuple[str, ...], rows: Iterator[Row], out: TextIO) -> int:
    safe, keys = _safe_for(out), _distinct(columns)
    written = 0
    for row in rows:
        record = dict(zip(keys, map(_json_value, row), strict=True))
        out.write(safe(json.dumps(record, ensure_ascii=False)) + "\n")
        written += 1
    return written


def _distinct(columns: tuple[str, ...]) -> list[str]:
    """Two columns of one name are two keys: the second gets its place added."""
    return [name if name not in columns[:n] else f"{name}_{n + 1}" for n, name in enumerate(columns)]


def _json_value(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)  # JSON has no infinity
    return value if isinstance(value, str | int | float | None) else _text(value)


def _safe_for(out: TextIO) -> Callable[[str], str]:
    """A file gets every character; a terminal only what does not act on it."""
    return printable if out.isatty() else str


WRITERS: Mapping[Format, Callable[[tuple[str, ...], Iterator[Row], TextIO], int]] = MappingProxyType(
    {Format.CSV: _write_csv, Format.JSONL: _write_jsonl}
)
