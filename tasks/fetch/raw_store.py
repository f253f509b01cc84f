"""The raw store: WARC files that hold every document's bytes as they came.

One file a writer, one record a document, each record its own gzip member, so that an offset finds it. Bytes that are
there already are not written again: a record that refers to them says what else came with the same. A writer that is
killed leaves a file whose whole records can all be read.
"""

from __future__ import annotations

import fcntl
import io
import os
import re
import zlib
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self, TypeVar

from fastwarc.warc import WarcRecord, WarcRecordType

from schemas.errors import StoreError
from schemas.records import RawDocument, RawLocation
from tasks.fetch.raw_records import (
    DOCUMENTS,
    document_of,
    held,
    info,
    members,
    packed,
    payload_of,
    referred_to,
    revisit,
    terms_of,
)

Key = TypeVar("Key")
Value = TypeVar("Value")

SUFFIX = ".warc.gz"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,150}")
REMEMBERED = 10_000  # documents: more than are ever on their way to the ledger at once
WRITABLE = "see that the disk has room and that NEWSLEDGER_RAW_DIR can be written, and run it again: nothing is lost"


class RawWriter:
    """Appends documents to a file of its own; the file is made with the first one.

    The same bytes handed in again are not written again, as far back as `REMEMBERED` documents; what is older, the
    ledger knows. A writer belongs to one thread.
    """

    def __init__(self, folder: Path, name: str, terms: Mapping[str, str] = MappingProxyType({})) -> None:
        """`terms`: on what the documents are fetched; what `read_terms` gives back."""
        if not NAME.fullmatch(name):
            raise StoreError(f"{name!r} cannot name a raw file: use letters, digits, dot, dash and underscore")
        self._folder, self._name, self._terms = folder, name, terms
        self._file: io.FileIO | None = None
        self._written: OrderedDict[str, RawLocation] = OrderedDict()  # by sha256
        self._last: OrderedDict[tuple[str, str], str] = OrderedDict()  # sha256 by source and URI

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.sync()
        if self._file:
            self._file.close()

    @property
    def file(self) -> str:
        """The name of its file, which is there once something was appended."""
        return self._name + SUFFIX

    def append(self, raw: RawDocument) -> RawLocation:
        """Write one document and say where its bytes stand.

        Raises:
            StoreError: the file cannot be written.
        """
        location = self._written.get(raw.sha256) or self._landed(raw)
        if location:
            self.note(raw, location)
        else:
            location = self._write(raw, held(raw))
        _remember(self._written, raw.sha256, location)
        return location

    def note(self, raw: RawDocument, location: RawLocation) -> None:
        """Write that a document came whose bytes stand at `location`, unless its place has just brought them.

        One that was read from this very store is in it already.

        Raises:
            StoreError: the file cannot be written.
        """
        if self._last.get((raw.source, raw.uri)) != raw.sha256 and not self._landed(raw):
            self._write(raw, revisit(raw, location))

    def sync(self) -> None:
        """Return when all that was appended would survive a power cut."""
        if self._file:
            with store_errors(self._folder, "written"):
                os.fsync(self._file.fileno())

    def _landed(self, raw: RawDocument) -> RawLocation | None:
        """Where it stands already, if that is in this store."""
        folder = str(self._folder.absolute()) + os.sep
        if raw.landed is None or not raw.landed.file.startswith(folder):
            return None
        return RawLocation(raw.landed.file.removeprefix(folder), raw.landed.offset)

    def _write(self, raw: RawDocument, record: WarcRecord) -> RawLocation:
        with store_errors(self._folder, "written"):
            file = self._file = self._file or self._open()
            location = RawLocation(self.file, file.tell())
            _write_whole(file, packed(record))
        _remember(self._last, (raw.source, raw.uri), raw.sha256)
        return location

    def _open(self) -> io.FileIO:
        """A new file: nobody else's is ever appended to. As long as it is open, nothing is erased in it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        file = io.FileIO(self._folder / self.file, "xb")
        fcntl.flock(file, fcntl.LOCK_EX)
        _write_whole(file, packed(info(self._terms)))
        return file


def _remember(known: OrderedDict[Key, Value], key: Key, value: Value) -> None:
    known[key] = value
    if len(known) > REMEMBERED:
        known.popitem(last=False)


def read_raw(folder: Path, location: RawLocation) -> RawDocument:
    """One document as it was appended.

    Raises:
        StoreError: there is no whole record at that place, or its bytes are not those that were written.
    """
    where = f"{location.file} at byte {location.offset}"
    record = read_record(folder, location)
    if record is None:
        raise StoreError(f"raw store {folder}: what stood in {where} was erased")
    return document_of(record, where)


def read_record(folder: Path, location: RawLocation) -> WarcRecord | None:
    """The record with a document's bytes that stands there; None if it was erased.

    Raises:
        StoreError: there is no whole record at that place.
    """
    with store_errors(folder, "read"), (folder / location.file).open("rb") as file:
        file.seek(location.offset)
        for member in members(file):
            record = member.record
            return record if record.record_type in DOCUMENTS else None
    raise StoreError(f"raw store {folder}: {location.file} at byte {location.offset} holds no whole record")


def raw_files(folder: Path) -> list[str]:
    """The names of the store's files, in the order in which they were begun."""
    return sorted(path.name for path in folder.glob(f"*{SUFFIX}"))


def read_terms(folder: Path, name: str) -> dict[str, str]:
    """On what a file's documents were fetched.

    Raises:
        StoreError: the file cannot be read.
    """
    with store_errors(folder, f"read ({name})"), (folder / name).open("rb") as file:
        first = next(members(file), None)
        return terms_of(first.record) if first else {}


def iterate_file(folder: Path, name: str) -> Iterator[tuple[RawLocation, RawDocument]]:
    """Every document of one file, in the order in which they came, and where its bytes stand.

    A record that a killed writer left unfinished at the end of its file was never handed on, and is passed over; so is
    one whose bytes were erased elsewhere.

    Raises:
        StoreError: the file cannot be read, or a record is damaged.
    """
    with store_errors(folder, f"read ({name})"), (folder / name).open("rb") as file:
        for member in members(file):
            record, where = member.record, f"{name} at byte {member.start}"
            if record.record_type in DOCUMENTS:
                yield RawLocation(name, member.start), document_of(record, where)
            elif record.record_type == WarcRecordType.revisit:
                bytes_at = referred_to(record)
                if (folder / bytes_at.file).exists() and (kept := read_record(folder, bytes_at)) is not None:
                    yield bytes_at, document_of(record, where, payload_of(kept))


def iterate_raw(folder: Path) -> Iterator[tuple[RawLocation, RawDocument]]:
    """Every document of the store, file by file; see `iterate_file`."""
    for name in raw_files(folder):
        yield from iterate_file(folder, name)


@contextmanager
def store_errors(folder: Path, verb: str) -> Iterator[None]:
    try:
        yield
    except (OSError, zlib.error) as error:  # an OSError is also how fastwarc reports damage
        what = error.strerror if isinstance(error, OSError) and error.strerror else error
        hint = f"; {WRITABLE}" if verb == "written" else ""
        raise StoreError(f"raw store {folder} cannot be {verb}: {what}{hint}") from error


def _write_whole(file: io.FileIO, member: bytes) -> None:
    """All or nothing: a record cut short by a full disk would hide those after it."""
    start = file.tell()
    try:
        if file.write(member) == len(member):
            return
        raise OSError("the disk is full")
    except OSError:
        file.seek(start)
        file.truncate()
        raise
