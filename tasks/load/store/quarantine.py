"""Quarantine: what waits in it, and taking something out untried."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Row, Select, delete, func, select

from schemas.errors import InputError
from schemas.records import KeptBytes, Quarantined, RawLocation
from schemas.tables import fetches, quarantine, raw_documents, sources
from tasks.load.store.ledger import Ledger, tried_again

AT_ONCE = 500


@tried_again
def waiting_ids(ledger: Ledger, *, stage: str | None = None, source: str | None = None) -> list[int]:
    """The ids of what waits, by source and place; of one stage or source if these are given."""
    query = select(quarantine.c.id).join(sources).where(quarantine.c.replayed_at.is_(None))
    query = query.order_by(sources.c.name, quarantine.c.uri, quarantine.c.id)
    query = query.where(quarantine.c.stage == stage) if stage else query
    query = query.where(sources.c.name == source) if source else query
    with ledger.read() as connection:
        return list(connection.scalars(query))


def find_quarantined(ledger: Ledger, ids: Iterable[int]) -> Iterator[Quarantined]:
    """What is or was in quarantine under these ids, in their order; read some at a time."""
    left = iter(ids)
    while some := list(islice(left, AT_ONCE)):
        found = {each.id: each for each in _find(ledger, some)}
        yield from (found[id_] for id_ in some if id_ in found)


@tried_again
def _find(ledger: Ledger, ids: Sequence[int]) -> list[Quarantined]:
    with ledger.read() as connection:
        return [_quarantined(row) for row in connection.execute(_all().where(quarantine.c.id.in_(ids)))]


def get_quarantined(ledger: Ledger, ids: Sequence[int]) -> list[Quarantined]:
    """What is or was in quarantine under each of these ids.

    Raises:
        InputError: nothing is or was there under one of them.
    """
    found = list(find_quarantined(ledger, ids))
    if unknown := sorted(set(ids) - {each.id for each in found}):
        named = ", ".join(map(str, unknown))
        raise InputError(f"nothing in quarantine has the id {named}; newsledger quarantine list shows what is there")
    return found


def drop_quarantined(ledger: Ledger, ids: Collection[int]) -> None:
    """Takes what has these ids out of quarantine; its fetches, and the bytes that were kept, stay."""
    with ledger.write() as connection:
        connection.execute(delete(quarantine).where(quarantine.c.id.in_(ids)))


def _all() -> Select[Any]:
    """The same bytes may have come from many places: what they are, and when they came, the last fetch here says."""
    here = fetches.alias()
    last = select(func.max(here.c.id)).where(
        here.c.source_id == quarantine.c.source_id,
        here.c.uri_hash == quarantine.c.uri_hash,
        here.c.raw_document_id == quarantine.c.raw_document_id,
    )
    joined = quarantine.join(sources).outerjoin(raw_documents)
    columns = (quarantine, sources.c.name, fetches.c.media_type, fetches.c.fetched_at)
    return select(*columns, raw_documents.c.warc_file, raw_documents.c.warc_offset, raw_documents.c.size).select_from(
        joined.outerjoin(fetches, fetches.c.id == last.scalar_subquery())
    )


def _quarantined(row: Row[Any]) -> Quarantined:
    kept = None
    if row.raw_document_id is not None:
        kept = KeptBytes(RawLocation(row.warc_file, row.warc_offset), row.size, row.media_type, row.fetched_at)
    return Quarantined(
        id=row.id,
        source=row.name,
        stage=row.stage,
        uri=row.uri,
        error=row.error.removeprefix(f"{row.stage}: "),
        attempts=row.attempts,
        run_id=row.run_id,
        created_at=row.created_at,
        replayed_at=row.replayed_at,
        kept=kept,
    )
