"""Everything that is due of the sources on the web, on several threads, as one stream of documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Generator, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from importlib.metadata import version
from pathlib import Path
from threading import Lock, local
from typing import Self

from msgspec.structs import replace

from schemas.errors import InputError, NewsledgerError
from schemas.records import Fetched, FetchFailure, FetchOutcome
from schemas.settings import Settings
from schemas.sources import Archives, Crawl, Feeds, Pages, Sitemap, Web
from tasks.fetch.feed_process import FeedProcess
from tasks.fetch.reader import Reader
from tasks.fetch.shelf import EMPTY, Shelf
from tasks.fetch.urls import normalise_url
from tasks.fetch.web import look
from tasks.fetch.web.addresses_in import addresses_in
from tasks.fetch.web.archives import RemoteArchives, Terms
from tasks.fetch.web.client import Client, Limits
from tasks.fetch.web.listings import Bounds, Listings
from tasks.fetch.web.memory import Memory, Place, Role
from tasks.fetch.web.paths import is_list
from tasks.fetch.web.polite import Manners, Visitor
from tasks.fetch.web.robots import NAME, origin_of
from tasks.fetch.web.secrets import secrets_of
from tasks.fetch.web.stream import Halt, HaltedError, Job, streamed
from tasks.fetch.web.trouble import RequestError

AT_ONCE = 100  # places
Work = Job[Fetched]


def user_agent(contact: str | None) -> str:
    """Who we say that we are, and whom to write to."""
    return f"{NAME}/{version(NAME)} ({f'+{contact}' if contact else 'no contact given'})"


def collect(
    sources: Sequence[Web],
    memory: Memory,
    settings: Settings,
    user_agent: str,
    now: Callable[[], datetime],
    *,
    soon: bool = False,
    shelf: Shelf = EMPTY,
) -> Generator[Fetched, None, None]:
    """What is due of these sources: documents, what could not be had, and what is as it was.

    Args:
        sources: the sources.
        memory: what is known of their places.
        settings: limits and manners.
        user_agent: who we say that we are.
        now: the clock.
        soon: also what is not due yet.
        shelf: what is asked of archives, and how far they were read before.
    """
    with Collector(memory, settings, user_agent, now, soon=soon, shelf=shelf) as collector:
        yield from collector.collect(sources)


class Collector:
    """One run's work on the web."""

    def __init__(
        self,
        memory: Memory,
        settings: Settings,
        user_agent: str,
        now: Callable[[], datetime],
        *,
        soon: bool,
        shelf: Shelf = EMPTY,
    ) -> None:
        """See `collect`."""
        self._memory, self._settings, self._agent, self._now, self._soon = memory, settings, user_agent, now, soon
        self._shelf = shelf
        self._halt, self._lock, self._own = Halt(), Lock(), local()
        self._clients: dict[frozenset[str], Client] = {}
        self._feeds: list[FeedProcess] = []
        self._asking: dict[str, Lock] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._halt.call()
        for client in self._clients.values():
            client.close()
        for feeds in self._feeds:
            feeds.close()

    def collect(self, sources: Sequence[Web]) -> Iterator[Fetched]:
        """Each source's listings first, then its pages, host by host."""
        jobs: list[Work] = [Job(partial(self._source, source)) for source in sources]
        return streamed(jobs, self._settings.connections, self._halt)

    def _source(self, source: Web) -> Iterator[Fetched | Work]:
        try:
            visitor = self.visitor(source)
            self._memory.settle(source.name)
            if isinstance(source, Archives):
                yield from self._archives(source, visitor)
            elif isinstance(source, Crawl):
                yield from self._listings(source, visitor)
                yield from self._pages(source, visitor)
        except InputError as error:
            self._note_unasked(source, str(error))
            yield self._failure(source, error, FetchOutcome.BLOCKED)
        except (NewsledgerError, HaltedError):
            raise
        # The boundary for what nobody foresaw: servers are hostile, and one of them must not end the others' run.
        except Exception as error:  # noqa: BLE001 - see above: caught for one source, named, and recorded
            yield self._failure(source, error, FetchOutcome.FAILED)

    def _failure(self, source: Web, error: Exception, outcome: FetchOutcome) -> FetchFailure:
        said = str(error) if isinstance(error, InputError) else f"{type(error).__name__}: {str(error)[:200]}"
        return FetchFailure(source.name, _first_place(source), outcome, said, self._now())

    def _note_unasked(self, source: Web, said: str) -> None:
        """A source that cannot be asked fails, and is due until it can be."""
        now, role, url = self._now(), _first_role(source), _first_place(source)
        place = self._memory.known(source.name, role, [url]).get(url) or Place(source.name, role, url, now, now)
        failures, outcome = place.failures + 1, FetchOutcome.BLOCKED.value
        self._memory.keep([replace(place, asked_at=now, failures=failures, outcome=outcome, reason=said)])

    def _listings(self, source: Crawl, visitor: Visitor) -> Iterator[Fetched]:
        listings = Listings(self._memory, self._now, source.name, self._bounds(source))
        if isinstance(source, Feeds):
            for url in self._due(source, "feed", source.urls):
                yield from listings.feed(visitor, url, self._feed_process())
            yield from self._sitemaps(source, source.sitemaps, visitor, listings)
        elif isinstance(source, Sitemap):
            yield from self._sitemaps(source, source.urls, visitor, listings)
        elif isinstance(source, Pages):
            yield from self._listed(source, listings)

    def _sitemaps(self, source: Web, urls: Sequence[str], visitor: Visitor, listings: Listings) -> Iterator[Fetched]:
        for url in self._due(source, "sitemap", urls):
            yield from listings.sitemap(visitor, url)

    def _archives(self, source: Archives, visitor: Visitor) -> Iterator[Fetched]:
        listings = Listings(self._memory, self._now, source.name, self._bounds(source))
        for url in self._due(source, "list", list(filter(is_list, source.urls))):
            yield from listings.paths(visitor, url)
        settings = self._settings
        reader = Reader(settings.max_document_bytes, self._now, {}, self._feed_process(), self._shelf)
        terms = Terms(settings.request_tries, settings.max_archive_bytes, partial(self._halt.sleep, 0), self._soon)
        yield from RemoteArchives(self._memory, reader, source.name, terms).collect(visitor, source.urls)

    def _listed(self, source: Pages, listings: Listings) -> Iterator[Fetched]:
        bad: list[FetchFailure] = []
        listings.pages(addresses_in(source, bad, self._now))
        if source.file:
            self._memory.keep([_as_read(source.name, Path(source.file).as_uri(), bad, self._now())])
        yield from bad

    def _due(self, source: Web, role: Role, urls: Sequence[str]) -> list[str]:
        """Of these addresses, those that are to be asked now."""
        wanted = list(dict.fromkeys(filter(None, map(normalise_url, urls))))
        now, known = self._now(), self._memory.known(source.name, role, wanted)
        new = [Place(source.name, role, url, now, now) for url in wanted if url not in known]
        self._memory.keep(new)
        every = {**known} | {place.url: place for place in new}
        return [url for url in wanted if self._soon or (due := every[url].due_at) is None or due <= now]

    def _pages(self, source: Crawl, visitor: Visitor) -> Iterator[Work]:
        most = source.max_pages or self._settings.max_pages
        by_host: defaultdict[str, list[str]] = defaultdict(list)
        for url in self._memory.due(source.name, "page", most, soon=self._soon):
            by_host[origin_of(url)].append(url)
        recheck = timedelta(days=self._settings.recheck_days)
        full_text = isinstance(source, Feeds) and source.full_text
        pages = look.Pages(self._now, recheck, full_text=full_text)
        for urls in by_host.values():
            for share in _shared(urls, self._settings.host_connections):
                yield Job(partial(self._look, pages, visitor, source, share))

    def _look(self, pages: look.Pages, visitor: Visitor, source: Web, urls: Sequence[str]) -> Iterator[Fetched]:
        """What is known of some places is read and noted at once; should that be lost, they are asked for again."""
        for start in range(0, len(urls), AT_ONCE):
            places, seen = self._memory.known(source.name, "page", urls[start : start + AT_ONCE]), []
            try:
                for url in urls[start : start + AT_ONCE]:
                    seen.append(self._look_at(pages, visitor, places[url]))
                    yield from seen[-1].fetched
            finally:
                self._memory.keep([each.place for each in seen])

    def _look_at(self, pages: look.Pages, visitor: Visitor, place: Place) -> look.Seen:
        try:
            return pages.look(visitor, place)
        except (NewsledgerError, HaltedError):
            raise
        except Exception as error:  # noqa: BLE001 - as above, for one page
            failed = RequestError(FetchOutcome.FAILED, f"{type(error).__name__}: {str(error)[:200]}")
            return pages.failed(place, failed)

    def visitor(self, source: Web) -> Visitor:
        """Who asks the source's servers."""
        settings = self._settings
        delay = settings.delay_seconds if source.delay_seconds is None else source.delay_seconds
        manners = Manners(delay, settings.request_tries, settings.max_redirects)
        client, secrets = self._client(source), secrets_of(source)
        return Visitor(client, self._memory, manners, self._now, secrets, self._halt.sleep, self._asking)

    def _client(self, source: Web) -> Client:
        private = frozenset(host.lower() for host in source.allow_private_hosts)
        settings = self._settings
        limits = Limits(settings.max_download_bytes, settings.max_document_bytes, settings.request_seconds)
        with self._lock:
            if private not in self._clients:
                self._clients[private] = Client(limits, self._agent, private, settings.connections)
            return self._clients[private]

    def _feed_process(self) -> FeedProcess:
        """One for each thread."""
        if not hasattr(self._own, "feeds"):
            self._own.feeds = FeedProcess(self._settings.max_feed_entries)
            self._feeds.append(self._own.feeds)
        found: FeedProcess = self._own.feeds
        return found

    def _bounds(self, source: Web) -> Bounds:
        settings = self._settings
        given = getattr(source, "interval_minutes", None)
        days = source.days if isinstance(source, Sitemap) else None
        return Bounds(
            settings.max_document_bytes,
            settings.max_sitemap_pages,
            settings.max_sitemap_depth,
            60 * (settings.feed_minutes if given is None else given),
            (self._now() - timedelta(days=days)).date() if days else None,
        )


def _first_place(source: Web) -> str:
    """What stands for a source of which nothing can be asked."""
    if source.urls:
        return normalise_url(source.urls[0]) or source.urls[0]
    return Path(source.file).as_uri() if isinstance(source, Pages) and source.file else source.name


def _first_role(source: Web) -> Role:
    match source:
        case Feeds():
            return "feed"
        case Sitemap():
            return "sitemap"
        case Archives():
            return "list" if source.urls and is_list(source.urls[0]) else "archive"
    return "page" if source.urls else "list"


def _as_read(source: str, file: str, bad: Sequence[FetchFailure], now: datetime) -> Place:
    """A file of addresses, which is read in every run."""
    place = Place(source, "list", file, now, None, asked_at=now, had_at=now, outcome=FetchOutcome.FETCHED.value)
    unread = next((each for each in bad if each.uri == file), None)
    return replace(place, had_at=None, failures=1, outcome=unread.outcome, reason=unread.reason) if unread else place


def _shared(urls: list[str], among: int) -> list[list[str]]:
    """For so many threads, each of which has enough to do."""
    among = min(among, -(-len(urls) // AT_ONCE))
    return [urls[number::among] for number in range(among)]
