"""One look at a page of a source: what comes of it, and what is to be remembered."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from schemas.records import Exchange, Fetched, FetchFailure, FetchOutcome, RawDocument
from tasks.fetch.web.entries import date_of, entry_uri, has_text, is_page, only_date
from tasks.fetch.web.headers import content_type
from tasks.fetch.web.kinds import page_type
from tasks.fetch.web.memory import Place
from tasks.fetch.web.polite import Reply, RestingError, Visitor
from tasks.fetch.web.schedule import as_it_was, failed, had, next_page, validators
from tasks.fetch.web.trouble import RequestError

ENTRY = "application/feed+json"
AS_SENT = ("content-encoding", "content-length")  # what is kept is the body that came of it
FROM_FEED = "; the feed's own text was loaded instead"


class Seen(Struct, frozen=True):
    """What a look brought: the place as it is known from now on, and documents, or why there are none."""

    place: Place
    fetched: tuple[Fetched, ...] = ()


class Pages:
    """Looks at pages. Several threads may share it."""

    def __init__(self, now: Callable[[], datetime], recheck: timedelta, *, full_text: bool) -> None:
        """`full_text`: the feed's own text is what counts, and pages are left alone."""
        self._now, self._recheck, self._full_text = now, recheck, full_text

    def look(self, visitor: Visitor, place: Place) -> Seen:
        """A place that is due."""
        if not is_page(place.url) or (self._full_text and place.entry and place.listed_hash):
            return self._own_text(place)
        try:
            return self._replied(place, visitor.visit(place.url, validators(place, self._now())))
        except RestingError as error:
            return Seen(replace(place, due_at=error.until))
        except RequestError as error:
            return self.failed(place, error)

    def _replied(self, place: Place, reply: Reply) -> Seen:
        now, body = self._now(), reply.answer.body
        if reply.answer.status != 200:
            return self._as_it_was(place, reply, "the server says that it is as it was")
        digest = hashlib.sha256(body).hexdigest()
        if digest == place.body_hash:
            return self._as_it_was(place, reply, "it is the same, byte for byte, as it was")
        declared, charset = content_type(reply.answer.headers)
        kind = page_type(declared, body)
        seen = next_page(had(place, reply, digest, now), now, self._recheck)
        exchange = exchange_of(reply, place)
        raw = RawDocument(place.source, place.url, kind, body, digest, now, charset, exchange)
        left = only_date(place.entry) if place.entry else None
        return Seen(replace(seen, entry=left, handed_on=place.url), (raw,))

    def _as_it_was(self, place: Place, reply: Reply, reason: str) -> Seen:
        now, outcome = self._now(), FetchOutcome.NOT_MODIFIED
        seen = next_page(as_it_was(place, reply, reason, now), now, self._recheck)
        return Seen(seen, (FetchFailure(place.source, place.url, outcome, reason, now, exchange_of(reply)),))

    def failed(self, place: Place, error: RequestError) -> Seen:
        """What a look brought that failed: perhaps the feed's own text."""
        now, own = self._now(), self._own_text(place) if place.entry else Seen(place)
        reason = f"{error}{FROM_FEED}" if own.fetched else str(error)
        exchange = failed_exchange(place.url, error)
        failure = FetchFailure(place.source, place.url, error.outcome, reason, now, exchange)
        return Seen(failed(own.place, error, now), (failure, *own.fetched))

    def _own_text(self, place: Place) -> Seen:
        """What the feed said of an entry, unless that was loaded before."""
        now, content = self._now(), (place.entry or "").encode()
        digest, uri = hashlib.sha256(content).hexdigest(), entry_uri(place.url)
        done = replace(place, due_at=None)
        if not place.entry or digest == place.body_hash or not (has_text(place.entry) or not is_page(place.url)):
            return Seen(done)
        had_it = replace(done, body_hash=digest, had_at=now, asked_at=now, handed_on=uri, etag=None, last_modified=None)
        raw = RawDocument(place.source, uri, ENTRY, content, digest, now)
        return Seen(replace(had_it, outcome=FetchOutcome.FETCHED.value, reason=""), (raw,))


def exchange_of(reply: Reply, place: Place | None = None) -> Exchange:
    """What is kept of an answer; if it is a page, with what led there."""
    answer = reply.answer
    guid, date = (place.guid, date_of(place.entry) if place.entry else None) if place else (None, None)
    headers = tuple((name, value) for name, value in sorted(answer.headers.items()) if name not in AS_SENT)
    return Exchange(reply.url, answer.status, headers, answer.received, answer.seconds, guid, date)


def failed_exchange(url: str, error: RequestError) -> Exchange | None:
    """What is kept of an answer that brought nothing."""
    answer = error.answer
    return Exchange(url, answer.status, (), answer.received, answer.seconds) if answer else None
