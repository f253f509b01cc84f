"""The documents in an open file, by what it holds: one, or one a line, a row or an entry."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import IO, cast
from urllib.parse import quote

from schemas.errors import InputError
from schemas.records import Fetched
from tasks.fetch.bounded import SKIPPABLE, TooLargeError
from tasks.fetch.columns import check_columns
from tasks.fetch.files import JSON_FEED
from tasks.fetch.json_feeds import read_json_feed
from tasks.fetch.reader import BROKEN, Reader
from tasks.fetch.rows import Rows


def read_stream(reader: Reader, stream: IO[bytes], source: str, uri: str, kind: str) -> Iterator[Fetched]:
    """What a stream holds.

    Args:
        reader: how it is read.
        stream: the decompressed bytes.
        source: whose they are.
        uri: where they stand; that of a line, row or entry begins with it.
        kind: one that `files.kind_of` gives.

    Raises:
        OSError, EOFError, zlib.error: nothing more can be read.
    """
    if kind == "application/json":
        yield from _read_lines(reader, stream, source, uri)
    elif kind == "text/csv":
        yield from _read_table(reader, stream, source, uri)
    elif kind == "application/xml":
        yield from _read_feed(reader, reader.feeds.read(reader.whole(stream)), source, uri)
    elif kind == JSON_FEED:
        yield from _read_feed(reader, read_json_feed(reader.whole(stream), reader.feeds.most), source, uri)
    else:
        yield reader.document(source, uri, kind, reader.whole(stream))


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


def _read_feed(reader: Reader, entries: Iterator[bytes], source: str, uri: str) -> Iterator[Fetched]:
    """One document an entry, under the name it has in the feed: its place changes with every new one."""
    try:
        for number, entry in enumerate(entries, 1):
            item = json.loads(entry)
            named = (item.get("id") or item.get("url")) if isinstance(item, dict) else None
            place = f"{uri}#entry={quote(str(named or number), safe='')}"
            yield reader.document(source, place, "application/feed+json", entry)
    except InputError as error:
        yield reader.failure(source, uri, error)


def _buffered(stream: IO[bytes]) -> io.BufferedReader:
    return io.BufferedReader(cast("io.RawIOBase", stream), 1 << 16)


def _skip_line(stream: IO[bytes], line: bytes, budget: int) -> None:
    while line and not line.endswith(b"\n"):
        budget -= len(line)
        if budget < 0:
            raise TooLargeError("is left unread from here on: the line before has no end")
        line = stream.readline(1 << 20)
