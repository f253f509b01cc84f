"""Editors' decisions that an article has a topic or has not, as they stand in `config/overrides.csv`.

    article,topic,action,who,why
    https://coast.example/queue,strike,remove,Ada Byrne,only mentions last year's strike

The first line names the columns. Empty lines, and those that begin with #, are skipped. An article is named by what it
is called in every ledger: its URL, its file's path, or its key (docs/topics.md), never by its number in one of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationError

from schemas.config import ConfigModel, read_edited
from schemas.csv_file import Record, records
from schemas.errors import ConfigError
from schemas.records import Action
from schemas.wording import nearest, plain

FILE = Path("overrides.csv")  # under the config folder
COLUMNS = ("article", "topic", "action", "who", "why")


def no_number(article: str) -> str:
    """An article by a name that other ledgers know, too."""
    if article.isdecimal():
        said = "is a number that only one ledger knows: give the article's URL, its file's path or its key, as in"
        raise ValueError(f"{article!r} {said} 'SOURCE guid:{article}'; newsledger explain {article} shows them")
    return article


Words = Annotated[str, Field(min_length=1)]


class Override(ConfigModel):
    """One decision."""

    article: Annotated[Words, AfterValidator(no_number)]
    topic: Words
    action: Action
    who: Words
    why: Words
    line: int = 0  # where it stands in the file, from 1


def load_overrides(config_dir: Path, topics: Collection[str] | None) -> tuple[Override, ...]:
    """The decisions, in the order of the file; none if there is no file.

    Args:
        config_dir: the config folder.
        topics: the keys of the topics that are defined; None to take any.

    Raises:
        ConfigError: the file cannot be read, a row is not valid, names a topic that is not defined, or decides what
            another has; says file and line.
    """
    path = config_dir / FILE
    return parse_overrides(read_edited(path), path, topics)


def parse_overrides(text: str, path: Path, topics: Collection[str] | None) -> tuple[Override, ...]:
    """The decisions that `text`, read from `path`, holds; see `load_overrides`."""
    found: dict[tuple[str, str], Override] = {}
    for row in rows(text, path):
        override = _override(row, path)
        if topics is not None and override.topic not in topics:
            hint = nearest(override.topic, topics, "; put its file back under config/topics, or take this line out")
            raise ConfigError(f"topic: there is no topic {override.topic!r}{hint}", path, row.first)
        earlier = found.setdefault((override.article, override.topic), override)
        if earlier is not override:
            said = f"{override.article!r} and {override.topic!r} are decided in line {earlier.line}"
            raise ConfigError(f"{said}: keep one of the two", path, row.first)
    return tuple(found.values())


def rows(text: str, path: Path) -> Iterator[Record]:
    """The rows, without that of the columns' names.

    Raises:
        ConfigError: a row cannot be read; says file and line.
    """
    found = records(text, path)
    heading = next(found, None)
    if heading and heading.cells != COLUMNS:
        raise ConfigError(f"the first line must be {','.join(COLUMNS)}", path, heading.first)
    for record in found:
        if len(record.cells) != len(COLUMNS):
            said = f"must have {len(COLUMNS)} cells, not {len(record.cells)}: a cell with a comma needs quotation marks"
            raise ConfigError(said, path, record.first)
        yield record


def _override(row: Record, path: Path) -> Override:
    try:
        return Override.model_validate(dict(zip(COLUMNS, row.cells, strict=True)) | {"line": row.first})
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigError(f"{first['loc'][0]}: {plain(first)}", path, row.first) from error
