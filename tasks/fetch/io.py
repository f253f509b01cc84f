"""Reading documents from files and from standard input, as a stream in bounded memory."""

from __future__ import annotations

import codecs
import io
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import IO, cast

from msgspec.structs import replace

from schemas.errors import InputError
from schemas.records import Fetched, FetchFailure, FetchOutcome, RawDocument
from schemas.sources import Fields
from tasks.fetch.archives import read_archive
from tasks.fetch.bounded import inflated
from tasks.fetch.feed_process import MOST, FeedProcess
from tasks.fetch.files import ARCHIVE, JSON_FEED, STDIN, Place, check_inputs, find_files, kind_of
from tasks.fetch.json_feeds import is_json_feed
from tasks.fetch.kinds import read_stream
from tasks.fetch.places import STDIN_URI
from tasks.fetch.reader import BROKEN, Reader
from tasks.fetch.shelf import EMPTY, Shelf
from tasks.fetch.warc import BEGINS

ROW = re.compile(rb'\{\s*"')
MARKUP = re.compile(rb"<[!?A-Za-z]")
NO_STREAM = "is a WARC archive, which is read from a file: name that to newsledger ingest"
FEED = re.compile(rb"[^A-Za-z]*(?:<[!?][^>]*>\s*)*<(?:rss|feed|\w+:RDF)[\s>]")


def read_documents(
    inputs: Sequence[str],
    *,
    source: str | None,
    max_bytes: int,
    now: Callable[[], datetime],
    fields: Mapping[str, Fields] = MappingProxyType({}),
    max_entries: int = MOST,
    shelf: Shelf = EMPTY,
) -> Iterator[Fetched]:
    """Every document that the inputs name, in their order.

    Args:
        inputs: files, folders (all below them), patterns (`**` goes deep), or `-` for standard input. Which files
            are read `files.MEDIA_TYPES` says; others in a folder are passed over.
        source: whose documents they are; else each is named after its folder, or "stdin".
        max_bytes: a larger document, once decompressed, is not read.
        now: the clock that stamps them.
        fields: the field maps that sources have, by their names.
        max_entries: of a feed, no more are read.
        shelf: what is asked of archives, and how far they were read before.

    Raises:
        InputError: an input names nothing that can be read; raised at once, before anything is.
    """
    check_inputs(inputs)
    return _read_inputs(inputs, source, max_entries, lambda feeds: Reader(max_bytes, now, fields, feeds, shelf))


def _read_inputs(
    inputs: Sequence[str], source: str | None, max_entries: int, reader_with: Callable[[FeedProcess], Reader]
) -> Iterator[Fetched]:
    with FeedProcess(max_entries) as feeds:
        reader = reader_with(feeds)
        for given in inputs:
            yield from _read_input(reader, given, source)


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
            yield from _read_file(reader, file, place.source, uri, place.path)
    except (InputError, *BROKEN) as error:
        yield reader.failure(place.source, uri, error)


def _read_file(reader: Reader, file: IO[bytes], source: str, uri: str, path: Path) -> Iterator[Fetched]:
    kind = kind_of(path) or "text/plain"
    if kind == ARCHIVE:
        yield from read_archive(reader, file, reader.shelf.opened(file, uri, source))
    else:
        stream = inflated(file) if path.name.lower().endswith(".gz") else file
        yield from read_stream(reader, stream, source, uri, kind)


def _read_stdin(reader: Reader, source: str) -> Iterator[Fetched]:
    """Rows if it begins like a JSON object, a feed or a page if it begins like one, else plain text."""
    stream = io.BufferedReader(cast("io.RawIOBase", sys.stdin.buffer))
    kind = _sniff(stream.peek())
    try:
        if kind == ARCHIVE:
            raise InputError(NO_STREAM)
        for fetched in read_stream(reader, stream, source, STDIN_URI, kind):
            yield _named_by_content(fetched) if fetched.uri == STDIN_URI else fetched
    except (InputError, *BROKEN) as error:
        yield reader.failure(source, STDIN_URI, error)
    finally:
        stream.detach()  # so that dropping it leaves standard input open


def _named_by_content(fetched: Fetched) -> Fetched:
    """A text without a name: another text is another article, the same text is the same."""
    return replace(fetched, uri=f"{STDIN_URI}{fetched.sha256}") if isinstance(fetched, RawDocument) else fetched


def _sniff(head: bytes) -> str:
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if ROW.match(start):
        return JSON_FEED if is_json_feed(start) else "application/json"
    if start.startswith(BEGINS):
        return ARCHIVE
    if FEED.match(start):
        return "application/xml"
    return "text/html" if MARKUP.match(start) else "text/plain"
