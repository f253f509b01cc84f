"""What is known of addresses and servers of the web, kept in the ledger: see `tasks.fetch.web.memory`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import TypeVar

import msgspec
from sqlalchemy import ColumnElement, Connection, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from schemas.records import FetchOutcome
from schemas.tables import fetches, hosts, places, raw_documents, sources
from tasks.fetch.web.memory import Host, Place, Role
from tasks.load.fold import scrubbed, uri_hash
from tasks.load.rows import Row as Values
from tasks.load.store.bulk import find, insert
from tasks.load.store.identity import ensure_sources
from tasks.load.store.ledger import Ledger, tried_again
from tasks.load.store.unlisting import not_forgotten

Key = TypeVar("Key", int, str)
LONGEST_REST = timedelta(days=1)  # a clock that was wrong must not silence a server for ever
FRESH = timedelta(seconds=1)  # how old the word may be that a server rests, where it has no delay
AS_IT_WAS = frozenset({"source_id", "role", "url", "url_hash", "first_seen_at"})  # what stays as it was
PLACE = Place.__struct_fields__[1:]  # as the table has them, but for keys
READ = [places.c[name] for name in PLACE]
AGAIN = "ON CONFLICT (source_id, role, url_hash) DO UPDATE SET " + ", ".join(
    f"{name} = excluded.{name}" for name in PLACE if name not in AS_IT_WAS
)

KEY = (fetches.c.source_id, fetches.c.uri_hash, raw_documents.c.sha256)
STORED = """\
SELECT DISTINCT wanted.source_id, wanted.uri_hash, wanted.sha256 FROM {wanted} CROSS JOIN fetches
CROSS JOIN raw_documents WHERE fetches.source_id = wanted.source_id AND fetches.uri_hash = wanted.uri_hash
AND raw_documents.id = fetches.raw_document_id AND raw_documents.sha256 = wanted.sha256"""


class LedgerMemory:
    """The memory of runs that load what they fetch. Several threads may share it."""

    def __init__(self, ledger: Ledger, now: Callable[[], datetime]) -> None:
        self._ledger, self._now = ledger, now
        self._free: dict[str, tuple[datetime, datetime | None]] = {}  # when that was looked up, and what it was
        self._sources: dict[str, int] = {}  # ids of those that are stored

    @tried_again
    def settle(self, source: str) -> None:
        """A run that was killed may have fetched what it never stored: that is due at once, whole."""
        handed_on = select(places.c.id, places.c.source_id, places.c.handed_on, places.c.body_hash)
        mine = _of(source), places.c.handed_on.is_not(None)
        with self._ledger.write() as connection:
            rows = connection.execute(handed_on.where(*mine)).all()
            wanted = {row.id: (row.source_id, uri_hash(row.handed_on), row.body_hash) for row in rows}
            stored = {tuple(row) for row in find(connection, STORED, KEY, set(wanted.values()))}
            lost = [id_ for id_, key in wanted.items() if key not in stored]
            for some in _portions(lost):
                again = {"due_at": self._now(), "etag": None, "last_modified": None, "body_hash": None}
                connection.execute(update(places).where(places.c.id.in_(some)).values(again))
            connection.execute(update(places).where(*mine).values(handed_on=None))

    @tried_again
    def due(self, source: str, role: Role, most: int, *, soon: bool) -> list[str]:
        """Those first that were due first."""
        when = places.c.due_at.is_not(None) if soon else places.c.due_at <= self._now()
        query = select(places.c.url).where(_of(source), places.c.role == role, when)
        with self._ledger.read() as connection:
            return list(connection.scalars(query.order_by(places.c.due_at, places.c.id).limit(most)))

    @tried_again
    def known(self, source: str, role: Role, urls: Collection[str]) -> Mapping[str, Place]:
        """By address."""
        hashes = {uri_hash(url): url for url in urls}
        query = select(*READ, places.c.url_hash).where(_of(source), places.c.role == role)
        with self._ledger.read() as connection:
            rows = [
                row
                for some in _portions(list(hashes))
                for row in connection.execute(query.where(places.c.url_hash.in_(some)))
            ]
        return {hashes[row.url_hash]: Place(source, *row[:-1]) for row in rows}

    @tried_again
    def keep(self, kept: Iterable[Place]) -> None:
        """The latest of each address counts; what leads to an article that was taken down is never heard of."""
        latest = {(each.source, each.role, each.url): each for each in kept}
        with self._ledger.write() as connection:
            wanted = not_forgotten(connection, latest.values())
            ids = self._source_ids(connection, {each.source for each in wanted})
            rows = [_values(ids[each.source], each) for each in wanted]
            insert(connection, places, rows, AGAIN)  # in their order, which is that of the feed
        self._sources |= ids

    def _source_ids(self, connection: Connection, names: set[str]) -> dict[str, int]:
        if names <= self._sources.keys():
            return self._sources
        ids = ensure_sources(connection, names, self._now())
        return {name: ids[scrubbed(name)] for name in names}

    @tried_again
    def host(self, origin: str) -> Host | None:
        """None if its robots.txt was never looked for."""
        with self._ledger.read() as connection:
            row = connection.execute(select(hosts).where(hosts.c.origin == origin)).one_or_none()
        if row is None or row.robots_until is None:
            return None
        return Host(origin, row.robots, row.robots_until, FetchOutcome(row.robots_outcome), row.robots_reason)

    @tried_again
    def keep_host(self, host: Host) -> None:
        """When it may be asked again stays as it is."""
        robots = {
            "robots": host.robots and scrubbed(host.robots),
            "robots_until": host.robots_until,
            "robots_outcome": host.outcome.value,
            "robots_reason": scrubbed(host.reason),
        }
        with self._ledger.write() as connection:
            _ensure_host(connection, host.origin)
            connection.execute(update(hosts).where(hosts.c.origin == host.origin).values(robots))

    @tried_again
    def reserve(self, origin: str, delay: float, patience: float) -> float:
        """Across threads, processes and machines: whoever comes next sees what was reserved."""
        if not delay and not self._rests(origin):
            return 0.0
        with self._ledger.write() as connection:
            free = _free(connection, origin)
            now = self._now()
            wait = max(0.0, (min(free, now + LONGEST_REST) - now).total_seconds()) if free else 0.0
            if wait <= patience:
                _set_free(connection, origin, now + timedelta(seconds=wait + delay))
            return wait

    @tried_again
    def rest(self, origin: str, until: datetime) -> None:
        """For every run."""
        with self._ledger.write() as connection:
            free = _free(connection, origin)
            _set_free(connection, origin, max(free, until) if free else until)
        self._free.pop(origin, None)

    def _rests(self, origin: str) -> bool:
        now = self._now()
        looked, free = self._free.get(origin, (None, None))
        if looked is None or now - looked > FRESH:
            with self._ledger.read() as connection:
                free = connection.scalar(select(hosts.c.next_at).where(hosts.c.origin == origin))
            self._free[origin] = now, free
        return free is not None and free > now


def _of(source: str) -> ColumnElement[bool]:
    return places.c.source_id == select(sources.c.id).where(sources.c.name == scrubbed(source)).scalar_subquery()


def _portions(keys: list[Key], most: int = 500) -> Iterable[list[Key]]:
    return (keys[start : start + most] for start in range(0, len(keys), most))


def _values(source_id: int, place: Place) -> Values:
    _, role, url, *said = msgspec.structs.astuple(place)
    return source_id, role, scrubbed(url), uri_hash(url), *map(_storable, said)


def _storable(value: object) -> object:
    return scrubbed(value) if isinstance(value, str) else value


def _ensure_host(connection: Connection, origin: str) -> None:
    add = postgresql.insert(hosts) if connection.dialect.name == "postgresql" else sqlite.insert(hosts)
    connection.execute(add.values(origin=origin).on_conflict_do_nothing())


def _free(connection: Connection, origin: str) -> datetime | None:
    """When a server is free again; whoever else asks waits until this transaction has ended."""
    _ensure_host(connection, origin)
    return connection.scalar(select(hosts.c.next_at).where(hosts.c.origin == origin).with_for_update())


def _set_free(connection: Connection, origin: str, at: datetime) -> None:
    connection.execute(update(hosts).where(hosts.c.origin == origin).values(next_at=at))


@tried_again
def read_listings(ledger: Ledger) -> list[Place]:
    """The feeds, sitemaps, lists and archives that were asked for, by source and address."""
    query = select(sources.c.name, *READ).join(places)
    query = query.where(places.c.role != "page").order_by(sources.c.name, places.c.role, places.c.url)
    with ledger.read() as connection:
        return [Place(*row) for row in connection.execute(query)]


@tried_again
def count_pages(ledger: Ledger, source: str) -> dict[str, int]:
    """How many pages of a source are known, by how the last look ended; empty for those never looked at."""
    outcome = func.coalesce(places.c.outcome, "")
    query = (
        select(outcome, func.count()).where(_of(source), places.c.role == "page").group_by(outcome).order_by(outcome)
    )
    with ledger.read() as connection:
        return {row[0]: row[1] for row in connection.execute(query)}
