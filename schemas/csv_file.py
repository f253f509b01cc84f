"""CSV files that people edit, and some of them commands too: empty lines, and those that begin with #, are skipped."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Sequence
from io import StringIO
from itertools import chain
from pathlib import Path

from msgspec import Struct

from schemas.errors import ConfigError

LONGEST = 100_000  # characters of a cell: with more, a quotation mark is not closed
BOM = "\ufeff"  # what spreadsheets put before a UTF-8 file


class Record(Struct, frozen=True):
    """A row of the file, and which of its lines it takes, from 1 and to the last."""

    first: int
    last: int
    cells: tuple[str, ...]


def records(text: str, path: Path) -> Iterator[Record]:
    """The rows, that of the columns' names too.

    Raises:
        ConfigError: a row cannot be read, or holds what no database stores; says file and line.
    """
    if "\0" in text:
        raise ConfigError("holds a NUL character", path, text[: text.index("\0")].count("\n") + 1)
    numbered = enumerate(StringIO(text.removeprefix(BOM), newline=""), 1)
    for first, line in numbered:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        reader = csv.reader(chain([line], (more for _, more in numbered)), strict=True)
        try:
            cells = next(reader)
        except csv.Error as error:
            raise ConfigError(f"is not CSV: {error}", path, first) from error
        if any(len(cell) > LONGEST for cell in cells):
            raise ConfigError(f"is not CSV: a cell has more than {LONGEST:,} characters", path, first)
        yield Record(first, first + reader.line_num - 1, tuple(cell.strip() for cell in cells))


def with_row(text: str, columns: Sequence[str], cells: Sequence[str], beginning: str, path: Path) -> str:
    """The text, read from `path`, with a row at its end; all else that people wrote stays.

    Args:
        text: of the whole file; may be empty.
        columns: their names, which are written if there is no row yet.
        cells: the row.
        beginning: comments that an empty file begins with, lines with their ends.
        path: for errors.

    Raises:
        ConfigError: the text is not valid.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    before = text or beginning
    before = before if before.endswith(("\n", "\r")) else before + end
    heading = "" if [*records(text, path)] else _written(columns, end)
    return before + heading + _written(cells, end)


def without_rows(text: str, begin: Collection[int], path: Path) -> str:
    """The text, read from `path`, without the rows that begin in these lines; all else that people wrote stays.

    Raises:
        ConfigError: the text is not valid.
    """
    taken = (range(row.first, row.last + 1) for row in records(text, path) if row.first in begin)
    gone = {number for lines in taken for number in lines}
    return "".join(line for n, line in enumerate(StringIO(text, newline=""), 1) if n not in gone)


def _written(cells: Sequence[str], end: str) -> str:
    out = StringIO()
    # what would be taken for a comment; and, until Python 3.13, for the end of a line
    quoted = cells[0].startswith("#") or any("\r" in cell for cell in cells)
    csv.writer(out, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL, lineterminator=end).writerow(cells)
    return out.getvalue()
