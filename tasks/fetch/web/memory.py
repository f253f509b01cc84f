"""What is known of addresses and hosts from one run to the next, and where that is kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from threading import Lock
from typing import Literal, Protocol

from msgspec import Struct

from schemas.records import FetchOutcome

Role = Literal["feed", "sitemap", "page", "archive", "list"]  # a list is one of archives, or a file of addresses


class Place(Struct, frozen=True):
    """One address of a source, and all that was learnt of it."""

    source: str
    role: Role
    url: str  # normalised
    first_seen_at: datetime
    due_at: datetime | None  # when it is to be asked for; None for not any more
    asked_at: datetime | None = None
    had_at: datetime | None = None  # when a body came last
    body_hash: str | None = None  # sha256 of that body
    etag: str | None = None
    last_modified: str | None = None
    every_seconds: int = 0  # from the last look to the next
    failures: int = 0  # in a row
    outcome: str | None = None  # of the last look
    reason: str = ""
    status: int | None = None
    received: int | None = None
    seconds: float | None = None
    moved_to: str | None = None  # where a permanent redirect leads
    guid: str | None = None  # of the entry that led here
    listed_hash: str | None = None  # sha256 of what a feed said of it: when that changes, it is due
    lastmod: str | None = None  # when it changed, as a sitemap said: the same
    entry: str | None = None  # what a feed or a sitemap said of it, in the end the date alone; of a list, what it lists
    handed_on: str | None = None  # URI of the document that came of it, until that is known to be stored


class Host(Struct, frozen=True):
    """A server, as `https://news.example:8443`, and what its robots.txt said."""

    origin: str
    robots: str | None  # its text, empty if there is none; None if it could not be had, and nothing may be fetched
    robots_until: datetime  # as long as this counts
    outcome: FetchOutcome = FetchOutcome.FETCHED  # of the look that could not have it
    reason: str = ""


class Memory(Protocol):
    """Where it is kept: in the ledger, or for a rehearsal nowhere."""

    def settle(self, source: str) -> None:
        """Have every place of the source asked for again whose document never reached the ledger."""

    def due(self, source: str, role: Role, most: int, *, soon: bool) -> list[str]:
        """Addresses to be asked for, those first that were due first; with `soon`, also those that will be due."""

    def known(self, source: str, role: Role, urls: Collection[str]) -> Mapping[str, Place]:
        """Those of these addresses that are known, by address."""

    def keep(self, places: Iterable[Place]) -> None:
        """Remember."""

    def host(self, origin: str) -> Host | None:
        """What is known of a server."""

    def keep_host(self, host: Host) -> None:
        """Remember."""

    def reserve(self, origin: str, delay: float, patience: float) -> float:
        """The seconds until a request may go to a server; the next may go `delay` seconds after it.

        A wait of more than `patience` reserves nothing.
        """

    def rest(self, origin: str, until: datetime) -> None:
        """Let no request go to a server before that time."""


class Rehearsal:
    """Remembers nothing beyond the process; whatever is asked for is due."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._places: dict[tuple[str, Role, str], Place] = {}
        self._hosts: dict[str, Host] = {}
        self._free: dict[str, float] = {}  # when a server may be asked again, as a timestamp
        self._lock = Lock()

    def settle(self, source: str) -> None:
        """Nothing is ever stored."""

    def due(self, source: str, role: Role, most: int, *, soon: bool) -> list[str]:
        """In the order in which they were found."""
        mine = [each for each in self._places.values() if (each.source, each.role) == (source, role)]
        return [each.url for each in mine if each.due_at and (soon or each.due_at <= self._now())][:most]

    def known(self, source: str, role: Role, urls: Collection[str]) -> Mapping[str, Place]:
        """Of this process."""
        return {url: place for url in urls if (place := self._places.get((source, role, url)))}

    def keep(self, places: Iterable[Place]) -> None:
        """As long as the process lasts."""
        with self._lock:
            self._places |= {(each.source, each.role, each.url): each for each in places}

    def listings(self, source: str) -> list[Place]:
        """The feeds, sitemaps, lists and archives of a source that were looked at."""
        return [each for each in self._places.values() if each.source == source and each.role != "page"]

    def host(self, origin: str) -> Host | None:
        """Of this process."""
        return self._hosts.get(origin)

    def keep_host(self, host: Host) -> None:
        """As long as the process lasts."""
        self._hosts[host.origin] = host

    def reserve(self, origin: str, delay: float, patience: float) -> float:
        """Between the threads of this process."""
        with self._lock:
            now = self._now().timestamp()
            wait = max(0.0, self._free.get(origin, 0.0) - now)
            if wait <= patience:
                self._free[origin] = now + wait + delay
            return wait

    def rest(self, origin: str, until: datetime) -> None:
        """Between the threads of this process."""
        with self._lock:
            self._free[origin] = max(self._free.get(origin, 0.0), until.timestamp())
