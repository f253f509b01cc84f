"""CSV files that commands and people both edit: empty lines, and those that begin with #, are skipped."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import chain
from pathlib import Path

from msgspec import Struct

from schemas.errors import ConfigError

BOM = "\ufeff"  # what spreadsheets put before a UTF-8 file


class Record(Struct, frozen=True):
    """A row of the file, and which of its lines it takes, from 1 and to the last."""

    first: int
    last: int
    cells: tuple[str, ...]


def records(text: str, path: Path) -> Iterator[Record]:
    """The rows, that of the columns' names too.

    Raises:
        ConfigError: a row cannot be read; says file and line.
    """
    numbered = enumerate(StringIO(text.removeprefix(BOM), newline=""), 1)
    for first, line in numbered:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        reader = csv.reader(chain([line], (more for _, more in numbered)), strict=True)
        try:
            cells = next(reader)
        except csv.Error as error:
            raise ConfigError(f"is not CSV: {error}", path, first) from error
        yield Record(first, first + reader.line_num - 1, tuple(cell.strip() for cell in cells))


def written(cells: Sequence[str], end: str) -> str:
    """A row as text, with the line end."""
    out = StringIO()
    # what would be taken for a comment; and, until Python 3.13, for the end of a line
    quoted = cells[0].startswith("#") or any("\r" in cell for cell in cells)
    csv.writer(out, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL, lineterminator=end).writerow(cells)
    return out.getvalue()
