"""One look at a page of a source: what comes of it, and what is remembered."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from msgspec.structs import replace

from schemas.records import Exchange, Fetched, FetchFailure, FetchOutcome, RawDocument
from tasks.fetch.web.client import RequestError
from tasks.fetch.web.entries import entry_uri, has_text, is_page
from tasks.fetch.web.headers import content_type
from tasks.fetch.web.kinds import page_type
from tasks.fetch.web.memory import Memory, Place
from tasks.fetch.web.polite import Reply, RestingError, Visitor
from tasks.fetch.web.schedule import as_it_was, failed, had, next_page, validators

ENTRY = "application/feed+json"
FROM_FEED = "; the feed's own text was loaded instead"


class Pages:
    """Looks at pages. Several threads may share it."""

    def __init__(self, memory: Memory, now: Callable[[], datetime], recheck: timedelta, *, full_text: bool) -> None:
        """`full_text`: the feed's own text is what counts, and pages are left alone."""
        self._memory, self._now, self._recheck, self._full_text = memory, now, recheck, full_text

    def look(self, visitor: Visitor, source: str, url: str) -> Iterator[Fetched]:
        """A place that is due: the document that it has now, or why there is none."""
        place = self._memory.known(source, "page", [url])[url]
        if not is_page(url) or (self._full_text and place.entry):
            yield from self._own_text(place)
            return
        try:
            reply = visitor.visit(url, validators(place, self._now()))
            yield from self._replied(place, reply)
        except RestingError as error:
            self._memory.keep([replace(place, due_at=error.until)])
        except RequestError as error:
            yield from self._failed(place, error)

    def _replied(self, place: Place, reply: Reply) -> Iterator[Fetched]:
        now, body = self._now(), reply.answer.body
        if reply.answer.status != 200:
            yield self._as_it_was(place, reply, "the server says that it is as it was")
            return
        digest = hashlib.sha256(body).hexdigest()
        if digest == place.body_hash:
            yield self._as_it_was(place, reply, "it is the same, byte for byte, as it was")
            return
        declared, charset = content_type(reply.answer.headers)
        kind = page_type(declared, body)
        exchange = exchange_of(reply, place.guid)
        seen = next_page(had(place, reply, digest, now), now, self._recheck)
        self._memory.keep([replace(seen, entry=None, handed_on=place.url)])
        yield RawDocument(place.source, place.url, kind, body, digest, now, charset, exchange)

    def _as_it_was(self, place: Place, reply: Reply, reason: str) -> Fetched:
        now = self._now()
        self._memory.keep([next_page(as_it_was(place, reply, reason, now), now, self._recheck)])
        exchange = exchange_of(reply, None)
        return FetchFailure(place.source, place.url, FetchOutcome.NOT_MODIFIED, reason, now, exchange)

    def _failed(self, place: Place, error: RequestError) -> Iterator[Fetched]:
        now, own = self._now(), list(self._own_text(place)) if place.entry else []
        known = self._memory.known(place.source, "page", [place.url])[place.url]
        self._memory.keep([failed(known, error, now)])
        reason = f"{error}{FROM_FEED}" if own else str(error)
        yield FetchFailure(place.source, place.url, error.outcome, reason, now, failed_exchange(place.url, error))
        yield from own

    def _own_text(self, place: Place) -> Iterator[Fetched]:
        """What the feed said of an entry, unless that was loaded before."""
        now, content = self._now(), (place.entry or "").encode()
        digest, uri = hashlib.sha256(content).hexdigest(), entry_uri(place.url)
        if not place.entry or digest == place.body_hash or not (has_text(place.entry) or not is_page(place.url)):
            self._memory.keep([replace(place, due_at=None)])
            return
        kept = replace(place, body_hash=digest, had_at=now, asked_at=now, due_at=None, handed_on=uri, etag=None)
        self._memory.keep([replace(kept, last_modified=None, outcome=FetchOutcome.FETCHED, reason="")])
        yield RawDocument(place.source, uri, ENTRY, content, digest, now)


def exchange_of(reply: Reply, guid: str | None) -> Exchange:
    """What is kept of an answer."""
    answer = reply.answer
    headers = tuple(sorted(answer.headers.items()))
    return Exchange(reply.url, answer.status, headers, answer.received, answer.seconds, guid)


def failed_exchange(url: str, error: RequestError) -> Exchange | None:
    """What is kept of an answer that brought nothing."""
    answer = error.answer
    return Exchange(url, answer.status, (), answer.received, answer.seconds) if answer else None
