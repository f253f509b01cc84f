"""Documents through every stage, one visible task a stage and batch.

Batches are cleaned and tagged elsewhere (flows/pools.py), if there are enough documents for it;
no more than NEWSLEDGER_BATCHES_IN_FLIGHT are in memory. They are landed, decided and stored by this process, one after
the other, in their order.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace
from prefect import get_run_logger, runtime

from flows.expecting import judge_logged
from flows.forgetting import Bytes, learn_tombstones, sweep
from flows.handing import forget_results, whole
from flows.kit import Kit, decided_by_now
from flows.landing import Fresh, Intake
from flows.pools import workers
from flows.progress import progress
from flows.running import running
from flows.workers import Piece, Workers, taken_ahead
from schemas.records import Article, Bookmark, Failure, Fetched, FetchFailure, Loaded, RawDocument, RawLocation, Tags
from schemas.settings import settings
from schemas.travel import Parcel
from tasks.clean.batch import Cleaned
from tasks.clean.task import clean_documents
from tasks.fetch.batches import UNKNOWN, Total, batches
from tasks.fetch.places import path_of
from tasks.fetch.raw_store import RawWriter
from tasks.link.task import count_days, link_entities, link_lines, link_overrides
from tasks.load.decide import LoadItem
from tasks.load.store import Ledger, store_topics
from tasks.load.task import plan_batch, store_batch
from tasks.load.window import Window, windows_of
from tasks.tag.task import tag_articles


def load_all(
    name: str, found: Iterable[Fetched], ledger: Ledger, kit: Kit, window: Window, total: Total = UNKNOWN
) -> int:
    """One run of the flow with that name: all that was found goes through every stage.

    Args:
        name: the flow's.
        found: the documents, or why they could not be had.
        ledger: where to.
        kit: what it works with.
        window: which days it is asked for.
        total: how much there is to do.

    Returns:
        The run's id.
    """
    with running(name, ledger, kit.processors, str(runtime.flow_run.id)) as run_id:
        store_topics(ledger, kit.topics.definitions)
        name, folder = f"{_now():%Y%m%dT%H%M%S}-run-{run_id}-{uuid4().hex[:8]}", settings().raw_folder()
        learn_tombstones(ledger, folder)
        writer, forgotten = RawWriter(folder, name, window.terms), dict[Bytes, str]()
        fresh = Fresh(ledger, run_id, kit, writer, window, deque(maxlen=2 * settings().batches_ahead()))
        try:
            with writer:
                through_stages(found, ledger, run_id, kit, fresh, forgotten, total)
        finally:  # also what a run has landed that goes no further
            sweep(ledger, folder, forgotten, [writer.file])
        link_all(ledger, kit, run_id)
        judge_logged(ledger, kit.sources, get_run_logger(), due=True)
    return run_id


def link_all(ledger: Ledger, kit: Kit, run_id: int | None) -> None:
    """What comes after the last document, by what editors have decided by then; lines of what a run stored, or any."""
    kit = decided_by_now(kit)
    link_entities(whole(ledger), whole(kit.decisions))
    link_lines(whole(ledger), run_id)
    link_overrides(whole(ledger), whole(kit.overrides), kit.folder)
    count_days(whole(ledger))


def through_stages(
    found: Iterable[Fetched],
    ledger: Ledger,
    run_id: int,
    kit: Kit,
    intake: Intake,
    forgotten: dict[Bytes, str],
    total: Total = UNKNOWN,
) -> None:
    """All that was found, in batches: landed, cleaned, tagged and stored.

    Args:
        found: documents, and what could not be had.
        ledger: where to.
        run_id: of the run.
        kit: what it works with.
        intake: how documents come in.
        forgotten: comes to hold the bytes of articles that were taken down before, and why they were: to be swept out.
        total: how much there is to do.
    """
    config = settings()
    ahead = config.batches_ahead()
    with (
        workers(config) as here_or_there,
        progress(total.what, get_run_logger(), total.number) as advance,
    ):
        job = Job(ledger, run_id, kit, intake, windows_of(kit.sources, ledger.timezone), here_or_there, forgotten)
        landed = taken_ahead(map(job.land, _numbered(batches(found, config.batch_size))), ahead)
        for batch in taken_ahead(map(job.plan, landed), ahead):
            job.store(batch)
            if total.what == "byte":
                advance(batch.bytes_read, batch.bytes_met)
            else:
                advance(len(batch.items) + len(batch.failures))


class Cleaning(Struct, frozen=True):
    """A batch whose bytes are safe, on its way through cleaning."""

    fetched: list[tuple[int, Fetched]]  # with their places in the run's input
    locations: list[RawLocation | None]
    settled: dict[int, Loaded]  # by index among the documents that were had
    piece: Piece[Parcel[list[Cleaned | Failure]]] | None  # of the others, if there are any


class Tagging(Struct, frozen=True):
    """A batch that is cleaned, on its way through tagging."""

    items: list[LoadItem]
    failures: list[tuple[int, FetchFailure]]
    bookmarks: list[Bookmark]
    new: list[int]  # which items have to be tagged
    piece: Piece[Parcel[list[Tags | Failure]]] | None  # of those, if there are any

    @property
    def bytes_read(self) -> int:
        """Of archives."""
        return sum(bookmark.step for bookmark in self.bookmarks)

    @property
    def bytes_met(self) -> int:
        """Of archives on servers that were opened: until then nobody knows how large they are."""
        return sum(each.size for each in self.bookmarks if each.is_first and path_of(each.uri) is None)


@dataclass(frozen=True, slots=True)
class Job:
    """One run's way of taking a batch through the stages."""

    ledger: Ledger
    run_id: int
    kit: Kit
    intake: Intake
    windows: Mapping[str, Window]  # what sources are asked for besides, by their names
    workers: Workers
    forgotten: dict[Bytes, str]

    def land(self, fetched: list[tuple[int, Fetched]]) -> Cleaning:
        """Take the bytes in, and begin to clean what has to be."""
        raws = [raw for _, raw in fetched if isinstance(raw, RawDocument)]
        locations, settled = self.intake.land(raws)
        changed = Parcel([raw for index, raw in enumerate(raws) if index not in settled])
        size, what, cleaner = len(changed.content), _named(fetched), self.kit.cleaner
        piece = size and self.workers.start(clean_documents, size, what, raws=changed, cleaner=cleaner)
        return Cleaning(fetched, locations, settled, piece or None)

    def plan(self, batch: Cleaning) -> Tagging:
        """Decide what is new, and begin to tag it."""
        items = self._items(batch)
        failures = [(number, failure) for number, failure in batch.fetched if isinstance(failure, FetchFailure)]
        bookmarks = [bookmark for _, bookmark in batch.fetched if isinstance(bookmark, Bookmark)]
        decisions = plan_batch(whole(self.ledger), self.run_id, whole(items)) if batch.piece else []
        new = [index for index, decision in enumerate(decisions) if decision.is_new]
        articles = Parcel([article for index in new if isinstance(article := items[index].result, Article)])
        size, what, tagger = len(new), _named(batch.fetched), self.kit.tagger
        piece = size and self.workers.start(tag_articles, size, what, articles=articles, tagger=tagger)
        return Tagging(items, failures, bookmarks, new, piece or None)

    def store(self, batch: Tagging) -> None:
        """Put it into the ledger."""
        items = list(batch.items)
        tags: dict[int, Tags] = {}
        for index, result in zip(batch.new, batch.piece.result().content if batch.piece else [], strict=True):
            if isinstance(result, Failure):
                items[index] = replace(items[index], result=result)
            else:
                tags[index] = result
        ledger, processors = whole(self.ledger), whole(self.kit.processors)
        failures, bookmarks = whole(batch.failures), whole(batch.bookmarks)
        refused = store_batch(ledger, self.run_id, whole(items), whole(tags), processors, failures, bookmarks)
        for index, reason in refused.items():
            self.forgotten[items[index].raw.source, items[index].raw.sha256] = reason
        forget_results()

    def _items(self, batch: Cleaning) -> list[LoadItem]:
        cleaned = iter(batch.piece.result().content if batch.piece else [])
        raws = [(number, raw) for number, raw in batch.fetched if isinstance(raw, RawDocument)]
        items = []
        for index, ((number, raw), location) in enumerate(zip(raws, batch.locations, strict=True)):
            result = batch.settled.get(index) or next(cleaned)
            items.append(self._item(number, raw, location, result))
        return items

    def _item(
        self, number: int, raw: RawDocument, location: RawLocation | None, result: Loaded | Cleaned | Failure
    ) -> LoadItem:
        terms = self.intake.terms(number)
        if isinstance(result, Cleaned):
            own = self.windows.get(raw.collection or raw.source, Window())
            dropped = terms.window.dropped(result.article) or own.dropped(result.article)
            return LoadItem(number, raw.light(), location, result.document, dropped or result.article, terms.first)
        return LoadItem(number, raw.light(), location, None, result, terms.first)


def _named(fetched: Sequence[tuple[int, Fetched]]) -> str:
    (_, first), (_, last) = fetched[0], fetched[-1]
    return first.uri if len(fetched) == 1 else f"{first.uri} to {last.uri}"


def _numbered(portions: Iterable[list[Fetched]]) -> Iterator[list[tuple[int, Fetched]]]:
    first = 0
    for portion in portions:
        yield list(enumerate(portion, first))
        first += len(portion)


def _now() -> datetime:
    return datetime.now(UTC)
