"""The answer to a query, the same from both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec import Struct

from schemas.errors import InputError

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may use up."""

    seconds: float = 60.0  # of the database's time; how long the reader takes over the rows is up to him


class Answer(Struct, frozen=True):
    """Column names, and the rows as they come from the database; to be read while it is open."""

    columns: tuple[str, ...]
    rows: Iterator[Row]


class MissingNameError(InputError):
    """A query names a table or view that is not there; `name` is as the database says it."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no table or view {name!r}")
        self.name = name


def refused(reason: str) -> InputError:
    """The error for what `newsledger query` does not do."""
    return InputError(f"newsledger query only reads: {reason}")


def too_slow(limits: Limits) -> InputError:
    """The error for a query that ran into its time limit."""
    return InputError(f"the query took longer than {limits.seconds:g} seconds and was stopped")
