"""A stream of delimited text, row by row in bounded memory; a broken row costs its neighbours nothing.

A row goes out as the bytes of the header and its own, as they came: a table of one row, which can be read without
its file.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import NamedTuple

from schemas.errors import InputError
from tasks.fetch.bounded import SKIPPABLE, TooLargeError
from tasks.fetch.charset import guess_charset, read_text, refuse_formats, wide_codec
from tasks.fetch.table import BadRowError, choose_delimiter, next_row

SAMPLE = 1 << 16  # bytes that tell the encoding
LINE_ENDS = ("\n", "\r")
PREAMBLE = re.compile(r'"?sep=."?\s*', re.IGNORECASE)  # a line that tells Excel the delimiter
RETRIES = 10  # times the limit: how much of a file is read again to find where rows begin behind broken ones
RETRY_COST = 200  # characters that reading a line again costs besides its own
COMPACTED = 10_000  # lines that are done with are dropped by so many


class Portion(NamedTuple):
    """A row, whole or broken; no content if it is larger than a document may be."""

    line: int  # on which it begins, from 1
    content: bytes | None


class Rows:
    """The rows of one table. Lines are read ahead only as far as one row may reach."""

    def __init__(self, stream: io.BufferedReader, max_bytes: int) -> None:
        """Reads the header.

        Raises:
            InputError: it is no table; one sentence.
        """
        sample = stream.peek(SAMPLE)
        refuse_formats(sample)
        self._mark, wide = wide_codec(sample)
        self.charset = None if wide else guess_charset(sample)
        self._codec = wide or "latin-1"  # whatever it is, its delimiters, quotes and line ends are ASCII's
        stream.read(len(self._mark))
        self._stream = io.TextIOWrapper(stream, self._codec, "replace", newline="")
        self._most, self._patience = max_bytes, RETRIES * max_bytes
        self._ahead: list[str] = []
        self._done = 0  # lines of `_ahead`
        self.line = 1  # on which the next row begins
        self._cut = False  # the last row to be read went over the limit
        self._delimiter, self._header = self._read_header()
        self.columns = self._columns()

    def __iter__(self) -> Iterator[Portion]:
        """Every row but blank ones, in order.

        Raises:
            TooLargeError: it would cost too much to find where an overlong row ends.
        """
        while self._line(0) is not None:
            lines, good = self._try(0)
            cut = self._cut and not good
            if not good and lines > 1:
                behind = next((n for n in range(1, lines) if self._try(n)[1]), None)
                cut, lines = cut and behind is None, behind or lines
            number, text = self.line, self._take(lines)
            if cut:
                yield Portion(number, None)
                self._skip(quoted=lines > 0)
            elif good is not None:
                yield Portion(number, self._bytes(self._header + text))

    def _read_header(self) -> tuple[str, str]:
        while (line := self._line(0)) is not None and (not line.strip() or PREAMBLE.fullmatch(line)):
            self._take(1)
        delimiter = choose_delimiter(lambda: self._lines(0))
        try:
            _, lines = next_row(self._lines(0), delimiter)
        except BadRowError as error:
            raise InputError(f"has no header of column names: its first line {error}") from error
        return delimiter, self._take(lines)

    def _columns(self) -> list[str]:
        text, _ = read_text(self._bytes(self._header), charset=self.charset)
        return [name.strip() for name in next_row(io.StringIO(text, newline=""), self._delimiter)[0]]

    def _try(self, start: int) -> tuple[int, bool | None]:
        """How many lines the row takes that begins so many lines ahead, and whether it is whole; None if blank."""
        try:
            cells, lines = next_row(self._lines(start), self._delimiter, len(self.columns))
        except BadRowError as error:
            return error.lines, False
        return lines, True if "".join(cells).strip() else None

    def _lines(self, start: int) -> Iterator[str]:
        """The lines from `start` on that one row may stand on."""
        self._cut, room, again = False, self._most, start > 0
        while (line := self._line(start)) is not None and not (again and self._patience < 0):
            self._patience -= len(line) + RETRY_COST if again else 0
            room -= len(line)
            self._cut = room < 0
            if self._cut:
                return
            yield line
            start += 1

    def _line(self, n: int) -> str | None:
        """The line that stands so many lines ahead, or the first part of an overlong one; None behind the last."""
        while len(self._ahead) <= self._done + n:
            line = self._stream.readline(self._most + 2)
            if not line:
                return None
            self._ahead.append(line)
        return self._ahead[self._done + n]

    def _take(self, lines: int) -> str:
        taken = self._ahead[self._done : self._done + lines]
        self._done += lines
        self.line += sum(line.endswith(LINE_ENDS) for line in taken)
        if self._done >= min(COMPACTED, len(self._ahead)):
            del self._ahead[: self._done]
            self._done = 0
        return "".join(taken)

    def _skip(self, *, quoted: bool) -> None:
        """Pass over the rest of an overlong row: to the end of its line, or of the line that closes its quotation."""
        budget = self._most * SKIPPABLE
        by_quotes = quoted
        while (line := self._line(0)) is not None:
            budget -= len(line)
            if budget < 0:
                raise TooLargeError("is left unread from here on: the row before has no end")
            self._take(1)
            quoted ^= by_quotes and line.count('"') % 2 == 1
            if line.endswith(LINE_ENDS) and not quoted:
                return

    def _bytes(self, text: str) -> bytes:
        return self._mark + text.encode(self._codec, "replace")
