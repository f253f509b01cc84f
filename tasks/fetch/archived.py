"""What one record of an archive is: a document, or none, and why. Pure."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

from fastwarc.warc import WarcRecord, WarcRecordType
from msgspec import Struct
from msgspec.structs import replace

from schemas.counted import counted
from schemas.errors import InputError, StoreError
from schemas.records import FetchOutcome, RawDocument
from tasks.fetch.bounded import TooLargeError
from tasks.fetch.http_body import unpacked
from tasks.fetch.raw_records import SOURCE, document_of
from tasks.fetch.urls import normalise_url

MEDIA_TYPES = {"text/html": "text/html", "application/xhtml+xml": "text/html", "text/plain": "text/plain"}
OTHER_TYPES = {"application", "audio", "font", "image", "message", "model", "multipart", "text", "video"}
MARKUP = re.compile(rb"\s*<[!?A-Za-z]")
KEPT = "".join(map(chr, range(33, 127)))  # characters that an address keeps as they are
DOCUMENTS = WarcRecordType.resource | WarcRecordType.response
ABOUT_OTHERS = WarcRecordType.warcinfo | WarcRecordType.request | WarcRecordType.metadata
BY_STATUS = {
    304: FetchOutcome.NOT_MODIFIED,
    **dict.fromkeys((401, 402, 403, 407, 451), FetchOutcome.BLOCKED),
    **dict.fromkeys((404, 410), FetchOutcome.GONE),
}
DROPPED = "dropped"
FORGED = "says that it is a raw store's, and is not"
UNLIKE_OURS = (AttributeError, IndexError, KeyError, TypeError, ValueError)
NO_RESPONSE = "holds no HTTP response"


class Wanted(Struct, frozen=True):
    """What is asked of an archive."""

    source: str  # who collects it
    by_host: bool  # documents are named after their hosts, not after it
    hosts: frozenset[str]  # only these and what is below them; none: all
    max_bytes: int
    own: bool = True  # what says that it is a raw store's is believed


class Passed(Struct, frozen=True):
    """A record that is no document, and why."""

    outcome: str
    reason: str


def archived(record: WarcRecord, wanted: Wanted) -> RawDocument | Passed | None:
    """What a record is; None if it only tells of others.

    Raises:
        InputError: its document cannot be had; one sentence.
        TooLargeError: it is larger than a document may be.
        OSError: fastwarc cannot read the head of its response.
    """
    kind = record.record_type
    if kind & ABOUT_OTHERS:
        return None
    if wanted.own and is_own(record):
        return _own(record)
    if kind == WarcRecordType.resource:
        return _resource(record, wanted)
    if kind == WarcRecordType.revisit:
        return Passed(FetchOutcome.NOT_MODIFIED, "a revisit: the page is what it was")
    if kind != WarcRecordType.response:
        return Passed(FetchOutcome.WRONG_TYPE, f"a {kind} record")
    return _response(record, wanted)


def is_own(record: WarcRecord) -> bool:
    """Whether it is a document of a raw store."""
    return bool(record.record_type & DOCUMENTS and record.headers.get(SOURCE))


def address(record: WarcRecord) -> str:
    """Where its content came from; empty if it does not say so."""
    said = record.headers.get("WARC-Target-URI") or ""
    return quote(said.strip().removeprefix("<").removesuffix(">"), safe=KEPT)


def _own(record: WarcRecord) -> RawDocument:
    _check_whole(record)
    try:
        raw = document_of(record, "the record")
    except StoreError as error:
        raise InputError(str(error)) from error
    except UNLIKE_OURS as error:
        raise InputError(FORGED) from error
    if raw.fetched_at is None:
        raise InputError(FORGED)
    return replace(raw, fetched_at=_in_utc(raw.fetched_at))


def _resource(record: WarcRecord, wanted: Wanted) -> RawDocument | Passed:
    kind, charset = _split(record.headers.get("Content-Type") or "")
    if passed := _not_wanted(record, wanted) or _not_text(kind):
        return passed
    _check_whole(record)
    return _document(record, wanted, MEDIA_TYPES[kind], record.reader.read(), charset)


def _response(record: WarcRecord, wanted: Wanted) -> RawDocument | Passed:
    if not record.is_http:
        return Passed(FetchOutcome.WRONG_TYPE, "not from the web")
    if not record.is_http_parsed:
        record.parse_http()
    status = record.http_headers.status_code if record.http_headers is not None else None
    if status is None or not 100 <= status <= 999:
        raise InputError(NO_RESPONSE)
    if status != 200:
        return Passed(BY_STATUS.get(status, FetchOutcome.FAILED), f"HTTP status {status}")
    said = record.http_headers.get("Content-Type")
    kind, charset = _split(said or "")
    if passed := _not_wanted(record, wanted) or (_not_text(kind) if said else None):
        return passed
    _check_whole(record)
    content = _content(record, wanted.max_bytes)
    if not said and not MARKUP.match(content):
        return Passed(FetchOutcome.WRONG_TYPE, "does not say what it is, and is no page")
    return _document(record, wanted, MEDIA_TYPES.get(kind, "text/html"), content, charset)


def _document(record: WarcRecord, wanted: Wanted, kind: str, content: bytes, charset: str | None) -> RawDocument:
    if record.record_date is None:
        raise InputError("does not say when it was fetched (WARC-Date)")
    fetched_at = _in_utc(record.record_date)
    uri = address(record)
    return RawDocument(
        source=host_of(uri) if wanted.by_host else wanted.source,
        uri=uri,
        media_type=kind,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        fetched_at=fetched_at,
        charset=charset,
        collection=wanted.source if wanted.by_host else None,
    )


def _in_utc(date: datetime) -> datetime:
    """A date of the years 1 to 9999 may be outside them there, which no database stores."""
    try:
        return date.astimezone(UTC)
    except OverflowError as error:
        raise InputError("was fetched at no time that there is (WARC-Date)") from error


def _content(record: WarcRecord, max_bytes: int) -> bytes:
    http, body = record.http_headers, record.reader.read()
    sent = _listed(http.get_multiple("Transfer-Encoding"))
    declared = http.get("Content-Length") or ""
    if not sent and declared.isascii() and declared.isdigit() and len(body) < int(declared[:18]):
        raise InputError(f"its content breaks off: it has {counted(len(body), 'byte')} of {declared[:18]}")
    return unpacked(body, [*_listed(http.get_multiple("Content-Encoding")), *sent], max_bytes)


def _not_wanted(record: WarcRecord, wanted: Wanted) -> Passed | None:
    uri = address(record)
    if normalise_url(uri) is None:
        raise InputError("has no web address (WARC-Target-URI)")
    host = host_of(uri)
    if not wanted.hosts or any(host == each or host.endswith(f".{each}") for each in wanted.hosts):
        return None
    return Passed(DROPPED, "its host is not one of those that its source names")


def host_of(uri: str) -> str:
    """The host of an address that has one, without www."""
    return (urlsplit(uri).hostname or "").rstrip(".").removeprefix("www.")


def _not_text(kind: str) -> Passed | None:
    if kind in MEDIA_TYPES:
        return None
    what = kind.partition("/")[0]
    return Passed(FetchOutcome.WRONG_TYPE, f"no page or text, but {what if what in OTHER_TYPES else 'something else'}")


def _check_whole(record: WarcRecord) -> None:
    if cut := record.headers.get("WARC-Truncated"):
        raise InputError(f"was cut off when it was fetched (WARC-Truncated: {cut[:40]})")
    if not record.is_frozen:
        raise TooLargeError


def _split(content_type: str) -> tuple[str, str | None]:
    """A media type, and its charset."""
    kind, _, rest = content_type.partition(";")
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", rest, re.IGNORECASE)
    return kind.strip().lower(), found[1] if found else None


def _listed(values: tuple[str, ...]) -> list[str]:
    return [each for value in values for each in value.split(",")]
