"""How a run's documents come in: what is done with their bytes, and on what terms they were fetched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

from flows.handing import whole
from flows.kit import Kit
from schemas.records import Loaded, RawDocument, RawLocation
from tasks.fetch.raw_store import RawWriter
from tasks.fetch.task import land_batch
from tasks.load.store import Ledger, find_removed, find_unchanged, known_raw, seen_here
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

    def land(self, raws: list[RawDocument]) -> Landed:
        """Puts the bytes into the raw store."""
        removed = find_removed(self.ledger, raws)
        kept = [raw for index, raw in enumerate(raws) if index not in removed]
        known = known_raw(self.ledger, {raw.sha256 for raw in kept})
        seen = seen_here(self.ledger, kept, self.window.decides_otherwise)
        stand = iter(land_batch(whole(kept), whole(known), whole(seen), whole(self.writer)))
        locations = [None if index in removed else next(stand) for index in range(len(raws))]
        unchanged = find_unchanged(self.ledger, self.run_id, raws, self.kit.cleaner.tool.processor)
        return Landed(locations, unchanged | removed)

    def terms(self, number: int) -> Terms:  # noqa: ARG002 -- other intakes need it
        """The same for all."""
        return Terms(0, self.window)
