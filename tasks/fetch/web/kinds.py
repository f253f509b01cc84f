"""What a page's bytes are, and a body that is itself a gzip file. Pure."""

from __future__ import annotations

import re

from schemas.records import FetchOutcome
from tasks.fetch.web.bodies import BrokenBodyError, OversizeError, read_body
from tasks.fetch.web.trouble import RequestError

HTML = {"text/html", "application/xhtml+xml"}
PLAIN = {"text/plain", "text/markdown"}
UNSAID = {"", "application/octet-stream", "binary/octet-stream"}
GZIP = b"\x1f\x8b"
HEAD = 1_000  # bytes in which a page is known as one
PAGE = re.compile(rb"(?is)\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b")
MARKUP = re.compile(rb"(?i)\s*<[!?a-z]")


def page_type(declared: str, body: bytes) -> str:
    """The media type that a page is read as: what its bytes plainly are, else what its server says.

    Raises:
        RequestError: it is no page.
    """
    if PAGE.match(body[:HEAD].removeprefix(b"\xef\xbb\xbf")) or declared in HTML:
        return "text/html"
    if declared in PLAIN or (declared in UNSAID and not MARKUP.match(body[:HEAD])):
        return "text/plain"
    if declared in UNSAID:
        return "text/html"
    raise RequestError(FetchOutcome.WRONG_TYPE, f"is no page: its server calls it {declared[:60]}")


def unzipped(body: bytes, max_bytes: int) -> bytes:
    """A body that is a gzip file, as sitemaps often are, decompressed; others as they are.

    Raises:
        RequestError: it is larger than it may be, or no whole gzip file.
    """
    if not body.startswith(GZIP):
        return body
    try:
        return read_body([body], "gzip", len(body), max_bytes)[0]
    except OversizeError as error:
        raise RequestError(FetchOutcome.TOO_LARGE, str(error)) from error
    except BrokenBodyError as error:
        raise RequestError(FetchOutcome.FAILED, str(error)) from error
