"""Reading the files that people edit: TOML under `config/`, validated, with file and line in every error."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from schemas.errors import ConfigError
from schemas.wording import Location, nearest, place, plain

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
KEY = re.compile(r"""\s*("[^"]+"|'[^']+'|[A-Za-z0-9_.-]+)\s*=""")
UNKNOWN_KEY = "unknown_key"


class ConfigModel(BaseModel):
    """Base of every definition that an editor writes: frozen, and a misspelt key is an error that names the nearest."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _known_keys(cls, data: object) -> object:
        if isinstance(data, Mapping):
            valid = [field.alias or name for name, field in cls.model_fields.items()]
            for key in data:
                if key not in valid:
                    hint = nearest(str(key), valid, f"; valid keys are {', '.join(valid)}")
                    raise wrong_at((str(key),), f"unknown key {str(key)!r}{hint}", UNKNOWN_KEY)
        return data


def wrong_at(below: Location, said: str, kind: str = "wrong") -> PydanticCustomError:
    """What a definition's validator raises when a part of it, that far `below`, is to blame: its line is named."""
    return PydanticCustomError(kind, "{said}", {"said": said, "below": below})


Definition = TypeVar("Definition", bound=BaseModel)


def load_toml(path: Path, model: type[Definition]) -> Definition:
    """One file as a validated definition.

    Raises:
        ConfigError: the file cannot be read, is not TOML, or does not fit `model`; names file and line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read: {error}", path) from error
    said: dict[str, object] = {}
    try:
        said = tomllib.loads(text)
        return model.model_validate(said)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise ConfigError(f"not valid TOML: {error}", path, int(found[1]) if found else None) from error
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigError(_sentence(first, model, said), path, _line_of(text, _location(first))) from error


def read_edited(path: Path) -> str:
    """A file that commands edit too, its line ends as they are; empty if there is none.

    Raises:
        ConfigError: it cannot be read.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read: {error}", path) from error


def load_folder(folder: Path, model: type[Definition]) -> list[tuple[Path, Definition]]:
    """Every .toml file of a folder, in the order of their names."""
    return [(path, load_toml(path, model)) for path in sorted(folder.glob("*.toml"))]


def config_hash(*definitions: BaseModel) -> str:
    """A short hash of what definitions say; formatting and comments do not count."""
    said = [definition.model_dump() for definition in definitions]
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=_plain).encode()).hexdigest()[:16]


def _plain(value: object) -> object:
    """Sets in one order: theirs differs from process to process."""
    return sorted(value) if isinstance(value, frozenset | set) else str(value)


def line_of(path: Path, *location: str | int) -> int | None:
    """The line of a definition's file where a part of it stands, or what holds the part."""
    return _line_of(path.read_text(encoding="utf-8"), location)


def _sentence(error: ErrorDetails, model: type[BaseModel], said: object) -> str:
    where, message = place(error["loc"], said), plain(error)
    if error["type"] == UNKNOWN_KEY:
        key = _location(error)[-1]
        tables = sorted({table for table in _tables_with(str(key), model) if table})
        message += f"; {key!r} is a key of {' and '.join(tables)}" if tables else ""
    return f"{where}: {message}" if where else message


def _tables_with(key: str, model: type[BaseModel], table: str = "") -> Iterator[str]:
    """The headings under which a definition has this key."""
    if key in model.model_fields:
        yield table
    for name, field in model.model_fields.items():
        for inner, many in _models_in(field.annotation):
            path = f"{table.strip('[]')}.{name}".strip(".")
            yield from _tables_with(key, inner, f"[[{path}]]" if many else f"[{path}]")


def _models_in(annotation: object, *, many: bool = False) -> Iterator[tuple[type[BaseModel], bool]]:
    """The definitions that a field holds, and whether it holds many of them."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation, many
    for part in get_args(annotation):
        yield from _models_in(part, many=many or get_origin(annotation) is tuple)


def _location(error: ErrorDetails) -> Location:
    return (*error["loc"], *error.get("ctx", {}).get("below", ()))


def _line_of(text: str, location: Location) -> int | None:
    """The line of the innermost part of `location` that the text spells out."""
    lines: dict[Location, int] = {}
    for spelt, number in _spelt(text):
        for length in range(1, len(spelt) + 1):
            lines.setdefault(spelt[:length], number)
    return next((lines[location[:n]] for n in range(len(location), 0, -1) if location[:n] in lines), None)


def _spelt(text: str) -> Iterator[tuple[Location, int]]:
    """Every heading and key with its line."""
    table: Location = ()
    seen: Counter[Location] = Counter()
    for number, line in enumerate(text.splitlines(), 1):
        if header := HEADER.match(line):
            table = _table(_parts(header[2]), seen, new=header[1] == "[[")
            yield table, number
        elif key := KEY.match(line):
            yield (*table, *_parts(key[1])), number


def _table(heading: tuple[str, ...], seen: Counter[Location], *, new: bool) -> Location:
    """Where a heading leads: of each list on the way, to the last element; `new` begins one."""
    path: Location = ()
    for depth, part in enumerate(heading, 1):
        path = (*path, part)
        seen[path] += new and depth == len(heading)
        path = (*path, seen[path] - 1) if seen[path] else path
    return path


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
