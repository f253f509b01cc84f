"""The records of a WARC file, plain or gzipped, as a stream: damage costs the record that it strikes, and no other.

fastwarc reads the records. The gzip members are taken apart here: it stops for good at the first that is damaged, and
passes over one that breaks off.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Generator, Iterator
from typing import BinaryIO, NamedTuple, Protocol, cast

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from schemas.counted import counted
from schemas.errors import InputError
from tasks.fetch.bounded import MAX_INFLATION, TooLargeError

GZIP, BEGINS = b"\x1f\x8b\x08", b"WARC/"
CHUNK = 1 << 16  # bytes
HEAD = 1 << 15  # bytes that the head of an HTTP response may have besides its content
CANDIDATES = 10_000  # places behind damage that look like the beginning of a record, and are tried
WHOLE = "get the archive again, whole"
FORGED = f"is longer or shorter than it declares; {WHOLE}"
NO_ARCHIVE = "is no WARC archive: no record begins where it begins"
DAMAGE = (OSError, EOFError, zlib.error)  # an OSError is also how fastwarc says what is no record


class Found(NamedTuple):
    """A record, or what is wrong where one should be."""

    offset: int  # bytes, where reading can begin again to have it
    record: WarcRecord | None  # frozen, with its content; not if that is larger than was asked for
    problem: Exception | None = None


class Readable(Protocol):
    """A file, on the disk or on a server."""

    def read(self, size: int, /) -> bytes:
        """So many bytes; fewer only at the end."""

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go to a place, and say which that is."""

    def tell(self) -> int:
        """The place of the next byte."""


class Part(Protocol):
    """A stretch of the file that is read in one go."""

    def read(self, size: int = -1) -> bytes:
        """Some of its bytes, decompressed; none behind the last."""

    def tell(self) -> int:
        """How many bytes were read."""

    def offset_of(self, record: WarcRecord) -> int:
        """Where reading can begin again to have a record of it."""

    def behind(self, record: WarcRecord) -> int:
        """From where on the next record may begin."""

    def end(self) -> int:
        """Where it ends."""


def read_records(file: Readable, start: int, max_bytes: int) -> Iterator[Found]:
    """Every record from an offset on.

    Args:
        file: open, at any place.
        start: 0, or an offset that was found before.
        max_bytes: a record with more content is handed on without it; a response then has its head.

    Raises:
        InputError: it is no archive; one sentence.
    """
    size = file.seek(0, os.SEEK_END)
    part_at = _kind_of_part(file)
    if start == 0 and size and not _begins(part_at(file, 0)) and _next_start(file, 1, part_at) is None:
        raise InputError(NO_ARCHIVE)
    at: int | None = start
    while at is not None and at < size:
        part = part_at(file, at)
        resume = yield from _records(part, at, max_bytes)
        at = part.end() if resume is None else _next_start(file, resume, part_at)


def _records(part: Part, at: int, max_bytes: int) -> Generator[Found, None, int | None]:
    """A part's records. Returns from where on to look for the next one, if it is damaged.

    A record is handed on when what is behind it is a record too, or nothing: else its length may be a lie.
    """
    waiting: Found | None = None
    try:
        for record in ArchiveIterator(cast("BinaryIO", part), parse_http=False, stream_detect=False):
            if waiting:
                yield waiting
            waiting, at = None, part.offset_of(record)
            _fill(record, max_bytes)
            waiting = Found(at, record)
        part.end()
    except DAMAGE as error:
        if waiting is None or waiting.record is None:
            yield Found(at, None, error)
        elif not _is_intact(waiting.record):
            yield Found(at, None, InputError(FORGED) if waiting.record.is_frozen else error)
        else:
            yield waiting
            at = part.behind(waiting.record)
            yield Found(at, None, error)
        return at + 1
    if waiting:
        yield waiting
    return None


def _fill(record: WarcRecord, max_bytes: int) -> None:
    """Take a record's content into memory, if it is not too much.

    Raises:
        EOFError: there is less than the record declares.
    """
    declared = record.content_length
    if "Content-Length" not in record.headers:
        raise EOFError("it breaks off in its head")
    if declared > max_bytes + HEAD:
        if record.record_type == WarcRecordType.response:
            record.parse_http()
        return
    record.freeze()
    size = len(record.reader.read())
    if size < declared:
        raise EOFError(f"it has {counted(size, 'byte')} of {declared:,}")
    record.reader.seek(0)


def _is_intact(record: WarcRecord) -> bool:
    """Whether its digest says that it ends where it should; without one, nothing does."""
    return bool(record.is_frozen and record.verify_block_digest())


def _kind_of_part(file: Readable) -> type[Member | Plain]:
    file.seek(0)
    return Member if file.read(len(GZIP)) == GZIP else Plain


def _begins(part: Part) -> bool:
    try:
        return part.read(CHUNK).lstrip(b"\r\n").startswith(BEGINS)
    except DAMAGE:
        return False


def _next_start(file: Readable, start: int, part_at: type[Member | Plain]) -> int | None:
    """The first place from `start` on at which a record begins."""
    for tried, place in enumerate(_places(file, start, part_at.MARK)):
        if tried == CANDIDATES:
            return None
        if _begins(part_at(file, place + part_at.BEFORE)):
            return place + part_at.BEFORE
    return None


def _places(file: Readable, start: int, mark: bytes) -> Iterator[int]:
    """Where some bytes stand in a file, from `start` on."""
    base, held = start, b""
    while True:
        file.seek(base + len(held))
        if not (chunk := file.read(CHUNK)):
            return
        held += chunk
        place = held.find(mark)
        while place >= 0:
            yield base + place
            place = held.find(mark, place + 1)
        kept = len(mark) - 1
        base, held = base + len(held[:-kept]), held[-kept:]


class Plain:
    """All that follows in a file that is not compressed."""

    MARK, BEFORE = b"\n" + BEGINS, 1

    def __init__(self, file: Readable, start: int) -> None:
        self._file, self._start = file, file.seek(start)

    def read(self, size: int = -1) -> bytes:
        """See `Part`."""
        return self._file.read(min(size, CHUNK) if size > 0 else CHUNK)

    def tell(self) -> int:
        """See `Part`."""
        return self._file.tell() - self._start

    def offset_of(self, record: WarcRecord) -> int:
        """Each has a place of its own."""
        return self._start + record.stream_pos

    def behind(self, record: WarcRecord) -> int:
        """Behind its content; its head, whose length is not known, comes on top of that."""
        return self.offset_of(record) + record.content_length

    def end(self) -> int:
        """The file's."""
        return self._file.seek(0, os.SEEK_END)


class Member:
    """One gzip member: one record, or all of a file that was compressed in one go."""

    MARK, BEFORE = GZIP, 0

    def __init__(self, file: Readable, start: int) -> None:
        self._file, self._start = file, file.seek(start)
        self._zlib = zlib.decompressobj(wbits=31)
        self._in = self._out = 0

    def read(self, size: int = -1) -> bytes:
        """See `Part`; not everything at once.

        Raises:
            EOFError, zlib.error: it breaks off, or is damaged.
            TooLargeError: it looks like a bomb.
        """
        while not self._zlib.eof:
            chunk = self._zlib.unconsumed_tail or self._more()
            found = self._zlib.decompress(chunk, min(size, CHUNK) if size > 0 else CHUNK)
            self._out += len(found)
            if self._out > MAX_INFLATION * max(self._in, CHUNK):
                raise TooLargeError(f"is left unread: it swells to more than {MAX_INFLATION} times its size")
            if found:
                return found
        return b""

    def _more(self) -> bytes:
        chunk = self._file.read(CHUNK)
        self._in += len(chunk)
        if not chunk:
            raise EOFError("it breaks off")
        return chunk

    def tell(self) -> int:
        """See `Part`."""
        return self._out

    def offset_of(self, record: WarcRecord) -> int:  # noqa: ARG002 - see `Part`
        """A member is read from its beginning."""
        return self._start

    def behind(self, record: WarcRecord) -> int:  # noqa: ARG002
        """No other can be found inside it."""
        return self._start

    def end(self) -> int:
        """Where the next begins; what is left of it is passed over."""
        while self.read():
            pass
        return self._start + self._in - len(self._zlib.unused_data)
