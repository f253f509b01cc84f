"""Reading documents from files and from standard input, as a stream in bounded memory."""

from __future__ import annotations

import codecs
import hashlib
import io
import re
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import IO, cast

from schemas.errors import InputError
from schemas.records import FetchFailure, FetchOutcome, RawDocument
from schemas.sources import Fields
from tasks.fetch.bounded import SKIPPABLE, TooLargeError, inflated
from tasks.fetch.columns import check_columns
from tasks.fetch.files import STDIN, Place, check_inputs, find_files, media_type
from tasks.fetch.rows import Rows

Fetched = RawDocument | FetchFailure

BROKEN = (OSError, EOFError, zlib.error)  # what reading a file, plain or gzip, can raise

ROW = re.compile(rb'\{\s*"')
MARKUP = re.compile(rb"<[!?A-Za-z]")


@dataclass(frozen=True, slots=True)
class Reader:
    """How one run reads: the limit on a document, the clock, and the field maps that sources have, by their names."""

    max_bytes: int
    now: Callable[[], datetime]
    fields: Mapping[str, Fields]

    def document(self, source: str, uri: str, kind: str, content: bytes, charset: str | None = None) -> RawDocument:
        """A document that was read."""
        return RawDocument(source, uri, kind, content, hashlib.sha256(content).hexdigest(), self.now(), charset)

    def failure(self, source: str, uri: str, error: Exception) -> FetchFailure:
        """A document that could not be read, was too large to be, or is not what its name says."""
        by_error = {TooLargeError: FetchOutcome.TOO_LARGE, InputError: FetchOutcome.WRONG_TYPE}
        outcome = next((o for kind, o in by_error.items() if isinstance(error, kind)), FetchOutcome.FAILED)
        return FetchFailure(source, uri, outcome, _sentence(error), self.now())

    def too_large(self) -> TooLargeError:
        """The error for a document over the limit."""
        return TooLargeError(f"is larger than {self.max_bytes:,} bytes (NEWSLEDGER_MAX_DOCUMENT_BYTES)")


def read_documents(
    inputs: Sequence[str],
    *,
    source: str | None,
    max_bytes: int,
    now: Callable[[], datetime],
    fields: Mapping[str, Fields] = MappingProxyType({}),
) -> Iterator[Fetched]:
    """Every document that the inputs name, in their order.

    Args:
        inputs: files, folders (all below them), patterns (`**` goes deep), or `-` for standard input. Which files
            are read `files.MEDIA_TYPES` says; others in a folder are passed over.
        source: whose documents they are; else each is named after its folder, or "stdin".
        max_bytes: a larger document, once decompressed, is not read.
        now: the clock that stamps them.
        fields: the field maps that sources have, by their names.

    Raises:
        InputError: an input names nothing that can be read; raised at once, before anything is.
    """
    check_inputs(inputs)
    reader = Reader(max_bytes, now, fields)
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
            stream = inflated(file) if place.path.name.lower().endswith(".gz") else file
            yield from _read_stream(reader, stream, place.source, uri, media_type(place.path) or "text/plain")
    except BROKEN as error:
        yield reader.failure(place.source, uri, error)


def _read_stream(reader: Reader, stream: IO[bytes], source: str, uri: str, kind: str) -> Iterator[Fetched]:
    if kind == "application/json":
        yield from _read_lines(reader, stream, source, uri)
    elif kind == "text/csv":
        yield from _read_table(reader, stream, source, uri)
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


def _read_table(reader: Reader, stream: IO[bytes], source: str, uri: str) -> Iterator[Fetched]:
    """One document a row."""
    try:
        rows = Rows(_buffered(stream), reader.max_bytes)
        check_columns(rows.columns, reader.fields.get(source))
    except InputError as error:
        yield reader.failure(source, uri, error)
        return
    try:
        for line, content in rows:
            place = f"{uri}#line={line}"
            if content is None:
                yield reader.failure(source, place, reader.too_large())
            else:
                yield reader.document(source, place, "text/csv", content, rows.charset)
    except BROKEN as error:
        yield reader.failure(source, f"{uri}#line={rows.line}", error)


def _buffered(stream: IO[bytes]) -> io.BufferedReader:
    return io.BufferedReader(cast("io.RawIOBase", stream), 1 << 16)


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


def _sentence(error: Exception) -> str:
    if isinstance(error, TooLargeError | InputError):
        return str(error)
    what = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"cannot be read: {what[:1].lower()}{what[1:]}".rstrip(".")
