"""The main job: fetch, clean, tag and load, one visible task a stage and batch.

While one batch is tagged and stored, the next ones are read and cleaned; no more than NEWSLEDGER_BATCHES_IN_FLIGHT
are in memory. Batches are decided and stored one after the other, in their order.
"""

# No `from __future__ import annotations`: `serve` sends the flow to a process of its own by value, and there Prefect
# could not look up what parameters' annotations mean if they were strings.

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TypeVar, cast
from uuid import uuid4

from prefect import flow, get_run_logger, runtime
from prefect.context import FlowRunContext
from prefect.futures import PrefectFuture
from prefect.utilities.annotations import opaque

from flows.kit import Kit, code_version, config_hash, load_kit
from flows.progress import progress
from schemas.records import Article, Failure, Fetched, FetchFailure, Loaded, RawDocument, RawLocation, Tags
from schemas.settings import settings
from tasks.clean.batch import Cleaned
from tasks.clean.task import clean_documents
from tasks.fetch.batches import batches, count, documents
from tasks.fetch.raw_store import RawWriter
from tasks.fetch.task import land_batch
from tasks.link.task import link_entities
from tasks.load.decide import LoadItem
from tasks.load.store import Ledger, begin_run, end_run, find_unchanged, known_raw, open_ledger, store_topics
from tasks.load.task import plan_batch, store_batch
from tasks.load.window import Window
from tasks.tag.task import tag_articles

Item = TypeVar("Item")


@flow(name="ingest", persist_result=False)
def ingest(
    inputs: list[str] | None = None, source: str | None = None, since: date | None = None, until: date | None = None
) -> int:
    """Load what the inputs hold, or the configured sources when there are none.

    Args:
        inputs: files, folders, globs, or "-".
        source: whose documents they are, else each is named after its folder; without inputs, the one to collect.
        since: articles known to be published before this day are dropped.
        until: articles known to be published after this day are dropped.

    Returns:
        The run's id in the ledger.

    Raises:
        NewsledgerError: nothing could be done; one sentence says why.
    """
    config = settings()
    kit = load_kit(config)
    found = documents(inputs or [], source, kit.sources, max_bytes=config.max_document_bytes, now=_now)
    with open_ledger(config.database_url) as ledger, _run(ledger, kit) as run_id:
        store_topics(ledger, kit.topics.definitions)
        writer = RawWriter(config.raw_folder(), f"{_now():%Y%m%dT%H%M%S}-run-{run_id}-{uuid4().hex[:8]}")
        total = count(inputs or [], source, kit.sources)
        with writer, progress("documents", get_run_logger(), total) as advance:
            job = Job(ledger, run_id, kit, writer, Window(since, until, ledger.timezone))
            started = (job.start(batch) for batch in _numbered(batches(found, config.batch_size)))
            for batch in _ahead(started, config.batches_in_flight):
                job.finish(batch)
                advance(len(batch.fetched))
        link_entities(_whole(ledger))
    return run_id


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch between its start and its finish: landed, and on its way through cleaning."""

    fetched: list[tuple[int, Fetched]]  # with their places in the run's input
    locations: list[RawLocation]
    unchanged: dict[int, Loaded]  # by index among the documents that were had
    cleaning: PrefectFuture[list[Cleaned | Failure]]  # of the others


@dataclass(frozen=True, slots=True)
class Job:
    """One run's way of taking a batch through the stages."""

    ledger: Ledger
    run_id: int
    kit: Kit
    writer: RawWriter
    window: Window

    def start(self, fetched: list[tuple[int, Fetched]]) -> Batch:
        """Land the bytes, and begin to clean what is not the same as last time."""
        raws = [raw for _, raw in fetched if isinstance(raw, RawDocument)]
        known = known_raw(self.ledger, {raw.sha256 for raw in raws})
        locations = land_batch(_whole(raws), _whole(known), _whole(self.writer))
        unchanged = find_unchanged(self.ledger, self.run_id, raws, self.kit.cleaner)
        changed = [raw for index, raw in enumerate(raws) if index not in unchanged]
        cleaning = clean_documents.submit(_whole(changed), _whole(self.kit.rules), _whole(self.kit.sources_by_name))
        return Batch(fetched, locations, unchanged, cleaning)

    def finish(self, batch: Batch) -> None:
        """Decide, tag what is new, store."""
        items = self._items(batch)
        failures = [(number, failure) for number, failure in batch.fetched if isinstance(failure, FetchFailure)]
        ledger, processors = _whole(self.ledger), _whole(self.kit.processors)
        decisions = plan_batch(ledger, self.run_id, _whole(items))
        new = [index for index, decision in enumerate(decisions) if decision.is_new]
        articles = [article for index in new if isinstance(article := items[index].result, Article)]
        tags: dict[int, Tags] = {}
        for index, result in zip(new, tag_articles(_whole(articles), _whole(self.kit.tagger)), strict=True):
            if isinstance(result, Failure):
                items[index] = replace(items[index], result=result)
            else:
                tags[index] = result
        store_batch(ledger, self.run_id, _whole(items), _whole(tags), processors, _whole(failures))
        _forget_results()

    def _items(self, batch: Batch) -> list[LoadItem]:
        cleaned = iter(batch.cleaning.result())
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
            dropped = self.window.dropped(result.article)
            return LoadItem(number, raw, location, result.document, dropped or result.article)
        return LoadItem(number, raw, location, None, result)


@contextmanager
def _run(ledger: Ledger, kit: Kit) -> Iterator[int]:
    """A row for the run, which says how it ended whatever happens."""
    run_id = begin_run(
        ledger,
        "ingest",
        code_version=code_version(),
        config_hash=config_hash(kit.processors),
        now=_now(),
        prefect_run_id=str(runtime.flow_run.id),
    )
    try:
        yield run_id
    except BaseException as error:
        end_run(ledger, run_id, "failed" if isinstance(error, Exception) else "cancelled", _now())
        raise
    end_run(ledger, run_id, "completed", _now())


def _numbered(portions: Iterable[list[Fetched]]) -> Iterator[list[tuple[int, Fetched]]]:
    first = 0
    for portion in portions:
        yield list(enumerate(portion, first))
        first += len(portion)


def _whole(value: Item) -> Item:
    """A parameter that Prefect hands on without walking through it in search of futures, which would take long."""
    return cast("Item", opaque(value))


def _ahead(items: Iterable[Item], most: int) -> Iterator[Item]:
    """The items in their order, with up to `most` of them taken before the first is handed on."""
    taken: deque[Item] = deque()
    for item in items:
        taken.append(item)
        if len(taken) >= most:
            yield taken.popleft()
    yield from taken


def _forget_results() -> None:
    """Prefect remembers each element of what tasks returned, to link tasks by; a long run would fill the memory."""
    if context := FlowRunContext.get():
        context.run_results.clear()


def _now() -> datetime:
    return datetime.now(UTC)
