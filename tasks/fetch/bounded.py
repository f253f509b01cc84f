"""What reading may cost: limits that keep a hostile or broken file from taking the memory or the day."""

from __future__ import annotations

import gzip
import io
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import Buffer

SKIPPABLE = 50  # times the limit on a document: how much of one overlong row is passed over to find the next
MAX_INFLATION = 250  # bytes out of one compressed byte; news copy stays below 30, a bomb is near 1,000


class TooLargeError(OSError):
    """Reading on would cost more than a document may."""


def inflated(file: IO[bytes]) -> io.BufferedReader:
    """The decompressed bytes of a gzip file; reading raises `TooLargeError` once they look like a bomb."""
    return io.BufferedReader(_Inflating(file), 1 << 16)


class _Inflating(io.RawIOBase):
    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._gzip, self._out = file, gzip.GzipFile(fileobj=file), 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        size = self._gzip.readinto(buffer)
        self._out += size
        if self._out > MAX_INFLATION * max(self._file.tell(), 1 << 16):
            raise TooLargeError(f"is left unread from here on: it swells to more than {MAX_INFLATION} times its size")
        return size
