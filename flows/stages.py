"""Documents through every stage, one visible task a stage and batch.

Batches are cleaned and tagged on processes, through Prefect's own task runner, if there are enough documents for it;
no more than NEWSLEDGER_BATCHES_IN_FLIGHT are in memory. They are landed, decided and stored by this process, one after
the other, in their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar, cast
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace
from prefect import get_run_logger, runtime
from prefect.context import FlowRunContext
from prefect.task_runners import ProcessPoolTaskRunner
from prefect.utilities.annotations import opaque

from flows.kit import Kit, decided_by_now
from flows.progress import progress
from flows.running import running
from flows.workers import Piece, Submit, Workers, begin, taken_ahead
from schemas.records import Article, Bookmark, Failure, Fetched, FetchFailure, Loaded, RawDocument, RawLocation, Tags
from schemas.settings import settings
from schemas.travel import Parcel
from tasks.clean.batch import Cleaned
from tasks.clean.task import clean_documents
from tasks.fetch.batches import UNKNOWN, Total, batches
from tasks.fetch.raw_store import RawWriter
from tasks.fetch.task import land_batch
from tasks.link.task import count_days, link_entities, link_lines, link_overrides
from tasks.load.decide import LoadItem
from tasks.load.store import Ledger, find_unchanged, known_raw, store_topics
from tasks.load.task import plan_batch, store_batch
from tasks.load.window import Window, windows_of
from tasks.tag.task import tag_articles

Item = TypeVar("Item")


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
    config = settings()
    processes, ahead = config.process_count(), config.batches_ahead()
    with running(name, ledger, kit.processors, str(runtime.flow_run.id)) as run_id:
        store_topics(ledger, kit.topics.definitions)
        writer = RawWriter(config.raw_folder(), f"{_now():%Y%m%dT%H%M%S}-run-{run_id}-{uuid4().hex[:8]}")
        with (
            writer,
            Workers(processes, pool) as workers,
            progress(total.what, get_run_logger(), total.number) as advance,
        ):
            job = Job(ledger, run_id, kit, writer, window, windows_of(kit.sources, ledger.timezone), workers)
            landed = taken_ahead(map(job.land, _numbered(batches(found, config.batch_size))), ahead)
            for batch in taken_ahead(map(job.plan, landed), ahead):
                job.store(batch)
                advance(batch.bytes_read if total.what == "byte" else len(batch.items) + len(batch.failures))
        kit = decided_by_now(kit)
        link_entities(whole(ledger), whole(kit.decisions))
        link_lines(whole(ledger), run_id)
        link_overrides(whole(ledger), whole(kit.overrides), kit.folder)
        count_days(whole(ledger))
    return run_id


class Landed(Struct, frozen=True):
    """A batch whose bytes are safe, on its way through cleaning."""

    fetched: list[tuple[int, Fetched]]  # with their places in the run's input
    locations: list[RawLocation]
    unchanged: dict[int, Loaded]  # by index among the documents that were had
    cleaning: Piece[Parcel[list[Cleaned | Failure]]] | None  # of the others, if there are any


class Planned(Struct, frozen=True):
    """A batch that is cleaned, on its way through tagging."""

    items: list[LoadItem]
    failures: list[tuple[int, FetchFailure]]
    bookmarks: list[Bookmark]
    new: list[int]  # which items have to be tagged
    tagging: Piece[Parcel[list[Tags | Failure]]] | None  # of those, if there are any

    @property
    def bytes_read(self) -> int:
        """Of archives."""
        return sum(bookmark.step for bookmark in self.bookmarks)


@dataclass(frozen=True, slots=True)
class Job:
    """One run's way of taking a batch through the stages."""

    ledger: Ledger
    run_id: int
    kit: Kit
    writer: RawWriter
    window: Window
    windows: Mapping[str, Window]  # what sources are asked for besides, by their names
    workers: Workers

    def land(self, fetched: list[tuple[int, Fetched]]) -> Landed:
        """Put the bytes into the raw store, and begin to clean what is not the same as last time."""
        raws = [raw for _, raw in fetched if isinstance(raw, RawDocument)]
        known = known_raw(self.ledger, {raw.sha256 for raw in raws})
        locations = land_batch(whole(raws), whole(known), whole(self.writer))
        cleaner = self.kit.cleaner
        unchanged = find_unchanged(self.ledger, self.run_id, raws, cleaner.tool.processor)
        changed = Parcel([raw for index, raw in enumerate(raws) if index not in unchanged])
        size, what = len(changed.content), _named(fetched)
        cleaning = size and self.workers.start(clean_documents, size, what, raws=changed, cleaner=cleaner)
        return Landed(fetched, locations, unchanged, cleaning or None)

    def plan(self, batch: Landed) -> Planned:
        """Decide what is new, and begin to tag it."""
        items = self._items(batch)
        failures = [(number, failure) for number, failure in batch.fetched if isinstance(failure, FetchFailure)]
        bookmarks = [bookmark for _, bookmark in batch.fetched if isinstance(bookmark, Bookmark)]
        decisions = plan_batch(whole(self.ledger), self.run_id, whole(items))
        new = [index for index, decision in enumerate(decisions) if decision.is_new]
        articles = Parcel([article for index in new if isinstance(article := items[index].result, Article)])
        size, what, tagger = len(new), _named(batch.fetched), self.kit.tagger
        tagging = size and self.workers.start(tag_articles, size, what, articles=articles, tagger=tagger)
        return Planned(items, failures, bookmarks, new, tagging or None)

    def store(self, batch: Planned) -> None:
        """Put it into the ledger."""
        items = list(batch.items)
        tags: dict[int, Tags] = {}
        for index, result in zip(batch.new, batch.tagging.result().content if batch.tagging else [], strict=True):
            if isinstance(result, Failure):
                items[index] = replace(items[index], result=result)
            else:
                tags[index] = result
        ledger, processors = whole(self.ledger), whole(self.kit.processors)
        failures, bookmarks = whole(batch.failures), whole(batch.bookmarks)
        store_batch(ledger, self.run_id, whole(items), whole(tags), processors, failures, bookmarks)
        forget_results()

    def _items(self, batch: Landed) -> list[LoadItem]:
        cleaned = iter(batch.cleaning.result().content if batch.cleaning else [])
        raws = [(number, raw) for number, raw in batch.fetched if isinstance(raw, RawDocument)]
        items = []
        for index, ((number, raw), location) in enumerate(zip(raws, batch.locations, strict=True)):
            result = batch.unchanged.get(index) or next(cleaned)
            items.append(self._item(number, raw, location, result))
        return items

    def _item(
        self, number: int, raw: RawDocument, location: RawLocation, result: Loaded | Cleaned | Failure
    ) -> LoadItem:
        if isinstance(result, Cleaned):
            own = self.windows.get(raw.collection or raw.source, Window())
            dropped = self.window.dropped(result.article) or own.dropped(result.article)
            return LoadItem(number, raw.light(), location, result.document, dropped or result.article)
        return LoadItem(number, raw.light(), location, None, result)


@contextmanager
def pool(processes: int) -> Iterator[Submit]:
    """Prefect's processes."""
    with ProcessPoolTaskRunner(processes, initializer=begin) as runner:
        yield runner.submit  # type: ignore[misc]  # takes tasks, which is what it is given


def _named(fetched: Sequence[tuple[int, Fetched]]) -> str:
    (_, first), (_, last) = fetched[0], fetched[-1]
    return first.uri if len(fetched) == 1 else f"{first.uri} to {last.uri}"


def _numbered(portions: Iterable[list[Fetched]]) -> Iterator[list[tuple[int, Fetched]]]:
    first = 0
    for portion in portions:
        yield list(enumerate(portion, first))
        first += len(portion)


def whole(value: Item) -> Item:
    """A parameter that Prefect hands on without walking through it in search of futures, which would take long."""
    return cast("Item", opaque(value))


def forget_results() -> None:
    """Prefect remembers each element of what tasks returned, to link tasks by; a long run would fill the memory."""
    if context := FlowRunContext.get():
        context.run_results.clear()


def _now() -> datetime:
    return datetime.now(UTC)
