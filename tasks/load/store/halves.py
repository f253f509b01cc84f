"""Many items in one go, of which one that the database refuses costs the others nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DataError, IntegrityError

from tasks.load.fold import scrubbed

Item = TypeVar("Item")
Result = TypeVar("Result")

# what an item can do to a statement, as opposed to what ails the database
POISON = (IntegrityError, DataError, ValueError, OverflowError)


def in_halves(
    connection: Connection,
    items: Sequence[Item],
    store: Callable[[Sequence[Item]], list[Result]],
    refused: Callable[[Item, Exception], list[Result]],
) -> list[Result]:
    """Stores all at once; if the database refuses, halves them until the one that it refuses stands alone.

    Args:
        connection: writes.
        items: what is to be stored.
        store: stores some; one result each.
        refused: what becomes of one that cannot be, and why.
    """
    try:
        with connection.begin_nested():
            return store(items)
    except POISON as error:
        if len(items) == 1:
            return refused(items[0], error)
    middle = len(items) // 2
    halves = items[:middle], items[middle:]
    return [done for half in halves for done in in_halves(connection, half, store, refused)]


def first_line(error: Exception) -> str:
    """What the database said, in one line."""
    said = str(getattr(error, "orig", None) or error).strip().splitlines() or [type(error).__name__]
    return scrubbed(said[0])
