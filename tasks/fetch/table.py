"""Delimited text (CSV and its kin) as rows of cells: which delimiter, where a row ends, and whether it is whole."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence

from schemas.counted import counted
from schemas.errors import InputError

DELIMITERS = ",;\t|"

# A row is bounded by whoever hands in its lines; the module's own limit, 131,072 characters, is less than an article.
csv.field_size_limit(2**31 - 1)


class BadRowError(InputError):
    """What begins at a line is not a row of its table; `lines` is how many were looked at to know."""

    def __init__(self, message: str, lines: int) -> None:
        super().__init__(message)
        self.lines = lines


def next_row(lines: Iterable[str], delimiter: str, width: int | None = None) -> tuple[list[str], int]:
    """The cells of the row that begins here, and on how many lines it stands; no cells at the end or on a blank line.

    Args:
        lines: with their ends; no more of them are taken than the row needs.
        delimiter: what parts the cells.
        width: how many cells the table has; None for any number.

    Raises:
        BadRowError: its quotation marks do not pair, or it has another number of cells.
    """
    taken: list[str] = []
    try:
        cells = next(csv.reader(_noted(lines, taken), delimiter=delimiter, skipinitialspace=True, strict=True), [])
        problem = f"has {counted(len(cells), 'cell')} where the header has {width}"
    except csv.Error as error:
        cells, problem = [""], _sentence(error)
    else:
        if width in (None, len(cells)) or not "".join(cells).strip():
            return cells, len(taken)
    if delimiter == "\t" and len(plain := taken[0].rstrip("\r\n").split("\t")) == width:
        return plain, 1  # many programs write tabs and mean no quotation by quotation marks
    raise BadRowError(problem, len(taken))


def choose_delimiter(lines: Callable[[], Iterable[str]]) -> str:
    """The delimiter that makes the most of a table's header; a comma if none makes more of it than one cell."""
    return max(DELIMITERS, key=lambda delimiter: _width(lines(), delimiter))


def read_table(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """The header, its names trimmed, and the cells of the one row under it.

    Raises:
        InputError: they are not that; one sentence.
    """
    delimiter = choose_delimiter(lambda: lines)
    header, taken = next_row(lines, delimiter)
    cells, _ = next_row(lines[taken:], delimiter, len(header))
    return [name.strip() for name in header], cells


def _width(lines: Iterable[str], delimiter: str) -> int:
    try:
        return len(next_row(lines, delimiter)[0])
    except BadRowError:
        return 0


def _noted(lines: Iterable[str], taken: list[str]) -> Iterator[str]:
    for line in lines:
        taken.append(line)
        yield line


def _sentence(error: csv.Error) -> str:
    if "unexpected end" in str(error):
        return "has a quotation mark that is never closed"
    if "expected after" in str(error):
        return "has text behind a closing quotation mark"
    return f"is not a row of a table: {error}"
