"""Documents for tests of the ledger, made as the stages before would make them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace
from sqlalchemy import text

from schemas.records import (
    Article,
    Document,
    Encoding,
    Entity,
    Evidence,
    Failure,
    FetchFailure,
    FetchOutcome,
    Field,
    Figure,
    Key,
    Loaded,
    Mention,
    Processor,
    Processors,
    Quote,
    RawDocument,
    RawLocation,
    Tags,
    TopicTag,
)
from tasks.load.decide import Decision, LoadItem
from tasks.load.store import Ledger, begin_run, end_run, find_arrivals, plan_batch, store_batch

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
CLEANER = Processor("clean", "1", "a")
NAMES = ("entities", "topic/strike", "topic/traffic", "quotes", "figures")
PROCESSORS = Processors((CLEANER, *(Processor(name, "1", "a") for name in NAMES)))

Tagging = Callable[[Article], Tags]


def document(
    number: int,
    body: str | Failure,
    *,
    uri: str | None = None,
    keys: Sequence[Key] = (),
    source: str = "gazette",
    fetched_at: datetime = NOON,
    **parts: Any,
) -> LoadItem:
    """A document that was cleaned into an article with this body, or could not be."""
    uri = uri or f"file:///inbox/{number}.txt"
    content = (str(body) + repr(sorted(parts.items()))).encode("utf-8", "surrogatepass")
    raw = RawDocument(source, uri, "text/plain", content, hashlib.sha256(content).hexdigest(), fetched_at)
    where = RawLocation("raw.warc.gz", number)
    if isinstance(body, Failure):
        return LoadItem(number, raw, where, None, body)
    parsed = Document(tuple(keys) or (Key("file", uri),), "text", body, Encoding("utf-8", "detected", repaired=False))
    return LoadItem(number, raw, where, parsed, Article(body, **parts))


def no_tags(_: Article) -> Tags:
    """A tagger that finds nothing."""
    return Tags()


def some_tags(article: Article) -> Tags:
    """One result of each kind, about the body's first word."""
    word = article.body.split()[0]
    span: tuple[Field, int, int, str] = ("body", 0, len(word), word)
    return Tags(
        mentions=(Mention(*span, "PERSON"),),
        entities=(Entity(word, "PERSON", (0,)),),
        topics=(TopicTag("strike", 3.0, 2.0, (Evidence(*span, "walk-out", 3.0),)),),
        quotes=(Quote(*span, 0, "said"),),
        figures=(Figure(*span, 1.0, 2.0, "lorries", "up to"),),
    )


def begin(ledger: Ledger) -> int:
    """A run."""
    return begin_run(ledger, "ingest", code_version="1", config_hash="a", now=NOON)


def failure(number: int, uri: str, outcome: FetchOutcome = FetchOutcome.FAILED) -> tuple[int, FetchFailure]:
    """A document that could not be had."""
    return number, FetchFailure("gazette", uri, outcome, "cannot be read: permission denied", NOON)


def load(
    ledger: Ledger,
    run_id: int,
    items: Sequence[LoadItem],
    tag: Tagging = no_tags,
    cleaner: Processor = CLEANER,
    failures: Sequence[tuple[int, FetchFailure]] = (),
    processors: Processors | None = None,
) -> list[Loaded]:
    """One batch through everything that the main job does to it."""
    unchanged = find_arrivals(ledger, run_id, [item.raw for item in items], cleaner).unchanged
    items = [
        replace(item, document=None, result=unchanged[n]) if n in unchanged else item for n, item in enumerate(items)
    ]
    decisions = plan_batch(ledger, run_id, items)
    tags = {n: tag(items[n].result) for n, decision in enumerate(decisions) if decision.is_new}  # type: ignore[arg-type]
    made_by = processors or Processors((cleaner, *PROCESSORS.of_all[1:]))
    return store_batch(ledger, run_id, items, tags, made_by, NOON, dict(failures))


def load_run(
    ledger: Ledger,
    batches: Iterable[Sequence[LoadItem]],
    tag: Tagging = no_tags,
    failures: Sequence[tuple[int, FetchFailure]] = (),
    processors: Processors | None = None,
) -> list[Loaded]:
    """A whole run; what could not be had comes with each batch."""
    run_id = begin(ledger)
    endings = [
        loaded for batch in batches for loaded in load(ledger, run_id, batch, tag, CLEANER, failures, processors)
    ]
    end_run(ledger, run_id, "completed", NOON + timedelta(minutes=1))
    return endings


def outcomes(endings: Iterable[Loaded | Decision]) -> list[str]:
    """How documents ended, in short."""
    return [ending.outcome.value for ending in endings]


def rows(ledger: Ledger, sql: str) -> list[tuple[Any, ...]]:
    """What a query gives."""
    with ledger.read() as connection:
        return [tuple(row) for row in connection.execute(text(sql))]


def counted(ledger: Ledger) -> Counter[str]:
    """How many rows each table has."""
    from schemas.tables import metadata

    return Counter({name: rows(ledger, f"SELECT count(*) FROM {name}")[0][0] for name in metadata.tables})
