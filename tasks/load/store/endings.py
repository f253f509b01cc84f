"""How fetches and their documents ended, and what waits in quarantine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from schemas.records import Exchange, Failure, FetchFailure, FetchOutcome, Loaded, Outcome
from schemas.tables import fetches, quarantine
from tasks.load.decide import LoadItem
from tasks.load.fold import scrubbed, uri_hash
from tasks.load.rows import Row
from tasks.load.store.bulk import insert
from tasks.load.store.revisions import Context
from tasks.load.tombstones import NOWHERE, is_forgotten

TRY_AGAIN = """
ON CONFLICT (%s) DO UPDATE SET run_id = excluded.run_id,
    stage = excluded.stage, error = excluded.error, replayed_at = NULL,
    attempts = quarantine.attempts + CASE WHEN quarantine.run_id = excluded.run_id THEN 0 ELSE 1 END"""
BYTES_AGAIN = TRY_AGAIN % "raw_document_id, source_id, uri_hash"
PLACE_AGAIN = TRY_AGAIN % "source_id, uri_hash) WHERE (raw_document_id IS NULL"


def store_failures(
    connection: Connection,
    run_id: int,
    failures: Mapping[int, FetchFailure],
    source_ids: Mapping[str, int],
    now: datetime,
) -> None:
    """Records documents that could not be had, by their number in the run's input; their places wait in quarantine."""
    rows: list[Row] = []
    waiting: dict[Row, Row] = {}
    for number, failed in failures.items():
        source_id, reason = source_ids[scrubbed(failed.source)], scrubbed(failed.reason)
        place = (scrubbed(failed.uri), uri_hash(failed.uri))
        ending = (failed.outcome.value, reason, *(None,) * 7)
        answer = _answer(failed.exchange)
        rows.append((run_id, number, source_id, *place, failed.fetched_at, *ending, 1, *answer))
        if failed.outcome is FetchOutcome.NOT_MODIFIED:
            continue
        waiting[source_id, place[1]] = (run_id, source_id, "fetch", *place, None, f"fetch: {reason}", 1, now, None)
    insert(connection, fetches, rows, "ON CONFLICT (run_id, number) DO NOTHING")
    insert(connection, quarantine, [waiting[key] for key in sorted(waiting)], PLACE_AGAIN)


def store_fetches(
    connection: Connection,
    context: Context,
    items: Sequence[LoadItem],
    loaded: Sequence[Loaded],
    source_ids: Mapping[str, int],
    raw_ids: Mapping[str, int],
) -> None:
    """Records how each document of a batch ended; what could not be digested waits in quarantine."""
    rows: list[Row] = []
    waiting: dict[Row, Row] = {}  # by key: a file may be named twice, and writers take keys in one order
    for item, end in zip(items, loaded, strict=True):
        raw, source_id, raw_id = item.raw, source_ids[scrubbed(item.raw.source)], _raw_id(item, raw_ids)
        uri = NOWHERE if is_forgotten(end) else raw.uri
        place = (scrubbed(uri), uri_hash(uri))
        what = (raw.fetched_at, FetchOutcome.FETCHED.value, "", raw.size, scrubbed(raw.media_type), raw_id)
        ending = (end.outcome.value, end.reason, end.article_id, end.revision_id)
        answer = _answer(None if is_forgotten(end) else raw.exchange)
        rows.append((context.run_id, item.number, source_id, *place, *what, *ending, 1, *answer))
        if end.outcome is Outcome.QUARANTINED:
            stage = item.result.stage if isinstance(item.result, Failure) else "load"
            row = (context.run_id, source_id, stage, *place, raw_id, end.reason, 1, context.now, None)
            waiting[raw_id, source_id, place[1]] = row
    insert(connection, fetches, rows)
    insert(connection, quarantine, [waiting[key] for key in sorted(waiting)], BYTES_AGAIN)


def _raw_id(item: LoadItem, raw_ids: Mapping[str, int]) -> int | None:
    return raw_ids[item.raw.sha256] if item.location else None


def _answer(exchange: Exchange | None) -> Row:
    if exchange is None:
        return (None,) * 4
    return (exchange.status, scrubbed(exchange.url), exchange.received, round(exchange.seconds, 3))
