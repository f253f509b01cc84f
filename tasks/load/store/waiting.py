"""What a run takes out of quarantine: what it had, or heard to be as it was when it was had."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, Table, and_, or_, select

from schemas.records import FetchOutcome, Outcome
from schemas.tables import fetches, places, quarantine, runs
from tasks.fetch.places import FILE, STDIN_URI, enclosing
from tasks.load.store.archives import read_again

HAD = FetchOutcome.FETCHED.value, FetchOutcome.NOT_MODIFIED.value


def came_through(run_id: int) -> ColumnElement[bool]:
    """The same place was fetched, and its document digested; standard input is never the same place."""
    never_had = and_(quarantine.c.raw_document_id.is_(None), fetches.c.outcome == FetchOutcome.FETCHED)
    same_bytes = fetches.c.raw_document_id == quarantine.c.raw_document_id
    again = select(fetches.c.id).where(
        fetches.c.run_id == run_id,
        fetches.c.source_id == quarantine.c.source_id,
        fetches.c.uri_hash == quarantine.c.uri_hash,
        or_(fetches.c.document_outcome != Outcome.QUARANTINED, never_had),
        or_(same_bytes, _has_place(fetches)),
    )
    return and_(_waited(run_id), or_(again.exists(), _looked_at_well(run_id)))


def opened_again(connection: Connection, run_id: int) -> set[int]:
    """The ids of what waited for a file or folder that could be opened, or for a place in one that was read past."""
    read = (_opened(connection, run_id), read_again(connection, run_id), _lines_put_right(connection, run_id))
    return {id_ for found in read for id_ in found}


def _looked_at_well(run_id: int) -> ColumnElement[bool]:
    """An address of the web had its look, and nothing was wrong: of feeds and their like that leaves no document."""
    well = select(places.c.id).where(
        places.c.source_id == quarantine.c.source_id,
        places.c.url_hash == quarantine.c.uri_hash,
        _had_in(run_id),
    )
    return and_(quarantine.c.raw_document_id.is_(None), well.exists())


def _had_in(run_id: int) -> ColumnElement[bool]:
    begun = select(runs.c.started_at).where(runs.c.id == run_id).scalar_subquery()
    return and_(places.c.outcome.in_(HAD), places.c.asked_at >= begun)


def _opened(connection: Connection, run_id: int) -> Iterator[int]:
    """Folders, and files of lines, that could not be opened before: something in them was fetched."""
    named = select(quarantine.c.source_id, quarantine.c.uri, quarantine.c.id)
    never_had = named.where(_waited(run_id), quarantine.c.raw_document_id.is_(None), _has_place(quarantine))
    waiting = {(row.source_id, row.uri): row.id for row in connection.execute(never_had)}
    fetched = select(fetches.c.source_id, fetches.c.uri).where(fetches.c.run_id == run_id)
    for row in connection.execute(fetched.where(fetches.c.outcome == FetchOutcome.FETCHED)) if waiting else ():
        for place in enclosing(row.uri):
            if id_ := waiting.pop((row.source_id, place), None):
                yield id_


def _lines_put_right(connection: Connection, run_id: int) -> Iterator[int]:
    """Lines of lists of addresses: the list was read, and does not have them any more."""
    read = select(places.c.source_id, places.c.url).where(places.c.role == "list", _had_in(run_id))
    for row in connection.execute(read.where(places.c.url.startswith(FILE))):
        lines = quarantine.c.uri.startswith(f"{row.url}#line=", autoescape=True)
        yield from connection.scalars(
            select(quarantine.c.id).where(_waited(run_id), quarantine.c.source_id == row.source_id, lines)
        )


def _waited(run_id: int) -> ColumnElement[bool]:
    return and_(quarantine.c.replayed_at.is_(None), quarantine.c.run_id != run_id)


def _has_place(table: Table) -> ColumnElement[bool]:
    return table.c.uri.not_like(f"{STDIN_URI}%")
