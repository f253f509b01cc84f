"""What goes to another process: cheaply, or not at all."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Generic, TypeVar

Thing = TypeVar("Thing")
Tool = TypeVar("Tool")


class Parcel(Generic[Thing]):
    """Records on their way: whoever carries them sees one string of bytes, packed once and unpacked once.

    Prefect would look at each of ten thousand records, and unpack results twice. Within a process nothing is packed.
    """

    __slots__ = ("_packed", "_thing")

    def __init__(self, thing: Thing, packed: bytes = b"") -> None:
        self._thing, self._packed = thing, packed

    @property
    def content(self) -> Thing:
        """What is in it."""
        if self._packed:
            self._thing, self._packed = pickle.loads(self._packed), b""  # noqa: S301 - packed by a process of ours
        return self._thing

    def __reduce__(self) -> tuple[type[Parcel[Any]], tuple[None, bytes]]:
        return Parcel, (None, self._packed or pickle.dumps(self._thing, pickle.HIGHEST_PROTOCOL))


class Recipe(Generic[Tool]):
    """How a tool is made that is too large to travel: each process makes its own, once."""

    __slots__ = ("_arguments", "_make", "_tool")

    def __init__(self, make: Callable[..., Tool], *arguments: object, made: Tool | None = None) -> None:
        """`made` is the tool if this process has it already; another one calls `make` with the arguments."""
        self._make, self._arguments, self._tool = make, arguments, made

    @property
    def tool(self) -> Tool:
        """The tool, made now if need be."""
        if self._tool is None:
            self._tool = _made(self._make, self._arguments)
        return self._tool

    def __reduce__(self) -> tuple[type[Recipe[Any]], tuple[object, ...]]:
        return Recipe, (self._make, *self._arguments)


@lru_cache(maxsize=4)
def _made(make: Callable[..., Tool], arguments: tuple[object, ...]) -> Tool:
    return make(*arguments)
