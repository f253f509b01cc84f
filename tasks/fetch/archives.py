"""An archive (WARC) as documents, from where the last reading stopped; records that are none are counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from fastwarc.warc import WarcRecord
from msgspec.structs import replace

from schemas.errors import InputError
from schemas.records import Bookmark, Fetched, FetchFailure, RawDocument, RawLocation
from tasks.fetch.archived import Passed, address, archived, is_own
from tasks.fetch.bounded import TooLargeError
from tasks.fetch.places import at_offset, path_of
from tasks.fetch.raw_store import SUFFIX
from tasks.fetch.reader import BROKEN, Reader
from tasks.fetch.shelf import moved
from tasks.fetch.warc import Found, Readable, read_records

EVERY = 100  # records from bookmark to bookmark: at most as many are read twice when a run was killed
LONGEST_SHOWN = 200  # characters of an address


def read_archive(reader: Reader, file: Readable, bookmark: Bookmark) -> Iterator[Fetched]:
    """The documents of an archive, with bookmarks before, between and behind them.

    Args:
        reader: how it is read.
        file: open, and as it is on the disk.
        bookmark: who collects it (a document that a raw store had keeps its own), where it stands (a record that
            cannot be read is `URI#offset=BYTE`), and where reading begins.

    Raises:
        InputError: it is no archive; one sentence.
    """
    source, uri = bookmark.source, bookmark.uri
    yield bookmark
    passed: Counter[tuple[str, str]] = Counter()
    end = bookmark.size
    for number, found in enumerate(read_records(file, bookmark.offset, reader.max_bytes), 1):
        if number % EVERY == 0 and found.offset > bookmark.offset:
            bookmark = moved(bookmark, found.offset, passed)
            yield bookmark
            passed.clear()
        each = _document(reader, found, source, uri)
        if isinstance(each, Passed):
            passed[each.outcome, each.reason] += 1
        elif each:
            yield each
        end = found.offset if isinstance(found.problem, EOFError) else bookmark.size
    yield moved(bookmark, end, passed)


def _document(reader: Reader, found: Found, source: str, uri: str) -> Fetched | Passed | None:
    """What a record is, or why it cannot be had."""
    place, here = at_offset(uri, found.offset), path_of(uri) is not None
    if found.record is None:
        return reader.failure(source, place, found.problem or InputError("is missing"))
    wanted = replace(reader.shelf.wanted(source, reader.max_bytes), own=here)
    try:
        each = archived(found.record, wanted)
    except TooLargeError:
        return _failed(reader, found.record, source, place, reader.too_large())
    except (InputError, *BROKEN) as error:
        return _failed(reader, found.record, source, place, error)
    if isinstance(each, RawDocument) and here and is_own(found.record):
        return _landed(each, found, uri)
    return each


def _failed(reader: Reader, record: WarcRecord, source: str, place: str, error: Exception) -> FetchFailure:
    """It says too which page it is about."""
    failure, page = reader.failure(source, place, error), address(record)[:LONGEST_SHOWN]
    return replace(failure, reason=f"{page}: {failure.reason}") if page else failure


def _landed(raw: RawDocument, found: Found, uri: str) -> RawDocument:
    """A document of a raw store, with its place there if it can be read from that place alone."""
    path = str(path_of(uri))
    alone = found.record is not None and found.record.stream_pos == 0 and path.endswith(SUFFIX)
    return replace(raw, landed=RawLocation(path, found.offset)) if alone else raw
