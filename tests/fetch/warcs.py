"""Archives as another tool (warcio) writes them."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import NamedTuple

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

DATE = "2025-03-01T10:00:00Z"


class Page(NamedTuple):
    """A response, as it was sent."""

    url: str = "https://marport.example/1"
    body: bytes = b"<p>The harbour is open.</p>"
    status: str = "200 OK"
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),)
    kind: str = "response"
    date: str = DATE
    warc: tuple[tuple[str, str], ...] = ()  # further headers of the record


def members(pages: Iterable[Page], *, gzip: bool = True) -> list[bytes]:
    """Each record's bytes in a WARC file."""
    return [_member(page, gzip=gzip) for page in pages]


def warc(*pages: Page, gzip: bool = True) -> bytes:
    """A whole WARC file."""
    return b"".join(members(pages, gzip=gzip))


def pages(number: int) -> list[Page]:
    """So many, all different."""
    return [Page(f"https://marport.example/{n}", b"<p>Crane %d is at work.</p>" % n) for n in range(number)]


def _member(page: Page, *, gzip: bool) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gzip)
    http = StatusAndHeaders(page.status, list(page.headers), protocol="HTTP/1.1")
    answered = page.kind in {"response", "revisit"}
    dated = {"WARC-Date": page.date, **dict(page.warc)}
    kind = dict(page.headers).get("Content-Type", "text/plain")
    record = writer.create_warc_record(
        page.url,
        page.kind,
        payload=io.BytesIO(page.body),
        http_headers=http if answered else None,
        warc_headers_dict=dated,
        **({} if answered else {"warc_content_type": kind}),
    )
    writer.write_record(record)
    return out.getvalue()
