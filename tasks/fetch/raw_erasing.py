"""Records erased from the raw store: their bytes are nowhere in it afterwards, and others stand where they stood."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import IO

from fastwarc.warc import WarcRecord, WarcRecordType
from msgspec import Struct

from schemas.errors import StoreError
from tasks.fetch.raw_records import DOCUMENTS, Member, digest_of, filler, members, source_of, uri_of
from tasks.fetch.raw_store import raw_files, store_errors

PAGE = 4096  # bytes that a file system need not store if they are zeros
RECORDS = (*DOCUMENTS, WarcRecordType.revisit)


class Doomed(Struct, frozen=True):
    """What is to be erased: documents with these bytes, or from these places; but none that are kept."""

    bytes: frozenset[str]  # sha256
    places: frozenset[tuple[str, str]] = frozenset()  # source, URI
    kept: frozenset[str] = frozenset()  # sha256: of bytes that others came with, too

    def has(self, record: WarcRecord) -> bool:
        """Whether a record is to be erased."""
        if record.record_type not in RECORDS:
            return False
        sha256 = digest_of(record)
        named = sha256 in self.bytes or (source_of(record), uri_of(record)) in self.places
        return named and sha256 not in self.kept


def erase(
    folder: Path,
    doomed: Doomed,
    now: datetime,
    names: Iterable[str] | None = None,
    advance: Callable[[int], None] = lambda _: None,
) -> int:
    """Erase what is doomed, and what killed writers left unfinished, whose ends nobody can read; returns how many.

    Args:
        folder: the raw store.
        doomed: what is to go.
        now: when.
        names: the files to look into; all if left out.
        advance: told after each file.

    Raises:
        StoreError: a file is damaged, cannot be written, or is being written by a run; those before it are done.
    """
    erased = 0
    for name in raw_files(folder) if names is None else names:
        with store_errors(folder, f"written ({name})"), (folder / name).open("r+b") as file:
            erased += _erase(file, folder / name, doomed, now)
        advance(1)
    return erased


def _erase(file: IO[bytes], path: Path, doomed: Doomed, now: datetime) -> int:
    idle = _locked(file)
    if idle and os.fstat(file.fileno()).st_ino != path.stat().st_ino:
        raise StoreError(f"raw store: another process has just rewritten {path.name}: say it again")
    gone: list[Member] = []
    end, left = 0, False
    for member in members(file):
        record, end = member.record, member.end
        if doomed.has(record):
            gone.append(member._replace(content=b""))
        else:
            left = left or record.record_type in RECORDS
    if not idle:
        _refuse(gone, path)
    elif gone and not left:
        path.unlink()
    elif gone:
        _rewrite(file, path, gone, end, now)
    elif end < path.stat().st_size:
        os.truncate(path, end)
    return len(gone)


def _locked(file: IO[bytes]) -> bool:
    """Whether no run has the file open to write; none will then, since each begins a file of its own."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _refuse(gone: list[Member], path: Path) -> None:
    if gone:
        raise StoreError(f"raw store: a run is writing {path.name}: say it again when the run has ended")


def _rewrite(file: IO[bytes], path: Path, gone: list[Member], end: int, now: datetime) -> None:
    """The whole file anew, put in the place of the old one at once."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as out:
            place = 0
            for member in gone:
                _copy(file, out, place, member.start)
                _write_sparse(out, filler(member.end - member.start, now))
                place = member.end
            _copy(file, out, place, end)
            out.truncate()
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _copy(file: IO[bytes], out: IO[bytes], start: int, end: int) -> None:
    file.seek(start)
    while start < end and (piece := file.read(min(1 << 20, end - start))):
        out.write(piece)
        start += len(piece)


def _write_sparse(out: IO[bytes], data: bytes) -> None:
    for start in range(0, len(data), PAGE):
        piece = data[start : start + PAGE]
        if any(piece):
            out.write(piece)
        else:
            out.seek(len(piece), os.SEEK_CUR)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
