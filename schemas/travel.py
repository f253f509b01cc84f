"""What goes to another process: cheaply, or not at all."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from functools import lru_cache
from pickle import PickleBuffer
from typing import Any, Generic, Self, SupportsIndex, TypeVar, cast
from uuid import uuid4

Thing = TypeVar("Thing")
Tool = TypeVar("Tool")

OUT_OF_BAND = 5  # the protocol of pickle from which on bytes need not be copied into what is packed: PEP 574


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

    def packed(self) -> Self:
        """The same, for a carrier that would have it packed more than once: Dask tries several ways to do so."""
        return self if self._packed else type(self)(cast("Thing", None), self._pack())

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[type[Parcel[Any]], tuple[None, bytes | PickleBuffer]]:
        packed = self._packed or self._pack()
        return Parcel, (None, PickleBuffer(packed) if int(protocol) >= OUT_OF_BAND else packed)

    def __dask_tokenize__(self) -> str:
        """A name of its own; Dask would look at all that is in it for one."""
        return uuid4().hex

    def _pack(self) -> bytes:
        return pickle.dumps(self._thing, pickle.HIGHEST_PROTOCOL)


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
