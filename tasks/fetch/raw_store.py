"""The raw store: WARC files that hold every document's bytes as they came.

One file a writer, one record a document, each record its own gzip member, so that an offset finds it. A writer that
is killed leaves a file whose whole records can all be read.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import re
import string
import zlib
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import quote, unquote

from fastwarc.warc import WarcRecord, WarcRecordType

from schemas.errors import StoreError
from schemas.records import Exchange, RawDocument, RawLocation

SUFFIX = ".warc.gz"
SOURCE, REQUESTED, MEDIA_TYPE = "Newsledger-Source", "Newsledger-Requested-URI", "Newsledger-Media-Type"
GUID, LISTED = "Newsledger-Guid", "Newsledger-Listed-Date"
RECEIVED, SECONDS = "Newsledger-Received", "Newsledger-Seconds"
HTTP = "application/http; msgtype=response"
DOCUMENTS = (WarcRecordType.resource, WarcRecordType.response)
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,150}")
LEVEL = 4  # of compression: pages take 5% more room than at 6, in 60% of the time
REMEMBERED = 10_000  # documents: more than are ever on their way to the ledger at once
WRITABLE = "see that the disk has room and that NEWSLEDGER_RAW_DIR can be written, and run it again: nothing is lost"
SOFTWARE = b"software: newsledger\r\nformat: WARC File Format 1.1\r\n"


class RawWriter:
    """Appends documents to a file of its own; the file is made with the first one.

    The same bytes handed in again are not written again, as far back as `REMEMBERED` documents; what is older, the
    ledger knows. A writer belongs to one thread.
    """

    def __init__(self, folder: Path, name: str) -> None:
        if not NAME.fullmatch(name):
            raise StoreError(f"{name!r} cannot name a raw file: use letters, digits, dot, dash and underscore")
        self._folder, self._name = folder, name
        self._file: io.FileIO | None = None
        self._written: OrderedDict[str, RawLocation] = OrderedDict()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.sync()
        if self._file:
            self._file.close()

    def append(self, raw: RawDocument) -> RawLocation:
        """Write one document and say where it stands.

        Raises:
            StoreError: the file cannot be written.
        """
        with _store_errors(self._folder, "written"):
            location = self._written.get(raw.sha256) or self._landed(raw) or self._write(raw)
            self._written[raw.sha256] = location
            if len(self._written) > REMEMBERED:
                self._written.popitem(last=False)
        return location

    def sync(self) -> None:
        """Return when all that was appended would survive a power cut."""
        if self._file:
            with _store_errors(self._folder, "written"):
                os.fsync(self._file.fileno())

    def _landed(self, raw: RawDocument) -> RawLocation | None:
        """Where it stands already, if that is in this store."""
        folder = str(self._folder.absolute()) + os.sep
        if raw.landed is None or not raw.landed.file.startswith(folder):
            return None
        return RawLocation(raw.landed.file.removeprefix(folder), raw.landed.offset)

    def _write(self, raw: RawDocument) -> RawLocation:
        file = self._file = self._file or self._open()
        location = RawLocation(self._name + SUFFIX, file.tell())
        _write_whole(file, _member(_record(raw)))
        return location

    def _open(self) -> io.FileIO:
        """A new file: nobody else's is ever appended to."""
        self._folder.mkdir(parents=True, exist_ok=True)
        file = io.FileIO(self._folder / f"{self._name}{SUFFIX}", "xb")
        _write_whole(file, _member(_warcinfo()))
        return file


def read_raw(folder: Path, location: RawLocation) -> RawDocument:
    """One document as it was appended.

    Raises:
        StoreError: there is no whole record at that place, or its bytes are not those that were written.
    """
    where = f"{location.file} at byte {location.offset}"
    with _store_errors(folder, "read"), (folder / location.file).open("rb") as file:
        file.seek(location.offset)
        for _, member in _members(file):
            return document_of(WarcRecord.from_bytes(member), where)
    raise StoreError(f"raw store {folder}: {where} holds no whole record")


def iterate_raw(folder: Path) -> Iterator[tuple[RawLocation, RawDocument]]:
    """Every document of the store, file by file in the order of their names.

    A record that a killed writer left unfinished at the end of its file was never handed on, and is passed over.

    Raises:
        StoreError: a file cannot be read, or a record is damaged.
    """
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        with _store_errors(folder, f"read ({path.name})"), path.open("rb") as file:
            for offset, member in _members(file):
                record = WarcRecord.from_bytes(member)
                if record.record_type in DOCUMENTS:
                    yield RawLocation(path.name, offset), document_of(record, f"{path.name} at byte {offset}")


def document_of(record: WarcRecord, where: str) -> RawDocument:
    """A document as it was appended, from its record.

    Raises:
        StoreError: its bytes are not those that were written; `where` says of which.
    """
    headers = record.headers
    block = record.reader.read() if record.reader else b""
    answered = record.record_type == WarcRecordType.response
    head, _, content = block.partition(b"\r\n\r\n") if answered else (b"", b"", block)
    sha256 = hashlib.sha256(content).hexdigest()
    if headers.get("WARC-Payload-Digest") != f"sha256:{sha256}":
        raise StoreError(f"raw store: {where} is damaged: its bytes do not have the digest that was written with them")
    kind, _, charset = headers[MEDIA_TYPE if answered else "Content-Type"].partition("; charset=")
    return RawDocument(
        source=unquote(headers.get(SOURCE) or ""),
        uri=headers[REQUESTED if answered else "WARC-Target-URI"],
        media_type=kind,
        content=content,
        sha256=sha256,
        fetched_at=record.record_date,
        charset=unquote(charset) or None,
        exchange=_exchange(record, head) if answered else None,
    )


def _exchange(record: WarcRecord, head: bytes) -> Exchange:
    status, *lines, _ = head.decode("latin-1").split("\r\n")
    named = (line.partition(": ") for line in lines)
    headers, guid, listed = record.headers, record.headers.get(GUID), record.headers.get(LISTED)
    return Exchange(
        url=headers["WARC-Target-URI"],
        status=int(status.split(" ")[1]),
        headers=tuple((name, value) for name, _, value in named),
        received=int(headers[RECEIVED]),
        seconds=float(headers[SECONDS]),
        guid=unquote(guid) if guid else None,
        listed_date=unquote(listed) if listed else None,
    )


@contextmanager
def _store_errors(folder: Path, verb: str) -> Iterator[None]:
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


def _member(record: WarcRecord) -> bytes:
    plain = io.BytesIO()
    record.write(plain)
    return gzip.compress(plain.getvalue(), LEVEL, mtime=0)


def _warcinfo() -> WarcRecord:
    record = WarcRecord()
    record.init_headers(record_type=WarcRecordType.warcinfo)
    record.headers["Content-Type"] = "application/warc-fields"
    record.set_bytes_content(SOFTWARE)
    return record


def _record(raw: RawDocument) -> WarcRecord:
    """Names from outside are percent-encoded, so that none can break a header."""
    record = WarcRecord()
    record.init_headers(record_type=WarcRecordType.response if raw.exchange else WarcRecordType.resource)
    record.record_date = raw.fetched_at
    block = _http(raw.exchange, raw.content) if raw.exchange else raw.content
    headers = {
        "WARC-Target-URI": quote(raw.exchange.url if raw.exchange else raw.uri, safe=string.punctuation),
        "Content-Type": HTTP if raw.exchange else _typed(raw),
        "WARC-Block-Digest": f"sha256:{hashlib.sha256(block).hexdigest()}",
        "WARC-Payload-Digest": f"sha256:{raw.sha256}",
        SOURCE: quote(raw.source, safe=""),
        **(_noted(raw, raw.exchange) if raw.exchange else {}),
    }
    for name, value in headers.items():
        record.headers[name] = value
    record.set_bytes_content(block)
    return record


def _typed(raw: RawDocument) -> str:
    charset = f"; charset={quote(raw.charset, safe='')}" if raw.charset else ""
    return quote(raw.media_type, safe=string.punctuation) + charset


def _noted(raw: RawDocument, exchange: Exchange) -> dict[str, str]:
    """What no header of WARC is for."""
    entry = {GUID: exchange.guid, LISTED: exchange.listed_date}
    said = {name: quote(value, safe="") for name, value in entry.items() if value}
    cost = {RECEIVED: str(exchange.received), SECONDS: f"{exchange.seconds:.3f}"}
    return {REQUESTED: quote(raw.uri, safe=string.punctuation), MEDIA_TYPE: _typed(raw), **said, **cost}


def _http(exchange: Exchange, body: bytes) -> bytes:
    """The answer as HTTP, its body no longer compressed; how long that is comes last of its headers."""
    lines = [f"HTTP/1.1 {exchange.status} ", *(f"{name}: {_one_line(value)}" for name, value in exchange.headers)]
    return "\r\n".join([*lines, f"content-length: {len(body)}", "", ""]).encode("latin-1", "replace") + body


def _one_line(value: str) -> str:
    return " ".join(value.split())


def _members(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Each whole gzip member from here on, decompressed, and its offset; one that the file ends in is left out."""
    rest = b""
    while True:
        start = file.tell() - len(rest)
        member = zlib.decompressobj(wbits=31)
        parts = []
        while not member.eof:
            chunk = rest or file.read(1 << 16)
            if not chunk:
                return
            parts.append(member.decompress(chunk))
            rest = member.unused_data
        yield start, b"".join(parts)
