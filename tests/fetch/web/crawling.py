"""Crawls as a run makes them, but for Prefect and the language model: collected, landed, cleaned, stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct
from sqlalchemy import text

from schemas.records import Fetched, FetchFailure, Processor, Processors, RawDocument, Tags
from schemas.settings import Settings
from schemas.sources import Web
from tasks.clean.batch import Cleaned, clean_one
from tasks.clean.io import load_cleaner
from tasks.fetch.raw_store import RawWriter
from tasks.fetch.web.collect import collect, user_agent
from tasks.load.decide import LoadItem
from tasks.load.store import Ledger, LedgerMemory, begin_run, end_run, plan_batch, store_batch

CLEANER = load_cleaner(Path(__file__).parents[3] / "config")
NAMES = ("entities", "quotes", "figures")
PROCESSORS = Processors((CLEANER.processor, *(Processor(name, "1", "a") for name in NAMES)))
HASTY = Settings(
    delay_seconds=0,
    request_seconds=60,  # a busy machine is slow, too
    request_tries=2,
    feed_minutes=0,
    max_document_bytes=3_000_000,
    max_feed_entries=2_000,
)
HURRIED = HASTY.model_copy(update={"request_seconds": 1.0})  # for servers that never have done


class Ending(Struct, frozen=True):
    """How one fetch of a run ended."""

    source: str
    uri: str
    outcome: str
    document: str | None
    reason: str


def crawl(
    ledger: Ledger,
    sources: Sequence[Web],
    raw_folder: Path,
    settings: Settings = HASTY,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    *,
    soon: bool = True,
) -> list[Ending]:
    """One run over what is due, or will be; how its fetches ended, in the order of their URIs."""
    begun = now()
    run_id = begin_run(ledger, "ingest", code_version="1", config_hash="a", now=begun)
    memory = LedgerMemory(ledger, now)
    with RawWriter(raw_folder, f"run-{run_id}") as writer:
        found = collect(sources, memory, settings, user_agent("desk@newsledger.example"), now, soon=soon)
        load(ledger, run_id, found, writer, begun)
    rows = list(endings(ledger, run_id))
    end_run(ledger, run_id, "completed", now())
    return rows


def load(ledger: Ledger, run_id: int, found: Iterator[Fetched], writer: RawWriter, now: datetime) -> None:
    """Documents into the ledger, one batch."""
    items, failures = [], {}
    for number, each in enumerate(found):
        if isinstance(each, RawDocument):
            cleaned = clean_one(each, CLEANER.rules)
            done = isinstance(cleaned, Cleaned)
            document, result = (cleaned.document, cleaned.article) if isinstance(cleaned, Cleaned) else (None, cleaned)
            items.append(LoadItem(number, each, writer.append(each), document if done else None, result))
        elif isinstance(each, FetchFailure):
            failures[number] = each
    decisions = plan_batch(ledger, run_id, items)
    tags = {index: Tags() for index, decision in enumerate(decisions) if decision.is_new}
    store_batch(ledger, run_id, items, tags, PROCESSORS, now, failures)


def endings(ledger: Ledger, run_id: int) -> Iterator[Ending]:
    """How the fetches of a run that has not ended yet did."""
    query = text(
        "SELECT sources.name, uri, outcome, document_outcome, reason FROM fetches JOIN sources "
        "ON sources.id = source_id WHERE run_id = :run_id ORDER BY uri, fetches.id"
    )
    with ledger.read() as connection:
        yield from (Ending(*row) for row in connection.execute(query, {"run_id": run_id}).all())


def select(ledger: Ledger, sql: str) -> list[tuple[object, ...]]:
    """What a query gives."""
    with ledger.read() as connection:
        return [tuple(row) for row in connection.execute(text(sql)).all()]
