"""What a report is made of, apart from where it is shown: lines of marked pieces, and grids.

The same page goes to a terminal (coloured with rich) and into a pipe (plain text, marks as `>>here<<`).
All text is made printable here, on its way out, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, TextIO

from tasks.report.printable import printable

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text


GAP = 3  # columns between the columns of a grid on a terminal


class Mark(StrEnum):
    """What a piece of a line is; the value is its style on a terminal."""

    PLAIN = ""
    TITLE = "bold"
    HEADING = "bold cyan"
    HIT = "bold black on yellow"
    NOTE = "dim"
    WARNING = "bold red"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line."""

    text: str
    mark: Mark = Mark.PLAIN


@dataclass(frozen=True, slots=True)
class Line:
    """One line; a terminal wraps it under its own indent."""

    pieces: tuple[Piece, ...]
    indent: int = 0  # columns


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows under column names. Cells are text; columns named in `right` are aligned to the right."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str | None = None
    right: frozenset[str] = frozenset()


Block = Line | Grid


def line(*pieces: str | Piece, indent: int = 0) -> Line:
    """A line of plain text and marked pieces."""
    return Line(tuple(Piece(piece) if isinstance(piece, str) else piece for piece in pieces), indent)


def heading(text: str) -> tuple[Line, Line]:
    """An empty line and a heading."""
    return line(), line(Piece(text, Mark.HEADING))


def note(text: str) -> Piece:
    """A piece that stands back."""
    return Piece(text, Mark.NOTE)


def hit(text: str) -> Piece:
    """A piece that was found: highlighted on a terminal, `>>text<<` in a pipe."""
    return Piece(text, Mark.HIT)


def show(blocks: Iterable[Block], out: TextIO) -> None:
    """Prints a page: coloured on a terminal that has colours (and without NO_COLOR), else as plain text."""
    console = _console(out) if out.isatty() else None
    if console is None or console.no_color or console.color_system is None:
        out.writelines(f"{text}\n" for text in plain(blocks))
        return
    for block in blocks:
        console.print(rich_block(block, console.width))


def plain(blocks: Iterable[Block]) -> Iterator[str]:
    """A page as lines of plain text."""
    for block in blocks:
        if isinstance(block, Line):
            yield (" " * block.indent + "".join(_plain_piece(piece) for piece in block.pieces)).rstrip()
        else:
            yield from _plain_grid(block)


def rich_block(block: Block, width: int) -> RenderableType:
    """A block for a console of that width; never markup, so that brackets in a headline stay brackets."""
    if isinstance(block, Line):
        from rich.padding import Padding

        return Padding(_rich_text(block.pieces), (0, 0, 0, block.indent), expand=False)
    needed = sum(len(column) + GAP for column in block.columns)
    return _rich_table(block) if needed <= width or not block.rows else _rich_records(block)


def _console(out: TextIO) -> Console:
    from rich.console import Console

    return Console(file=out, highlight=False, markup=False, emoji=False)


def _plain_piece(piece: Piece) -> str:
    text = printable(piece.text)
    return f">>{text}<<" if piece.mark is Mark.HIT else text


def _plain_grid(grid: Grid) -> Iterator[str]:
    cells = [[printable(cell) for cell in row] for row in (grid.columns, *grid.rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    if grid.title:
        yield printable(grid.title)
    for row in cells:
        yield _plain_row(row, grid, widths)


def _plain_row(row: Sequence[str], grid: Grid, widths: Sequence[int]) -> str:
    aligned = (
        cell.rjust(width) if column in grid.right else cell.ljust(width)
        for cell, column, width in zip(row, grid.columns, widths, strict=True)
    )
    return "  ".join(aligned).rstrip()


def _rich_text(pieces: Iterable[Piece]) -> Text:
    from rich.text import Text

    return Text.assemble(*((printable(piece.text), piece.mark.value) for piece in pieces))


def _rich_records(grid: Grid) -> RenderableType:
    """A grid with more columns than the console has room for: each row as lines of its own."""
    from rich.console import Group
    from rich.text import Text

    widest = max(len(column) for column in grid.columns)
    rows = (
        _rich_text((Piece(f"{column:<{widest}}  ", Mark.NOTE), Piece(cell)))
        for row in grid.rows
        for column, cell in zip(("", *grid.columns), ("", *row), strict=True)
    )
    return Group(*rows) if grid.title is None else Group(Text(printable(grid.title)), *rows)


def _rich_table(grid: Grid) -> RenderableType:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    title = Text(printable(grid.title), style=Mark.HEADING.value) if grid.title else None
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for column in grid.columns:
        align: Literal["left", "right"] = "right" if column in grid.right else "left"
        table.add_column(Text(printable(column)), justify=align, overflow="fold")
    for row in grid.rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    return table
