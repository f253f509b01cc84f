"""What the ledger knows of documents that have just been fetched, before they are read. Reads only."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Row

from schemas.records import SILENCE, Loaded, Outcome, Processor, RawDocument, RawLocation
from schemas.tables import fetches, raw_documents, sources
from tasks.load.fold import scrubbed, uri_hash
from tasks.load.places import Address
from tasks.load.store.bulk import find, find_ids
from tasks.load.store.ledger import Ledger, tried_again
from tasks.load.store.lookup import find_processors
from tasks.load.store.tombstones import removed_among

KNOWN_RAW = """
SELECT wanted.sha256, raw.warc_file, raw.warc_offset
FROM {wanted} CROSS JOIN raw_documents AS raw WHERE raw.sha256 = wanted.sha256"""

LAST = """
SELECT last.source_id, last.uri_hash, raw.sha256, last.media_type, last.document_reason AS reason,
       last.article_id, last.revision_id, last.run_id, last.fetched_at,
       EXISTS (SELECT 1 FROM processings
               WHERE revision_id = last.revision_id AND processor_id = :cleaner_id AND is_current) AS cleaned,
       runs.ended_at IS NULL AND last.run_id <> :run_id AS goes_on, coalesce(runs.alive_at, runs.started_at) AS alive_at
FROM {wanted}
CROSS JOIN fetches AS last
JOIN runs ON runs.id = last.run_id
JOIN raw_documents AS raw ON raw.id = last.raw_document_id
WHERE last.id = (
    SELECT id FROM fetches
    WHERE source_id = wanted.source_id AND uri_hash = wanted.uri_hash AND document_outcome IS NOT NULL
    ORDER BY fetched_at DESC, id DESC LIMIT 1)"""


Whereabouts = tuple[str, str]  # source and URI: a place that may not be in the ledger yet


class Arrivals(Struct, frozen=True):
    """What is known of documents; indices are those of the documents."""

    known: dict[str, RawLocation]  # where bytes that came before stand in the raw store, by their sha256
    seen: frozenset[int]  # whose place brought the very same bytes last time
    unchanged: dict[int, Loaded]  # those that need neither be cleaned nor tagged
    removed: dict[int, Loaded]  # those whose bytes were removed for good, and are not to be taken in


def whereabouts(raw: RawDocument) -> Whereabouts:
    """The place that brought a document."""
    return raw.source, raw.uri


@tried_again
def find_arrivals(
    ledger: Ledger,
    run_id: int,
    raws: Sequence[RawDocument],
    cleaner: Processor,
    otherwise: Callable[[str], bool] = lambda _: False,
    newest: Mapping[Whereabouts, str] = MappingProxyType({}),
) -> Arrivals:
    """What is known of documents.

    Args:
        ledger: that knows it.
        run_id: the run that has fetched them: what it met itself is not unchanged. Nor is what a run at the same time
            has met: it may say when a text appeared, and that the same text, further down, is no return to it.
        raws: the documents.
        cleaner: as it is now; what another was the last to clean has to be cleaned again.
        otherwise: whether a document that ended for this reason may end otherwise now; then it is not `seen`.
        newest: the sha256 of what places brought last in this run, as far as that may not be stored yet.
    """
    with ledger.read() as connection:
        removed = removed_among(connection, raws)
        known = _known(connection, {raw.sha256 for raw in raws})
        places = _places(connection, raws)
        cleaner_id = find_processors(connection, [cleaner]).get(cleaner, 0)
        last = _last(connection, places, {"run_id": run_id, "cleaner_id": cleaner_id})
    same = _same(places, raws, last, newest)
    return Arrivals(
        known,
        frozenset(
            index
            for index, here in same.items()
            if here.media_type == scrubbed(raws[index].media_type)
            and here.fetched_at <= raws[index].fetched_at
            and not otherwise(here.reason)
        ),
        {
            index: _unchanged(here)
            for index, here in same.items()
            if here.cleaned and here.run_id != run_id and here.fetched_at <= raws[index].fetched_at
        },
        removed,
    )


@tried_again
def known_raw(ledger: Ledger, hashes: Collection[str]) -> dict[str, RawLocation]:
    """Where bytes that came before stand in the raw store, by their sha256."""
    with ledger.read() as connection:
        return _known(connection, hashes)


def _known(connection: Connection, hashes: Collection[str]) -> dict[str, RawLocation]:
    rows = find(connection, KNOWN_RAW, [raw_documents.c.sha256], {(sha256,) for sha256 in hashes})
    return {sha256: RawLocation(file, offset) for sha256, file, offset in rows}


def _places(connection: Connection, raws: Sequence[RawDocument]) -> list[Address]:
    source_ids = find_ids(connection, sources, ["name"], {(scrubbed(raw.source),) for raw in raws})
    return [(source_ids.get((scrubbed(raw.source),), 0), uri_hash(raw.uri)) for raw in raws]


def _last(connection: Connection, places: Sequence[Address], asked: Mapping[str, int]) -> dict[Address, Row[Any]]:
    on = [fetches.c.source_id, fetches.c.uri_hash]
    rows = find(connection, LAST, on, set(places), asked)
    return {(row.source_id, row.uri_hash): row for row in rows}


def _same(
    places: Sequence[Address],
    raws: Sequence[RawDocument],
    last: Mapping[Address, Row[Any]],
    newest: Mapping[Whereabouts, str],
) -> dict[int, Row[Any]]:
    """Those documents whose place brought the very same bytes last, be it in this batch or in one under way.

    What was fetched last counts: an archive may have its captures in any order.
    """
    same, in_batch = dict[int, Row[Any]](), dict[Whereabouts, RawDocument]()
    for index, (place, raw) in enumerate(zip(places, raws, strict=True)):
        here, where = last.get(place), whereabouts(raw)
        before = in_batch.get(where)
        brought = before.sha256 if before else newest.get(where)
        if here and (brought or here.sha256) == here.sha256 == raw.sha256 and not _at_once(here, raw):
            same[index] = here
        if before is None or raw.fetched_at >= before.fetched_at:
            in_batch[where] = raw
    return same


def _at_once(here: Row[Any], raw: RawDocument) -> bool:
    """Whether another run had it that goes on, and was not killed."""
    return bool(here.goes_on and here.alive_at + SILENCE >= raw.fetched_at)


def _unchanged(here: Row[Any]) -> Loaded:
    return Loaded(
        Outcome.UNCHANGED, "the bytes are what they were at the last fetch", here.article_id, here.revision_id
    )
