"""Storing a batch: one transaction, in which one bad document costs no other.

Writers take rows in one order (processors, sources, raw documents, articles, keys, entities, topics, aliases,
quarantine; each by its key), so two of them wait for each other but not in a circle. A batch that is halved takes its
rows in two goes: should that make a circle, PostgreSQL breaks it, and the task tries again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection

from schemas.records import Bookmark, Failure, FetchFailure, Loaded, Outcome, Processors, Tags
from schemas.tables import fetches, raw_documents
from tasks.load.batch import Judged, first_checks, judge
from tasks.load.decide import Decision, LoadItem
from tasks.load.fold import scrubbed
from tasks.load.places import Shown
from tasks.load.rows import Row
from tasks.load.store.archives import store_bookmarks
from tasks.load.store.bulk import find, find_ids, insert
from tasks.load.store.endings import store_failures, store_fetches
from tasks.load.store.halves import first_line, in_halves
from tasks.load.store.identity import (
    Keyed,
    claim_articles,
    ensure_sources,
    guess_articles,
    guess_sources,
    in_order,
    keyed,
)
from tasks.load.store.ledger import Ledger
from tasks.load.store.lookup import Holding, find_holdings, find_places
from tasks.load.store.results import ensure_processors
from tasks.load.store.revisions import Context, lock_articles, store_judged
from tasks.load.store.tombstones import refuse_forgotten
from tasks.load.tombstones import is_forgotten

STORED = """
SELECT done.number, done.document_outcome, done.document_reason, done.article_id, done.revision_id
FROM {wanted} CROSS JOIN fetches AS done WHERE done.run_id = :run_id AND done.number = wanted.number"""

LEARN_ENCODING = """
ON CONFLICT (sha256) DO UPDATE SET encoding_name = excluded.encoding_name,
    encoding_method = excluded.encoding_method, encoding_repaired = excluded.encoding_repaired
WHERE raw_documents.encoding_name IS NULL AND excluded.encoding_name IS NOT NULL"""


class Entry(Struct, frozen=True):
    """A document with its tags, if it was tagged."""

    item: LoadItem
    tags: Tags | None


def plan_batch(ledger: Ledger, run_id: int, items: Sequence[LoadItem]) -> list[Decision]:
    """What will become of each document, in order; only those that are `is_new` have to be tagged.

    It is a forecast: `store_batch` decides again when it writes, since others may have written in between. Only there
    is looked whether an article was taken down.
    """
    decisions = first_checks(items)
    with ledger.read() as connection:
        source_ids = guess_sources(connection, [item.raw for item in items])
        documents = keyed(items, _open(decisions), source_ids)
        article_ids = guess_articles(connection, documents)
        judged, _ = _judged(connection, run_id, items, documents, article_ids, source_ids)
    found = {each.candidate.index: each.decision for each in judged}
    return [decision or found[index] for index, decision in enumerate(decisions)]


def store_batch(
    ledger: Ledger,
    run_id: int,
    items: Sequence[LoadItem],
    tags: Mapping[int, Tags],
    processors: Processors,
    now: datetime,
    failures: Mapping[int, FetchFailure] = MappingProxyType({}),
    bookmarks: Sequence[Bookmark] = (),
) -> list[Loaded]:
    """Stores a batch in one transaction, and says how each document ended.

    A document that the database refuses goes to quarantine and its neighbours go on. Storing the same batch
    again, in the same run, stores nothing and says what the first time said.

    Args:
        ledger: where to.
        run_id: from `begin_run`.
        items: the batch.
        tags: of those that `plan_batch` said are new, by their index in `items`.
        processors: what cleaned and tagged them, the cleaner too; results go to the one of their name.
        now: when.
        failures: documents of the batch that could not be had, by their number in the run's input.
        bookmarks: how far archives were read when the batch was, in that order.
    """
    names = {item.raw.source for item in items} | {failure.source for failure in failures.values()}
    names |= {bookmark.source for bookmark in bookmarks}
    with ledger.write() as connection:
        stored = _stored_before(connection, run_id, items)
        entries = [Entry(item, tags.get(i)) for i, item in enumerate(items) if item.number not in stored]
        context = Context(run_id, ensure_processors(connection, processors), now, ledger.timezone)
        source_ids = ensure_sources(connection, names, now)
        fresh = _store_safely(connection, context, entries)
        store_failures(connection, run_id, failures, source_ids, now)
        store_bookmarks(connection, run_id, bookmarks, source_ids)
        stored |= {entry.item.number: loaded for entry, loaded in zip(entries, fresh, strict=True)}
    return [stored[item.number] for item in items]


def _open(decisions: Sequence[Decision | None]) -> list[int]:
    return [index for index, decision in enumerate(decisions) if decision is None]


def _stored_before(connection: Connection, run_id: int, items: Sequence[LoadItem]) -> dict[int, Loaded]:
    """A batch is handed in again when the connection broke before its commit was confirmed."""
    rows = find(connection, STORED, [fetches.c.number], {(item.number,) for item in items}, {"run_id": run_id})
    return {row[0]: Loaded(Outcome(row[1]), *row[2:]) for row in rows}


def _store_safely(connection: Connection, context: Context, entries: Sequence[Entry]) -> list[Loaded]:
    def refused(entry: Entry, error: Exception) -> list[Loaded]:
        return _store(connection, context, [_poisoned(entry, error)])

    return in_halves(connection, entries, lambda some: _store(connection, context, some), refused)


def _poisoned(entry: Entry, error: Exception) -> Entry:
    return Entry(replace(entry.item, result=Failure("load", first_line(error))), None)


def _store(connection: Connection, context: Context, entries: Sequence[Entry]) -> list[Loaded]:
    items = [entry.item for entry in entries]
    source_ids = ensure_sources(connection, {item.raw.source for item in items}, context.now)
    decisions = refuse_forgotten(connection, items, first_checks(items))
    items = [_without_bytes(item, decision) for item, decision in zip(items, decisions, strict=True)]
    raw_ids = _ensure_raws(connection, [item for item in items if item.location])
    documents = keyed(items, _open(decisions), source_ids)
    article_ids = claim_articles(connection, documents)
    lock_articles(connection, article_ids)
    judged, holdings = _judged(connection, context.run_id, items, documents, article_ids, source_ids)
    tags = {index: entry.tags for index, entry in enumerate(entries) if entry.tags is not None}
    endings = store_judged(connection, context, judged, holdings, raw_ids, tags)
    loaded = [endings.get(index) or _without_text(item, decisions[index]) for index, item in enumerate(items)]
    store_fetches(connection, context, items, loaded, source_ids, raw_ids)
    return loaded


def _judged(
    connection: Connection,
    run_id: int,
    items: Sequence[LoadItem],
    documents: Sequence[Keyed],
    article_ids: Sequence[int],
    source_ids: Mapping[str, int],
) -> tuple[list[Judged], dict[int, Holding]]:
    """What becomes of the documents, and what the ledger holds of their articles."""
    if not documents:
        return [], {}
    holdings = find_holdings(connection, {id_ for id_ in article_ids if id_ > 0})
    places = find_places(connection, run_id, holdings.keys())
    stored = {article_id: holding.stored for article_id, holding in holdings.items()}
    texts = {
        revision_id: Shown(article_id, text)
        for article_id, holding in holdings.items()
        for text, revision_id in holding.revisions.items()
    }
    return judge(in_order(items, documents, article_ids, source_ids, texts), stored, places), holdings


def _without_bytes(item: LoadItem, decision: Decision | None) -> LoadItem:
    """What was taken down has no bytes to be known."""
    forgotten = decision and is_forgotten(Loaded(decision.outcome, decision.reason))
    return replace(item, location=None) if forgotten else item


def _without_text(item: LoadItem, decision: Decision | None) -> Loaded:
    """How a document ended that brought no text to store."""
    if isinstance(item.result, Loaded):
        return item.result
    if decision is None:
        raise ValueError("the document has an article but was never parsed")
    return Loaded(decision.outcome, scrubbed(decision.reason))


def _ensure_raws(connection: Connection, items: Sequence[LoadItem]) -> dict[str, int]:
    """The ids of the raw documents, by sha256."""
    parsed = {item.raw.sha256: _raw_row(item) for item in items if item.document}
    rows = {item.raw.sha256: _raw_row(item) for item in items} | parsed
    keys: set[Row] = {(sha256,) for sha256 in rows}
    known = find_ids(connection, raw_documents, ["sha256"], keys)
    wanted = sorted({sha256 for (sha256,) in keys - known.keys()} | parsed.keys())
    insert(connection, raw_documents, [rows[sha256] for sha256 in wanted], LEARN_ENCODING)
    found = known | find_ids(connection, raw_documents, ["sha256"], keys - known.keys())
    return {sha256: id_ for (sha256,), id_ in found.items()}


def _raw_row(item: LoadItem) -> Row:
    raw, encoding = item.raw, item.document and item.document.encoding
    how = (encoding.name, encoding.method, encoding.repaired) if encoding else (None, None, None)
    where = (item.location.file, item.location.offset) if item.location else (None, None)
    return (raw.sha256, raw.size, scrubbed(raw.media_type), *where, *how, raw.fetched_at)
