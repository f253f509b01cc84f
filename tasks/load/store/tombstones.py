"""Tombstones: which documents were removed for good, and putting up new ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import Connection, insert, select

from schemas.records import Article, Cause, Loaded, RawDocument, Tombstone
from schemas.tables import sources, tombstone_keys, tombstones
from tasks.load.decide import Decision, LoadItem
from tasks.load.fold import scrubbed
from tasks.load.identify import article_keys_of
from tasks.load.store.bulk import UNLESS_THERE, find
from tasks.load.store.bulk import insert as insert_rows
from tasks.load.store.identity import ensure_sources
from tasks.load.store.ledger import Ledger, tried_again
from tasks.load.tombstones import bytes_anywhere, bytes_digest, ending, key_digest, key_digests, page_digests, page_of

KNOWN = """
SELECT wanted.digest, sources.name, tombstones.cause, tombstones.reason, tombstones.removed_at
FROM {wanted} CROSS JOIN tombstone_keys AS held
JOIN tombstones ON tombstones.id = held.tombstone_id
JOIN sources ON sources.id = tombstones.source_id
WHERE held.digest = wanted.digest"""


@tried_again
def find_removed(ledger: Ledger, raws: Sequence[RawDocument]) -> dict[int, Loaded]:
    """How those documents end whose very bytes were removed for good, by index; they are not to be taken in again."""
    with ledger.read() as connection:
        return removed_among(connection, raws)


def removed_among(connection: Connection, raws: Sequence[RawDocument]) -> dict[int, Loaded]:
    """See `find_removed`."""
    if not any_tombstones(connection):
        return {}
    digests = [(bytes_digest(raw.source, raw.sha256), bytes_anywhere(raw.sha256)) for raw in raws]
    known = _known(connection, {digest for both in digests for digest in both})
    found = {index: [known[digest] for digest in both if digest in known] for index, both in enumerate(digests)}
    gone = {index: min(each, key=_has_expired) for index, each in found.items() if each}
    return {index: ending(each) for index, each in (gone | _taken_down_since(connection, raws, gone)).items()}


def _taken_down_since(
    connection: Connection, raws: Sequence[RawDocument], gone: Mapping[int, Tombstone]
) -> dict[int, Tombstone]:
    """Of documents whose text had expired, those whose article was taken down after that, as their places tell."""
    expired = [index for index, each in gone.items() if _has_expired(each)]
    places = {index: page_digests(raws[index].source, page_of(raws[index].uri), None) for index in expired}
    known = _known(connection, {digest for several in places.values() for digest in several}) if places else {}
    found = {index: [known[digest] for digest in several if digest in known] for index, several in places.items()}
    return {index: several[0] for index, several in found.items() if several}


def refuse_forgotten(
    connection: Connection, items: Sequence[LoadItem], decisions: Sequence[Decision | None]
) -> list[Decision | None]:
    """The decisions, and that documents are dropped of which a key is that of an article that was taken down."""
    if not any_tombstones(connection):
        return list(decisions)
    digests = {index: _digests_of(items[index]) for index, decision in enumerate(decisions) if decision is None}
    known = _known(connection, {each for several in digests.values() for each in several})
    decided = list(decisions)
    for index, several in digests.items():
        if found := next((known[each] for each in several if each in known), None):
            end = ending(found)
            decided[index] = Decision(end.outcome, end.reason)
    return decided


def forgotten_among(connection: Connection, digests: Collection[str]) -> set[str]:
    """Those of these digests that are of articles that were taken down."""
    known = _known(connection, digests) if any_tombstones(connection) else {}
    return {digest for digest, each in known.items() if each.cause is Cause.FORGOTTEN}


def find_takedown(
    connection: Connection, kinds: Collection[str], values: Collection[str], source: str | None = None
) -> Tombstone | None:
    """The latest takedown of an article that had one of these keys, in that source or in any."""
    took_down = tombstones.c.cause == Cause.FORGOTTEN.value
    names = connection.scalars(select(sources.c.name).join(tombstones).where(took_down).distinct())
    wanted = [name for name in names if source in (None, name)]
    keys = {key_digest(name, kind, value) for name in wanted for kind in kinds for value in values}
    found = [each for each in _known(connection, keys).values() if not _has_expired(each)] if keys else []
    return max(found, key=lambda each: each.removed_at, default=None)


def put_up(connection: Connection, tombstone: Tombstone, digests: Iterable[str]) -> None:
    """Remembers what is removed."""
    source_id = ensure_sources(connection, [tombstone.source], tombstone.removed_at)[scrubbed(tombstone.source)]
    values = {"cause": tombstone.cause.value, "reason": tombstone.reason, "removed_at": tombstone.removed_at}
    made = connection.execute(insert(tombstones).values(source_id=source_id, **values).returning(tombstones.c.id))
    id_ = made.scalar_one()
    insert_rows(connection, tombstone_keys, [(digest, id_) for digest in sorted(set(digests))], UNLESS_THERE)


def store_tombstones(ledger: Ledger, removed: Iterable[tuple[Tombstone, Iterable[str]]]) -> None:
    """Remembers what is removed, all of it in one transaction."""
    with ledger.write() as connection:
        for tombstone, digests in removed:
            put_up(connection, tombstone, digests)


def has_tombstones(ledger: Ledger) -> bool:
    """Whether anything was removed for good, as far as the ledger knows."""
    with ledger.read() as connection:
        return any_tombstones(connection)


def any_tombstones(connection: Connection) -> bool:
    """Whether anything was removed for good, as seen within a transaction."""
    return connection.execute(select(tombstones.c.id).limit(1)).first() is not None


def _digests_of(item: LoadItem) -> list[str]:
    if not isinstance(item.result, Article) or item.document is None:
        return []
    return key_digests(item.raw.source, article_keys_of(0, item.document))


def _has_expired(tombstone: Tombstone) -> bool:
    return tombstone.cause is Cause.EXPIRED


def _known(connection: Connection, digests: Collection[str]) -> dict[str, Tombstone]:
    rows = find(connection, KNOWN, [tombstone_keys.c.digest], {(digest,) for digest in digests})
    return {row[0]: Tombstone(row[1], Cause(row[2]), row[3], row[4]) for row in rows}
