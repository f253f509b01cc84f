"""The file of editors' decisions as text, with one more or some less; all else that people wrote stays. Pure."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable
from io import StringIO
from pathlib import Path

from schemas.overrides import COLUMNS, Override, Record, records

BEGINNING = """\
# Editors' decisions on topics; they win over rules and models (docs/topics.md). newsledger override writes here;
# what is edited by hand counts from the next newsledger ingest or retag on.
"""


def with_override(text: str, override: Override, path: Path, instead_of: Collection[int] = ()) -> str:
    """The text, read from `path`, with the decision at its end, or in the place of the rows that begin in these lines.

    Raises:
        ConfigError: the text is not valid.
    """
    rows = [*records(text, path)]
    end = "\r\n" if "\r\n" in text else "\n"
    lines = _ended(text or BEGINNING, end)
    if not rows:
        lines.append(_written(COLUMNS, end))
    row = _written([getattr(override, column) for column in COLUMNS], end)
    if not instead_of:
        return "".join([*lines, row])
    gone, first = _lines_of(rows, instead_of), min(instead_of)
    return "".join(row if n == first else line for n, line in enumerate(lines, 1) if n == first or n not in gone)


def without_overrides(text: str, begin: Collection[int], path: Path) -> str:
    """The text, read from `path`, without the rows that begin in these lines.

    Raises:
        ConfigError: the text is not valid.
    """
    gone = _lines_of(records(text, path), begin)
    return "".join(line for n, line in enumerate(StringIO(text, newline=""), 1) if n not in gone)


def _lines_of(rows: Iterable[Record], begin: Collection[int]) -> set[int]:
    taken = (range(row.first, row.last + 1) for row in rows if row.first in begin)
    return {number for lines in taken for number in lines}


def _ended(text: str, end: str) -> list[str]:
    """The lines, of which the last is ended too."""
    return list(StringIO(text if text.endswith(("\n", "\r")) else text + end, newline=""))


def _written(cells: Collection[str], end: str) -> str:
    out = StringIO()
    csv.writer(out, lineterminator=end).writerow(cells)
    return out.getvalue()
