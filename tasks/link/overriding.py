"""The file of editors' decisions as text, with one more or some less; all else that people wrote stays. Pure."""

from __future__ import annotations

from collections.abc import Collection
from io import StringIO
from pathlib import Path

from schemas.csv_file import records, with_row
from schemas.overrides import COLUMNS, Override

BEGINNING = """\
# Editors' decisions on topics; they win over rules and models (docs/topics.md). newsledger override writes here;
# what is edited by hand counts from the next newsledger ingest or retag on.
"""


def with_override(text: str, override: Override, path: Path) -> str:
    """The text, read from `path`, with the decision at its end.

    Raises:
        ConfigError: the text is not valid.
    """
    return with_row(text, COLUMNS, [getattr(override, column) for column in COLUMNS], BEGINNING, path)


def without_overrides(text: str, begin: Collection[int], path: Path) -> str:
    """The text, read from `path`, without the rows that begin in these lines.

    Raises:
        ConfigError: the text is not valid.
    """
    taken = (range(row.first, row.last + 1) for row in records(text, path) if row.first in begin)
    gone = {number for lines in taken for number in lines}
    return "".join(line for n, line in enumerate(StringIO(text, newline=""), 1) if n not in gone)
