"""One look at what leads to pages: a feed, a sitemap, a list of addresses. What they list is remembered as places.

A list of archives remembers their addresses itself.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from functools import partial
from itertools import islice
from urllib.parse import urljoin

from msgspec import Struct
from msgspec.structs import replace

from schemas.counted import counted
from schemas.errors import InputError
from schemas.records import Fetched, FetchFailure, FetchOutcome
from tasks.fetch.bounded import TooLargeError
from tasks.fetch.feed_process import FeedProcess
from tasks.fetch.urls import normalise_url
from tasks.fetch.web.entries import Entry, date_of, dated, entries_of
from tasks.fetch.web.headers import fresh_seconds
from tasks.fetch.web.kinds import unzipped
from tasks.fetch.web.look import exchange_of, failed_exchange
from tasks.fetch.web.memory import Memory, Place, Role
from tasks.fetch.web.paths import read_paths
from tasks.fetch.web.polite import Reply, RestingError, Visitor
from tasks.fetch.web.schedule import as_it_was, failed, had, next_listing, validators, was_had_in_part
from tasks.fetch.web.sitemaps import Listed, read_sitemap
from tasks.fetch.web.trouble import RequestError

TTL = re.compile(rb"<ttl>\s*(\d{1,6})\s*</ttl>")  # minutes
HEAD = 20_000  # bytes of a feed in which it says how often it changes
AT_ONCE = 500  # places
ADD = "if that is the site, newsledger sources add finds its feed"


class Bounds(Struct, frozen=True):
    """How much of a listing counts."""

    max_bytes: int  # once decompressed
    max_pages: int  # of one sitemap
    max_depth: int  # of indexes in one another
    at_least: int  # seconds between two looks
    newer_than: date | None = None  # of a sitemap's pages


class Listings:
    """Looks at feeds and sitemaps of one source, one after the other."""

    def __init__(self, memory: Memory, now: Callable[[], datetime], source: str, bounds: Bounds) -> None:
        self._memory, self._now, self._source, self._bounds = memory, now, source, bounds

    def feed(self, visitor: Visitor, url: str, feeds: FeedProcess) -> Iterator[Fetched]:
        """A feed that is due: what is wrong with it, or that it is as it was; its entries become places."""
        yield from self._look(visitor, "feed", url, partial(self._read_feed, feeds=feeds))

    def sitemap(self, visitor: Visitor, url: str) -> Iterator[Fetched]:
        """The same of a sitemap, and of those that it lists, each of which is asked for once."""
        left, seen = [(url, 1)], {url}
        while left:
            here, depth = left.pop()
            found: list[str] = []
            yield from self._look(visitor, "sitemap", here, partial(self._read_sitemap, found=found))
            if found and depth > self._bounds.max_depth:
                said = f"lists other sitemaps, {counted(depth, 'level')} deep; they are left unread"
                yield self._failure(here, FetchOutcome.TOO_LARGE, said)
                continue
            left += [(each, depth + 1) for each in reversed(found) if each not in seen]
            seen.update(found)

    def paths(self, visitor: Visitor, url: str) -> Iterator[Fetched]:
        """The same of a list of archives, whose addresses it remembers."""
        yield from self._look(visitor, "list", url, self._read_list)

    def pages(self, urls: Iterable[str]) -> None:
        """Places that are listed by their addresses."""
        listed = iter(urls)
        while some := list(islice(listed, AT_ONCE)):
            self._list_pages({url: Listed("page", url) for url in some})

    def _look(
        self, visitor: Visitor, role: Role, url: str, read: Callable[[Place, Reply], Iterator[Fetched]]
    ) -> Iterator[Fetched]:
        place = self._memory.known(self._source, role, [url])[url]
        try:
            reply = visitor.visit(place.moved_to or url, validators(place, self._now()))
            if self._is_as_it_was(place, reply):
                yield self._unchanged(place, reply)
            else:
                yield from read(place, reply)
        except RestingError as error:
            self._memory.keep([replace(place, due_at=error.until)])
        except RequestError as error:
            now = self._now()
            self._memory.keep([failed(place, error, now)])
            exchange = failed_exchange(url, error)
            yield FetchFailure(self._source, url, error.outcome, str(error), now, exchange)

    def _is_as_it_was(self, place: Place, reply: Reply) -> bool:
        return reply.answer.status != 200 or _digest(reply) == place.body_hash

    def _unchanged(self, place: Place, reply: Reply) -> Fetched:
        now, reason = self._now(), "the server says that it is as it was"
        if reply.answer.status == 200:
            reason = "it is the same, byte for byte, as it was"
        seen = as_it_was(place, reply, reason, now)
        if was_had_in_part(place):
            seen = replace(seen, outcome=place.outcome, reason=place.reason)
        self._memory.keep([self._next(seen, reply, changed=False)])
        exchange = exchange_of(reply)
        return FetchFailure(self._source, place.url, FetchOutcome.NOT_MODIFIED, reason, now, exchange)

    def _next(self, place: Place, reply: Reply, *, changed: bool) -> Place:
        ttl = TTL.search(reply.answer.body[:HEAD])
        wished = max(fresh_seconds(reply.answer.headers), int(ttl[1]) * 60 if ttl else 0)
        at_least = max(self._bounds.at_least, wished) if self._bounds.at_least else 0
        return next_listing(place, self._now(), changed=changed, at_least=at_least)

    def _read_feed(self, place: Place, reply: Reply, feeds: FeedProcess) -> Iterator[Fetched]:
        trouble: list[tuple[FetchOutcome, str]] = []
        content = unzipped(reply.answer.body, self._bounds.max_bytes)
        entries = entries_of(_lines(feeds, content, trouble), reply.url)
        if trouble and not entries:
            raise RequestError(*trouble[0], answer=reply.answer)
        for start in range(0, len(entries), AT_ONCE):
            self._list_entries(entries[start : start + AT_ONCE])
        yield from self._had(place, reply, *trouble)

    def _had(
        self, place: Place, reply: Reply, *trouble: tuple[FetchOutcome, str], entry: str | None = None
    ) -> Iterator[Fetched]:
        """A listing that was read; if not all of it counts, the place remembers why until it changes."""
        seen = replace(had(place, reply, _digest(reply), self._now()), entry=entry)
        for outcome, reason in trouble[:1]:
            seen = replace(seen, outcome=outcome.value, reason=reason)
        self._memory.keep([self._next(seen, reply, changed=True)])
        yield from (self._failure(place.url, *each) for each in trouble)

    def _list_entries(self, entries: list[Entry]) -> None:
        """New entries, and those that say something else than before, are due."""
        known, now = self._memory.known(self._source, "page", [each.url for each in entries]), self._now()
        places = [(known.get(each.url) or Place(self._source, "page", each.url, now, now), each) for each in entries]
        self._memory.keep(_listed(*each, now) for each in places if _is_news(*each))

    def _read_sitemap(self, place: Place, reply: Reply, found: list[str]) -> Iterator[Fetched]:
        try:
            listed = read_sitemap(unzipped(reply.answer.body, self._bounds.max_bytes))
            left = islice(listed, self._bounds.max_pages)
            while some := list(islice(left, AT_ONCE)):
                self._list_pages(_addresses(some, "page", reply.url, self._bounds.newer_than))
                found += self._list_sitemaps(_addresses(some, "sitemap", reply.url, None))
            more = next(listed, None)
        except InputError as error:
            raise RequestError(FetchOutcome.WRONG_TYPE, str(error), answer=reply.answer) from error
        yield from self._had(place, reply, *([self._too_many("page")] if more else []))

    def _read_list(self, place: Place, reply: Reply) -> Iterator[Fetched]:
        try:
            content = unzipped(reply.answer.body, self._bounds.max_bytes)
            urls = read_paths(content, reply.url, self._bounds.max_pages)
        except InputError as error:
            raise RequestError(FetchOutcome.WRONG_TYPE, str(error), answer=reply.answer) from error
        listed, left = urls[: self._bounds.max_pages], urls[self._bounds.max_pages :]
        yield from self._had(place, reply, *([self._too_many("archive")] if left else []), entry="\n".join(listed))

    def _too_many(self, what: str) -> tuple[FetchOutcome, str]:
        most = counted(self._bounds.max_pages, what)
        return FetchOutcome.TOO_LARGE, f"lists more than {most}; those behind them are left alone"

    def _list_pages(self, listed: dict[str, Listed]) -> None:
        """New pages, and those that changed since they were last listed, are due."""
        known, now = self._memory.known(self._source, "page", list(listed)), self._now()
        new = [
            Place(self._source, "page", url, now, now, lastmod=said.changed, entry=dated(None, said.published))
            for url, said in listed.items()
            if url not in known
        ]
        said_anew = [(known[url], said) for url, said in listed.items() if url in known and said.changed]
        again = [_changed(place, said, now) for place, said in said_anew if place.lastmod != said.changed]
        self._memory.keep([*new, *again])

    def _list_sitemaps(self, listed: dict[str, Listed]) -> list[str]:
        """Those of them that are due."""
        known, now = self._memory.known(self._source, "sitemap", list(listed)), self._now()
        places = [known.get(url) or Place(self._source, "sitemap", url, now, now) for url in listed]
        due = [each for each in places if _is_due(each, listed[each.url].changed, now)]
        self._memory.keep(replace(each, lastmod=listed[each.url].changed) for each in due)
        return [each.url for each in due]

    def _failure(self, url: str, outcome: FetchOutcome, reason: str) -> FetchFailure:
        return FetchFailure(self._source, url, outcome, reason, self._now())


def _is_news(place: Place, entry: Entry) -> bool:
    """Whether a feed says something of a page that is not known; the date of a page that has one is no news."""
    return place.listed_hash != entry.hash or dated(place.entry, date_of(entry.item)) != place.entry


def _listed(place: Place, entry: Entry, now: datetime) -> Place:
    """A page of which a feed says something else than before, or for the first time when it was published."""
    if place.listed_hash == entry.hash:
        return replace(place, entry=dated(place.entry, date_of(entry.item)))
    item = dated(entry.item, date_of(place.entry) if place.entry else None)
    due = replace(place, due_at=now, entry=item, listed_hash=entry.hash, failures=0)
    return replace(due, guid=entry.guid or place.guid)


def _changed(place: Place, said: Listed, now: datetime) -> Place:
    """A known page of which a sitemap says that it changed; hearing that for the first time is no change."""
    heard = replace(place, lastmod=said.changed, entry=dated(place.entry, said.published))
    return heard if place.lastmod is None else replace(heard, due_at=now, failures=0)


def _is_due(place: Place, said: str | None, now: datetime) -> bool:
    """A sitemap that its index says is as it was need not be asked."""
    if said and place.had_at:
        return said != place.lastmod
    return place.due_at is not None and place.due_at <= now


def _digest(reply: Reply) -> str:
    return hashlib.sha256(reply.answer.body).hexdigest()


def _lines(feeds: FeedProcess, content: bytes, trouble: list[tuple[FetchOutcome, str]]) -> Iterator[bytes]:
    """A feed's entries, to its end; what is wrong with it goes into `trouble`.

    The last one of a feed that breaks off may be half of one, and is left until the feed is whole.
    """
    last = None
    try:
        for line in feeds.read(content):
            if last:
                yield last
            last = line
    except EOFError as error:
        trouble.append((FetchOutcome.FAILED, str(error)))
        last = None
    except InputError as error:
        trouble.append((FetchOutcome.WRONG_TYPE, str(error) if last else f"{error}; {ADD}"))
    except TooLargeError as error:
        trouble.append((FetchOutcome.TOO_LARGE, str(error)))
    except TimeoutError as error:
        trouble.append((FetchOutcome.TIMED_OUT, str(error)))
    if last:
        yield last


def _addresses(some: list[Listed], kind: str, base: str, newer_than: date | None) -> dict[str, Listed]:
    """Of one kind, by their normal addresses."""
    mine = [each for each in some if each.kind == kind and not _is_older(each.changed, newer_than)]
    found = {_address(base, each.url): each for each in mine}
    return {url: each for url, each in found.items() if url}


def _address(base: str, given: str) -> str | None:
    try:
        return normalise_url(urljoin(base, given))
    except ValueError:
        return None


def _is_older(changed: str | None, than: date | None) -> bool:
    try:
        return bool(than and changed and date.fromisoformat(changed[:10]) < than)
    except ValueError:
        return False
