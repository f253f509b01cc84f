"""Records of the raw store: a document as one gzipped WARC record, and back. Pure."""

from __future__ import annotations

import gzip
import hashlib
import io
import string
import struct
import zlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import IO, NamedTuple
from urllib.parse import quote, unquote
from uuid import uuid4

from fastwarc.warc import WarcRecord, WarcRecordType

from schemas.errors import StoreError
from schemas.records import Exchange, RawDocument, RawLocation

SOURCE, COLLECTION, URI = "Newsledger-Source", "Newsledger-Collection", "Newsledger-URI"
REQUESTED, MEDIA_TYPE, GUID = "Newsledger-Requested-URI", "Newsledger-Media-Type", "Newsledger-Guid"
RECEIVED, SECONDS, REFERS_TO = "Newsledger-Received", "Newsledger-Seconds", "Newsledger-Refers-To"
HTTP = "application/http; msgtype=response"
DOCUMENTS = (WarcRecordType.resource, WarcRecordType.response)
DIGEST = "WARC-Payload-Digest"
LEVEL = 4  # of compression: pages take 5% more room than at 6, in 60% of the time
STORED, EXTRA = 0xFFFF, 6  # bytes: of gzip, a block that is not compressed; the smallest extra field
SAME_BYTES = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
FIELDS = {"software": "newsledger", "format": "WARC File Format 1.1"}


def packed(record: WarcRecord) -> bytes:
    """A record as a gzip member of its own."""
    plain = io.BytesIO()
    record.write(plain)
    return gzip.compress(plain.getvalue(), LEVEL, mtime=0)


def info(terms: Mapping[str, str]) -> WarcRecord:
    """What a file begins with; `terms` say on what its documents were fetched, each in one line."""
    record = WarcRecord()
    record.init_headers(record_type=WarcRecordType.warcinfo)
    record.headers["Content-Type"] = "application/warc-fields"
    record.set_bytes_content("".join(f"{name}: {value}\r\n" for name, value in {**FIELDS, **terms}.items()).encode())
    return record


def filler(size: int, now: datetime) -> bytes:
    """A gzip member of just that size, in the place of a record that was erased: a record that says nothing.

    So what stands behind it keeps its place. Mostly zeros, which a file system need not store.
    """
    head = f"WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: {uuid4().urn.join('<>')}\r\n"
    head += f"WARC-Date: {now:%Y-%m-%dT%H:%M:%SZ}\r\nContent-Length: "
    for length in range(size, -1, -1):
        whole = len(head) + len(str(length)) + 4 + length + 4
        left = size - whole - 5 * -(-whole // STORED) - 18
        if left == 0 or left >= EXTRA:
            return _stored(f"{head}{length}\r\n\r\n".encode() + bytes(length) + b"\r\n\r\n", left)
    raise ValueError(f"no record is as small as {size} bytes")


def _stored(plain: bytes, extra: int) -> bytes:
    """A gzip member that does not compress, with `extra` bytes of its header that every reader skips."""
    skipped = struct.pack("<HBBH", extra - 2, 0, 0, extra - EXTRA) + bytes(extra - EXTRA) if extra else b""
    parts = [plain[place : place + STORED] for place in range(0, len(plain), STORED)]
    blocks = (
        struct.pack("<BHH", place == len(parts) - 1, len(part), len(part) ^ 0xFFFF) + part
        for place, part in enumerate(parts)
    )
    head = b"\x1f\x8b\x08" + (b"\x04" if extra else b"\0") + bytes(4) + b"\0\xff"
    return b"".join((head, skipped, *blocks, struct.pack("<II", zlib.crc32(plain), len(plain) & 0xFFFFFFFF)))


def terms_of(record: WarcRecord) -> dict[str, str]:
    """The fields of what a file begins with."""
    content = record.reader.read() if record.reader else b""
    pairs = (line.partition(": ") for line in content.decode("utf-8", "replace").splitlines())
    return {name: value for name, _, value in pairs}


def held(raw: RawDocument) -> WarcRecord:
    """A document with its bytes: what a web server answered, or a resource."""
    record, head = _about(raw, WarcRecordType.response if raw.exchange else WarcRecordType.resource)
    block = head + raw.content
    record.headers["WARC-Block-Digest"] = f"sha256:{hashlib.sha256(block).hexdigest()}"
    record.set_bytes_content(block)
    return record


def revisit(raw: RawDocument, location: RawLocation) -> WarcRecord:
    """A document whose bytes stand elsewhere in the store."""
    record, head = _about(raw, WarcRecordType.revisit)
    record.headers["WARC-Profile"] = SAME_BYTES
    record.headers[REFERS_TO] = f"{location.offset} {location.file}"
    record.set_bytes_content(head)
    return record


def _about(raw: RawDocument, kind: WarcRecordType) -> tuple[WarcRecord, bytes]:
    """A record without its bytes, and what stands before them in its block.

    Names from outside are percent-encoded, so that none can break a header.
    """
    record = WarcRecord()
    record.init_headers(record_type=kind)
    record.record_date = raw.fetched_at
    exchange, uri = raw.exchange, quote(raw.uri, safe=string.punctuation)
    headers = {
        "WARC-Target-URI": quote(exchange.url, safe=string.punctuation) if exchange else uri,
        "Content-Type": HTTP if exchange else _typed(raw),
        DIGEST: f"sha256:{raw.sha256}",
        SOURCE: quote(raw.source, safe=""),
        **({URI: quote(raw.uri, safe="")} if uri != raw.uri else {}),
        **({COLLECTION: quote(raw.collection, safe="")} if raw.collection else {}),
        **(_noted(raw, exchange) if exchange else {}),
    }
    for name, value in headers.items():
        record.headers[name] = value
    return record, _http(exchange, len(raw.content)) if exchange else b""


def _typed(raw: RawDocument) -> str:
    charset = f"; charset={quote(raw.charset, safe='')}" if raw.charset else ""
    return quote(raw.media_type, safe=string.punctuation) + charset


def _noted(raw: RawDocument, exchange: Exchange) -> dict[str, str]:
    """What no header of WARC is for."""
    guid = {GUID: quote(exchange.guid, safe="")} if exchange.guid else {}
    cost = {RECEIVED: str(exchange.received), SECONDS: f"{exchange.seconds:.3f}"}
    return {REQUESTED: quote(raw.uri, safe=string.punctuation), MEDIA_TYPE: _typed(raw), **guid, **cost}


def _http(exchange: Exchange, length: int) -> bytes:
    """The head of the answer as HTTP, its body no longer compressed; how long that is comes last of its headers."""
    lines = [f"HTTP/1.1 {exchange.status} ", *(f"{name}: {_one_line(value)}" for name, value in exchange.headers)]
    return "\r\n".join([*lines, f"content-length: {length}", "", ""]).encode("latin-1", "replace")


def _one_line(value: str) -> str:
    return " ".join(value.split())


class Member(NamedTuple):
    """A gzip member of a file, from its first byte to one past its last."""

    start: int
    end: int
    content: bytes  # decompressed

    @property
    def record(self) -> WarcRecord:
        """The record that it holds."""
        return WarcRecord.from_bytes(self.content)


def members(file: IO[bytes]) -> Iterator[Member]:
    """Each whole gzip member from here on; one that the file ends in is left out."""
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
        yield Member(start, file.tell() - len(rest), b"".join(parts))


def referred_to(record: WarcRecord) -> RawLocation:
    """Where the bytes of a revisit stand."""
    offset, _, file = (record.headers.get(REFERS_TO) or "").partition(" ")
    return RawLocation(file, int(offset) if offset.isdecimal() else 0)


def document_of(record: WarcRecord, where: str, content: bytes | None = None) -> RawDocument:
    """A document as it was handed in, from its record; or from a note of it, and the bytes that it refers to.

    Raises:
        StoreError: the bytes are not those that were written; `where` says of which.
    """
    headers = record.headers
    block = record.reader.read() if record.reader else b""
    answered = REQUESTED in headers
    head, _, body = block.partition(b"\r\n\r\n") if answered else (b"", b"", block)
    content = body if content is None else content
    sha256 = hashlib.sha256(content).hexdigest()
    if digest_of(record) != sha256:
        raise StoreError(f"raw store: {where} is damaged: its bytes do not have the digest that was written with them")
    kind, _, charset = headers[MEDIA_TYPE if answered else "Content-Type"].partition("; charset=")
    return RawDocument(
        source=source_of(record),
        uri=uri_of(record),
        media_type=kind,
        content=content,
        sha256=sha256,
        fetched_at=record.record_date,
        charset=unquote(charset) or None,
        exchange=_exchange(record, head) if answered else None,
        collection=unquote(headers.get(COLLECTION) or "") or None,
    )


def payload_of(record: WarcRecord) -> bytes:
    """The bytes of the document that a record holds."""
    block: bytes = record.reader.read() if record.reader else b""
    return block.partition(b"\r\n\r\n")[2] if REQUESTED in record.headers else block


def _exchange(record: WarcRecord, head: bytes) -> Exchange:
    status, *lines, _ = head.decode("latin-1").split("\r\n")
    named = (line.partition(": ") for line in lines)
    headers, guid = record.headers, record.headers.get(GUID)
    return Exchange(
        url=headers["WARC-Target-URI"],
        status=int(status.split(" ")[1]),
        headers=tuple((name, value) for name, _, value in named),
        received=int(headers[RECEIVED]),
        seconds=float(headers[SECONDS]),
        guid=unquote(guid) if guid else None,
    )


def source_of(record: WarcRecord) -> str:
    """Whose document it is."""
    return unquote(record.headers.get(SOURCE) or "")


def uri_of(record: WarcRecord) -> str:
    """Where the document was fetched."""
    exact = record.headers.get(URI)
    return unquote(exact) if exact else record.headers.get(REQUESTED) or record.headers.get("WARC-Target-URI") or ""


def digest_of(record: WarcRecord) -> str:
    """The sha256 that was written with the bytes, in hex."""
    return (record.headers.get(DIGEST) or "").removeprefix("sha256:")
