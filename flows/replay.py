"""The ledger made anew from the raw store: every document that was ever fetched, through every stage."""

# No `from __future__ import annotations`: see flows/ingest.py.

from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from prefect import flow, runtime

from flows.forgetting import Bytes, learn_tombstones, sweep
from flows.kit import load_kit
from flows.landing import Landed, Terms
from flows.naming import run_name
from flows.running import running
from flows.stages import link_all, through_stages
from schemas.errors import StoreError
from schemas.records import Fetched, FetchFailure, FetchOutcome, RawDocument, RawLocation
from schemas.settings import settings
from tasks.fetch.raw_store import iterate_file, raw_files, read_terms
from tasks.load.store import Ledger, find_removed, open_ledger, refuse_filled, store_topics
from tasks.load.window import Window

ALL_RUNS = None


@flow(name="replay", flow_run_name=run_name, persist_result=False)
def replay() -> int:
    """Load what the raw store holds into an empty ledger, as it was fetched, with what cleans and tags now.

    Returns:
        The run's id in the ledger.

    Raises:
        NewsledgerError: nothing could be done, or the ledger is not empty; one sentence says why.
    """
    config = settings()
    kit = load_kit(config)
    with open_ledger(config.database_url) as ledger:
        refuse_filled(ledger)
        learn_tombstones(ledger, config.raw_folder())
        kept = Kept(ledger, config.raw_folder())
        with running("replay", ledger, kit.processors, str(runtime.flow_run.id)) as run_id:
            store_topics(ledger, kit.topics.definitions)
            forgotten = dict[Bytes, str]()
            through_stages(kept.documents(), ledger, run_id, kit, kept, forgotten)
            sweep(ledger, kept.folder, forgotten, raw_files(kept.folder))
            link_all(ledger, kit, ALL_RUNS)
    return run_id


@dataclass(frozen=True, slots=True)
class Kept:
    """Documents that are in the raw store. Those of one of its files were fetched together, by one run."""

    ledger: Ledger
    folder: Path
    _locations: deque[RawLocation] = field(default_factory=deque)  # of documents that have not landed yet
    _firsts: list[int] = field(default_factory=list)
    _windows: list[Window] = field(default_factory=list)

    def documents(self) -> Iterator[Fetched]:
        """Every document, or that the rest of a file is damaged."""
        number = 0
        for name in raw_files(self.folder):
            try:
                self._windows.append(Window.of_terms(read_terms(self.folder, name), self.ledger.timezone))
                self._firsts.append(number)
                for location, raw in iterate_file(self.folder, name):
                    self._locations.append(location)
                    yield raw
                    number += 1
            except (StoreError, ValueError) as error:
                yield _damaged(name, error)
                number += 1

    def land(self, raws: list[RawDocument]) -> Landed:
        """Where the bytes stand; none is settled before it is read, but those that were removed for good."""
        stand = [self._locations.popleft() for _ in raws]
        removed = find_removed(self.ledger, raws)
        return Landed([None if index in removed else each for index, each in enumerate(stand)], removed)

    def terms(self, number: int) -> Terms:
        """Those of the file that the document is in."""
        place = bisect_right(self._firsts, number) - 1
        return Terms(self._firsts[place], self._windows[place])


def _damaged(name: str, error: Exception) -> FetchFailure:
    reason = f"{error}; what follows in that file is passed over"
    return FetchFailure("newsledger-raw", f"raw:{name}", FetchOutcome.FAILED, reason, datetime.now(UTC))
