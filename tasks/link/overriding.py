"""The file of editors' decisions as text, with one more or some less; all else that people wrote stays. Pure."""

from __future__ import annotations

import csv
from collections.abc import Collection, Sequence
from io import StringIO
from pathlib import Path

from schemas.overrides import COLUMNS, Override, records

BEGINNING = """\
# Editors' decisions on topics; they win over rules and models (docs/topics.md). newsledger override writes here;
# what is edited by hand counts from the next newsledger ingest or retag on.
"""


def with_override(text: str, override: Override, path: Path) -> str:
    """The text, read from `path`, with the decision at its end.

    Raises:
        ConfigError: the text is not valid.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    before = text or BEGINNING
    before = before if before.endswith(("\n", "\r")) else before + end
    heading = "" if [*records(text, path)] else _written(COLUMNS, end)
    return before + heading + _written([getattr(override, column) for column in COLUMNS], end)


def without_overrides(text: str, begin: Collection[int], path: Path) -> str:
    """The text, read from `path`, without the rows that begin in these lines.

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
