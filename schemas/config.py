"""Reading the files that people edit: TOML under `config/`, validated, with file and line in every error."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from schemas.errors import ConfigError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
KEY = re.compile(r"""\s*("[^"]+"|'[^']+'|[A-Za-z0-9_.-]+)\s*=""")

Path_ = tuple[str | int, ...]

# what pydantic says in its own terms, in an editor's
PLAIN = {
    "tuple_type": 'must be a list, as in ["one", "two"]',
    "dict_type": "must be a table: keys under a [heading], or in { }",
    "model_type": "must be a table: keys under a [heading], or in { }",
    "string_type": 'must be text in quotation marks, as in "one"',
}


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
                    near = get_close_matches(str(key), valid, n=1)
                    hint = f"did you mean {near[0]!r}?" if near else f"valid keys are {', '.join(valid)}"
                    raise PydanticCustomError(
                        "unknown_key", "unknown key {key}; {hint}", {"key": repr(key), "hint": hint}
                    )
        return data


Definition = TypeVar("Definition", bound=ConfigModel)


def load_toml(path: Path, model: type[Definition]) -> Definition:
    """One file as a validated definition.

    Raises:
        ConfigError: the file cannot be read, is not TOML, or does not fit `model`; names file and line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read: {error}", path) from error
    try:
        return model.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise ConfigError(f"not valid TOML: {error}", path, int(found[1]) if found else None) from error
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigError(_sentence(first, model), path, _line_of(text, _location(first))) from error


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


def _sentence(error: ErrorDetails, model: type[BaseModel]) -> str:
    where = ".".join(str(part) for part in error["loc"])
    message = PLAIN.get(error["type"]) or error["msg"].removeprefix("Value error, ")
    if key := _unknown_key(error):
        tables = sorted({table for table in _tables_with(key, model) if table})
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


def _unknown_key(error: ErrorDetails) -> str | None:
    key = error.get("ctx", {}).get("key") if error["type"] == "unknown_key" else None
    return str(key)[1:-1] if key else None


def _location(error: ErrorDetails) -> Path_:
    key = _unknown_key(error)
    return (*error["loc"], key) if key else error["loc"]


def _line_of(text: str, location: Path_) -> int | None:
    """The line of the innermost part of `location` that the text spells out."""
    lines = dict(_key_lines(text))
    return next((lines[location[:n]] for n in range(len(location), 0, -1) if location[:n] in lines), None)


def _key_lines(text: str) -> Iterator[tuple[Path_, int]]:
    table: Path_ = ()
    seen: Counter[Path_] = Counter()
    for number, line in enumerate(text.splitlines(), 1):
        if header := HEADER.match(line):
            table = _parts(header[2])
            if header[1] == "[[":
                seen[table] += 1
                table = (*table, seen[table] - 1)
            yield table, number
        elif key := KEY.match(line):
            yield (*table, *_parts(key[1])), number


def _parts(dotted: str) -> Path_:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
