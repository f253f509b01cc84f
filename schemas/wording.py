"""What pydantic finds wrong, in the terms of whoever wrote it: a config file's editor, not a programmer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Location = tuple[str | int, ...]

NUMBER, WHOLE, DAY = (
    "must be a number",
    "must be a whole number",
    "must be a day without quotation marks, as in 2023-03-31",
)
TABLE = "must be a table: keys under a [heading], or in {{ }}"
PLAIN = {  # to be filled in from the error's context
    "missing": "is missing",
    "tuple_type": 'must be a list, as in ["one", "two"]',
    "dict_type": TABLE,
    "model_type": TABLE,
    "string_type": 'must be text in quotation marks, as in "one"',
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "float_type": NUMBER,
    "float_parsing": NUMBER,
    "int_type": WHOLE,
    "int_parsing": WHOLE,
    "int_from_float": WHOLE,
    "date_type": DAY,
    "date_parsing": DAY,
    "date_from_datetime_parsing": DAY,
    "date_from_datetime_inexact": DAY,
    "greater_than": "must be greater than {gt:g}",
    "greater_than_equal": "must be {ge:g} or more",
    "less_than_equal": "must be {le:g} or less",
    "too_short": "must not be empty",
    "string_too_short": "must not be empty",
    "string_too_long": "must have at most {max_length} characters",
    "string_pattern_mismatch": "must have the form {pattern}",
}
NAMES = ("id", "key", "name")  # what an element of a list goes by, where it has one of these


def plain(error: ErrorDetails) -> str:
    """What is wrong, without where."""
    if error["type"] == "literal_error":
        return _none_of(error["input"], str(error["ctx"]["expected"]))
    if known := PLAIN.get(error["type"]):
        return known.format(**error.get("ctx", {}))
    return error["msg"].removeprefix("Value error, ")


def nearest(given: str, valid: Iterable[str], otherwise: str = "") -> str:
    """The question whether another name was meant, if one is near; case does not count."""
    names = {name.casefold(): name for name in valid}
    near = get_close_matches(given.casefold(), names, n=1)
    return f"; did you mean {names[near[0]]!r}?" if near else otherwise


def place(location: Location, said: object) -> str:
    """Where in a file something stands: lists by their elements' names, or else counted from 1.

    Args:
        location: keys and indices, as pydantic has them.
        said: what the file says.
    """
    where = ""
    for part in location:
        said = _inside(said, part)
        if isinstance(part, int):
            where += f" {_called(said) or part + 1}"
        elif part != "[key]":  # pydantic's word for a key that is itself wrong
            where += f"{_joint(where)}{part}"
    return where


def _none_of(given: object, expected: str) -> str:
    hint = nearest(given, re.findall(r"'([^']*)'", expected)) if isinstance(given, str) else ""
    return f"must be {expected}, not {given!r:.80}{hint}"


def _inside(said: object, part: str | int) -> object:
    if isinstance(said, Mapping):
        return said.get(part)
    return said[part] if isinstance(said, list) and isinstance(part, int) and part < len(said) else None


def _called(element: object) -> str | None:
    names = [element.get(key) for key in NAMES] if isinstance(element, Mapping) else []
    return next((repr(name) for name in names if name and isinstance(name, str)), None)


def _joint(where: str) -> str:
    """What stands before a key: a point after another key, a comma after an element of a list."""
    return ", " if " " in where.rpartition(", ")[2] else "." if where else ""
