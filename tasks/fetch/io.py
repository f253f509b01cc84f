"""Reading documents from files and from standard input, as a stream in bounded memory."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import re
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import IO, TYPE_CHECKING, cast

from schemas.records import FetchFailure, FetchOutcome, RawDocument
from tasks.fetch.files import STDIN, Place, check_inputs, find_files, media_type

if TYPE_CHECKING:
    from typing_extensions import Buffer

Fetched = RawDocument | FetchFailure

SKIPPABLE = 50  # times `max_bytes`: how much of one overlong line is passed over to find the next
MAX_INFLATION = 250  # bytes out of one compressed byte; news copy stays below 30, a bomb is near 1,000
BROKEN = (OSError, EOFError, zlib.error)  # what reading a file, plain or gzip, can raise

ROW = re.compile(rb'\{\s*"')
MARKUP = re.compile(rb"<[!?A-Za-z]")


class TooLargeError(OSError):
    """Reading on would cost more than a document may."""


@dataclass(frozen=True, slots=True)
class Reader:
    """How one run reads: the limit on a document, and the clock."""

    max_bytes: int
    now: Callable[[], datetime]

    def document(self, source: str, uri: str, kind: str, content: bytes) -> RawDocument:
        """A document that was read."""
        return RawDocument(source, uri, kind, content, hashlib.sha256(content).hexdigest(), self.now())

    def failure(self, source: str, uri: str, error: Exception) -> FetchFailure:
        """A document that could not be read, or was too large to be."""
        outcome = FetchOutcome.TOO_LARGE if isinstance(error, TooLargeError) else FetchOutcome.FAILED
        return FetchFailure(source, uri, outcome, _sentence(error), self.now())

    def too_large(self) -> TooLargeError:
        """The error for a document over the limit."""
        return TooLargeError(f"is larger than {self.max_bytes:,} bytes (NEWSLEDGER_MAX_DOCUMENT_BYTES)")


def read_documents(
    inputs: Sequence[str], *, source: str | None, max_bytes: int, now: Callable[[], datetime]
) -> Iterator[Fetched]:
    """Every document that the inputs name, in their order.

    Args:
        inputs: files, folders (all below them), patterns (`**` goes deep), or `-` for standard input. Files are
            .txt, .html, .htm and .jsonl (one document a line), each also with .gz; others in a folder are not read.
        source: whose documents they are; else each is named after its folder, or "stdin".
        max_bytes: a larger document, once decompressed, is not read.
        now: the clock that stamps them.

    Raises:
        InputError: an input names nothing that can be read; raised at once, before anything is.
    """
    check_inputs(inputs)
    reader = Reader(max_bytes, now)
    return (fetched for given in inputs for fetched in _read_input(reader, given, source))


def _read_input(reader: Reader, given: str, source: str | None) -> Iterator[Fetched]:
    if given == STDIN:
        yield from _read_stdin(reader, source or "stdin")
    else:
        for place in find_files(given, source):
            yield from _read_place(reader, place)


def _read_place(reader: Reader, place: Place) -> Iterator[Fetched]:
    uri = place.path.as_uri()
    if place.problem:
        outcome = FetchOutcome.BLOCKED if place.outside else FetchOutcome.FAILED
        yield FetchFailure(place.source, uri, outcome, place.problem, reader.now())
        return
    try:
        with place.path.open("rb") as file:
            stream = _inflated(file) if place.path.name.lower().endswith(".gz") else file
            yield from _read_stream(reader, stream, place.source, uri, media_type(place.path) or "text/plain")
    except BROKEN as error:
        yield reader.failure(place.source, uri, error)


def _read_stream(reader: Reader, stream: IO[bytes], source: str, uri: str, kind: str) -> Iterator[Fetched]:
    if kind == "application/json":
        yield from _read_lines(reader, stream, source, uri)
    else:
        content = stream.read(reader.max_bytes + 1)
        if len(content) > reader.max_bytes:
            raise reader.too_large()
        yield reader.document(source, uri, kind, content)


def _read_lines(reader: Reader, stream: IO[bytes], source: str, uri: str) -> Iterator[Fetched]:
    """One document a line; blank lines are none."""
    number = 0
    try:
        while line := stream.readline(reader.max_bytes + 2):  # a limit's worth, and its line end
            number += 1
            place = f"{uri}#line={number}"
            content = line.rstrip(b"\r\n")
            if len(content) > reader.max_bytes:
                yield reader.failure(source, place, reader.too_large())
                _skip_line(stream, line, reader.max_bytes * SKIPPABLE)
            elif content.strip():
                yield reader.document(source, place, "application/json", content)
    except BROKEN as error:
        yield reader.failure(source, f"{uri}#line={number + 1}", error)


def _skip_line(stream: IO[bytes], line: bytes, budget: int) -> None:
    while line and not line.endswith(b"\n"):
        budget -= len(line)
        if budget < 0:
            raise TooLargeError("is left unread from here on: the line before has no end")
        line = stream.readline(1 << 20)


def _read_stdin(reader: Reader, source: str) -> Iterator[Fetched]:
    """Rows if it begins like a JSON object, a page if it begins like markup, else plain text."""
    stream = io.BufferedReader(cast("io.RawIOBase", sys.stdin.buffer))
    kind = _sniff(stream.peek())
    try:
        if kind == "application/json":
            yield from _read_lines(reader, stream, source, "stdin:")
        else:
            yield from map(_named_by_content, _read_stream(reader, stream, source, "stdin:", kind))
    except BROKEN as error:
        yield reader.failure(source, "stdin:", error)
    finally:
        stream.detach()  # so that dropping it leaves standard input open


def _named_by_content(fetched: Fetched) -> Fetched:
    """A text without a name: another text is another article, the same text is the same."""
    return replace(fetched, uri=f"stdin:{fetched.sha256}") if isinstance(fetched, RawDocument) else fetched


def _sniff(head: bytes) -> str:
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if ROW.match(start):
        return "application/json"
    return "text/html" if MARKUP.match(start) else "text/plain"


class _Inflating(io.RawIOBase):
    """The decompressed bytes of a gzip file, until they look like a bomb."""

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


def _inflated(file: IO[bytes]) -> io.BufferedReader:
    return io.BufferedReader(_Inflating(file), 1 << 16)


def _sentence(error: Exception) -> str:
    if isinstance(error, TooLargeError):
        return str(error)
    what = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"cannot be read: {what[:1].lower()}{what[1:]}".rstrip(".")
