"""What was removed for good, known again by hashes of its keys and bytes. Pure."""

from __future__ import annotations

import hashlib

from schemas.records import Cause, Loaded, Outcome, Tombstone
from tasks.fetch.urls import alias_url
from tasks.fetch.web.entries import PART, is_page
from tasks.load.fold import bounded, scrubbed
from tasks.load.identify import ArticleKey

NOWHERE = "forgotten:"  # the place of what must not be named any more
FORGOTTEN = "was forgotten on "
EXPIRED = "its text was removed on "


def bytes_digest(source: str, sha256: str) -> str:
    """Of a document's bytes in one source; in another they may stay."""
    return _digest("bytes", scrubbed(source), sha256)


def bytes_anywhere(sha256: str) -> str:
    """Of a document's bytes, whichever source they come of."""
    return _digest("bytes", sha256)


def key_digest(source: str, kind: str, value: str) -> str:
    """Of a key in the form in which the ledger stores it."""
    return _digest(kind, scrubbed(source), value)


def key_digests(source: str, keys: list[ArticleKey]) -> list[str]:
    """Those of all keys of a document."""
    return [key_digest(source, key.kind, key.value) for key in keys]


def page_of(uri: str) -> str:
    """The place on the web that a document came of; of a page, and of its entry's own text, the page."""
    return uri.removesuffix(PART)


def page_digests(source: str, url: str, guid: str | None) -> set[str]:
    """Those of the keys that an article has which comes of a place on the web."""
    keys = {("url", url), ("file", url), *([("guid", guid)] if guid else [])}
    keys |= {("url", alias_url(url))} if is_page(url) else set()
    return {key_digest(source, kind, bounded(scrubbed(value))) for kind, value in keys}


def ending(tombstone: Tombstone) -> Loaded:
    """How a document ends that was removed for good."""
    said = FORGOTTEN if tombstone.cause is Cause.FORGOTTEN else EXPIRED
    return Loaded(Outcome.DROPPED, f"{said}{tombstone.removed_at:%Y-%m-%d}: {tombstone.reason}")


def is_forgotten(loaded: Loaded) -> bool:
    """Whether a document ended so because its article was taken down."""
    return loaded.outcome is Outcome.DROPPED and loaded.reason.startswith(FORGOTTEN)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
