"""How far archives were read, and what in them is no document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection, select

from schemas.records import Bookmark
from schemas.tables import archive_records, archives, quarantine, sources
from tasks.fetch.places import offset_in
from tasks.load.fold import scrubbed, uri_hash
from tasks.load.store.bulk import find_ids, insert
from tasks.load.store.ledger import Ledger, tried_again

MOVED = """
ON CONFLICT (uri_hash, asked) DO UPDATE SET source_id = excluded.source_id, first_record = excluded.first_record,
    size = excluded.size, modified_at = excluded.modified_at, run_id = excluded.run_id, began = excluded.began,
    read_to = excluded.read_to"""
ADDED = """
ON CONFLICT (archive_id, run_id, outcome, reason) DO UPDATE SET records = archive_records.records + excluded.records"""


@tried_again
def find_bookmark(ledger: Ledger, uri: str, asked: str) -> Bookmark | None:
    """How far an archive was read when the same was asked of it."""
    here = archives.c.uri_hash == uri_hash(uri), archives.c.asked == asked
    with ledger.read() as connection:
        row = connection.execute(select(archives, sources.c.name).join(sources).where(*here)).one_or_none()
    if row is None:
        return None
    known = (row.name, row.uri, row.asked, row.first_record, row.size, row.modified_at)
    return Bookmark(*known, began=row.began, offset=row.read_to, step=0)


def store_bookmarks(
    connection: Connection, run_id: int, bookmarks: Sequence[Bookmark], source_ids: Mapping[str, int]
) -> None:
    """Notes how far archives were read, in the transaction that stores what stands before; a second time, nothing."""
    for bookmark in bookmarks:
        key = (uri_hash(bookmark.uri), bookmark.asked)
        if _reached(connection, run_id, key) >= bookmark.offset:
            continue
        place = (source_ids[scrubbed(bookmark.source)], scrubbed(bookmark.uri), *key)
        known = (scrubbed(bookmark.first_record), bookmark.size, bookmark.modified_at)
        insert(connection, archives, [(*place, *known, run_id, bookmark.began, bookmark.offset)], MOVED)
        archive_id = find_ids(connection, archives, ["uri_hash", "asked"], {key})[key]
        rows = [(archive_id, run_id, *what, records) for what, records in bookmark.passed.items()]
        insert(connection, archive_records, rows, ADDED)


def read_again(connection: Connection, run_id: int) -> Iterator[int]:
    """The ids of those who wait in quarantine for an archive, or a place in one, that a run has read past."""
    read = connection.execute(
        select(archives.c.uri, archives.c.began, archives.c.read_to).where(archives.c.run_id == run_id)
    )
    for uri, began, read_to in read:
        waiting = select(quarantine.c.id, quarantine.c.uri).where(
            quarantine.c.uri.startswith(uri, autoescape=True),
            quarantine.c.raw_document_id.is_(None),
            quarantine.c.replayed_at.is_(None),
            quarantine.c.run_id != run_id,
        )
        for row in connection.execute(waiting):
            offset = began if row.uri == uri else offset_in(row.uri, uri)
            if offset is not None and began <= offset < read_to:
                yield row.id


def _reached(connection: Connection, run_id: int, key: tuple[str, str]) -> int:
    """How far this run has noted that it has read."""
    here = archives.c.uri_hash == key[0], archives.c.asked == key[1], archives.c.run_id == run_id
    found: int | None = connection.scalar(select(archives.c.read_to).where(*here))
    return -1 if found is None else found
