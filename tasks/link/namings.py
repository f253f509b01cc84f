"""The text of `config/entities.csv` as checked lines, and a line as its text. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError

from schemas.csv_file import records, with_row
from schemas.entities import COLUMNS, Naming
from schemas.errors import ConfigError
from schemas.wording import nearest, plain
from tasks.link.decisions import thing_key
from tasks.load.fold import fold

Numbered = tuple[int, Naming]  # its line in the file, from 1
HEADER = ",".join(COLUMNS)
BEGINNING = """\
# What names are across articles; it goes above the rules (docs/entities.md). newsledger entities merge and split
# write here; what is edited by hand counts from the next newsledger entities link, ingest or retag on.
"""


def parse(text: str, path: Path) -> list[Numbered]:
    """The lines of a file; empty ones do not count.

    Raises:
        ConfigError: a line is not valid, or says what another does not let it say; names file and line.
    """
    found = list(_namings(text, path))
    _refuse_doubles(found, path)
    _refuse_other_spellings(found, path)
    _refuse_chains(found, path)
    return found


def with_naming(text: str, naming: Naming, path: Path) -> str:
    """The file's text, read from `path`, with one line more; all else that people wrote stays.

    Raises:
        ConfigError: the text is not valid.
    """
    return with_row(text, COLUMNS, [getattr(naming, column) or "" for column in COLUMNS], BEGINNING, path)


def _namings(text: str, path: Path) -> Iterator[Numbered]:
    found = records(text, path)
    heading = next(found, None)
    if heading and heading.cells != COLUMNS:
        raise ConfigError(f"the first line must be {HEADER}{_misspelt(heading.cells)}", path, heading.first)
    yield from ((row.first, _naming(row.cells, path, row.first)) for row in found if any(row.cells))


def _misspelt(header: Sequence[str]) -> str:
    unknown = next((column for column in header if column not in COLUMNS), None)
    return f", and has {unknown!r}{nearest(unknown, COLUMNS)}" if unknown else ""


def _naming(cells: Sequence[str], path: Path, line: int) -> Naming:
    if len(cells) != len(COLUMNS):
        raise ConfigError(f"must have {len(COLUMNS)} cells, and has {len(cells)}", path, line)
    said = {column: cell for column, cell in zip(COLUMNS, cells, strict=True) if cell}
    try:
        return Naming.model_validate(said)
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigError(f"{first['loc'][0]}: {plain(first)}", path, line) from error


def _refuse_doubles(found: Sequence[Numbered], path: Path) -> None:
    """Of one name in one place, one thing is said."""
    lines: dict[object, int] = {}
    for number, naming in found:
        about = fold(naming.name), naming.found_as, naming.where
        if about in lines:
            raise ConfigError(f"line {lines[about]} already says what {naming.name!r} is there", path, number)
        lines[about] = number


def _refuse_other_spellings(found: Sequence[Numbered], path: Path) -> None:
    """Of one thing, one name and one Q-number."""
    first: dict[object, Numbered] = {}
    for number, naming in found:
        line, other = first.setdefault(thing_key(naming), (number, naming))
        if naming.entity != other.entity:
            raise ConfigError(f"{naming.entity!r} is written {other.entity!r} on line {line}", path, number)
        if naming.wikidata and naming.wikidata != (other.wikidata or naming.wikidata):
            raise ConfigError(f"{naming.entity!r} has {other.wikidata} on line {line}", path, number)
        if naming.wikidata and not other.wikidata:
            first[thing_key(naming)] = number, naming


def _refuse_chains(found: Sequence[Numbered], path: Path) -> None:
    """What a line makes another thing is no thing of its own for other lines."""
    become = {(fold(naming.name), naming.found_as): (number, naming) for number, naming in found if not naming.where}
    for number, naming in found:
        label, name = thing_key(naming)
        line, other = become.get((name, naming.label)) or become.get((name, None)) or (number, naming)
        if thing_key(other) != (label, name):
            said = f"{naming.entity!r} is {other.entity!r} ({other.label}) by line {line}: name that one here as well"
            raise ConfigError(said, path, number)
