"""How a run's documents come in: what is done with their bytes, and on what terms they were fetched."""

from __future__ import annotations

from collections import ChainMap, deque
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from flows.handing import whole
from flows.kit import Kit
from schemas.records import Loaded, RawDocument, RawLocation
from tasks.fetch.raw_store import RawWriter
from tasks.fetch.task import land_batch
from tasks.load.store import Ledger, Whereabouts, find_arrivals, whereabouts
from tasks.load.window import Window


class Terms(NamedTuple):
    """What holds for documents that were fetched together."""

    first: int  # the first one's place in the run's input
    window: Window


class Landed(NamedTuple):
    """What is known of documents before they are read."""

    locations: list[RawLocation | None]  # None for what was removed for good
    settled: dict[int, Loaded]  # how those end that need not be read, by index


class Intake(Protocol):
    """How documents come in."""

    def land(self, raws: list[RawDocument]) -> Landed:
        """Makes the bytes of a batch safe."""

    def terms(self, number: int) -> Terms:
        """Those of the document at that place in the run's input."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """Documents that were just fetched: into the raw store, and those that are the same as last time are done."""

    ledger: Ledger
    run_id: int
    kit: Kit
    writer: RawWriter
    window: Window
    under_way: deque[dict[Whereabouts, str]]  # sha256s by place, newest batch first; those at least that are not stored

    def land(self, raws: list[RawDocument]) -> Landed:
        """Puts the bytes into the raw store."""
        cleaner, newest = self.kit.cleaner.tool.processor, ChainMap(*self.under_way)
        found = find_arrivals(self.ledger, self.run_id, raws, cleaner, self.window.decides_otherwise, newest)
        self.under_way.appendleft({whereabouts(raw): raw.sha256 for raw in raws})
        kept = [index for index in range(len(raws)) if index not in found.removed]
        seen = {place for place, index in enumerate(kept) if index in found.seen}
        stand = land_batch(whole([raws[n] for n in kept]), whole(found.known), whole(seen), whole(self.writer))
        locations = dict(zip(kept, stand, strict=True))
        return Landed([locations.get(index) for index in range(len(raws))], found.unchanged | found.removed)

    def terms(self, number: int) -> Terms:  # noqa: ARG002 -- other intakes need it
        """The same for all."""
        return Terms(0, self.window)
