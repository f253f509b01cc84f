"""Entities across articles: the display name of each, chosen anew when how often it is named so has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, bindparam, or_, select, update

from schemas.tables import entities, entity_aliases
from tasks.link.names import Alias, display_name
from tasks.load.store import Ledger

PORTION = 5_000  # entities in one transaction
CHANGED = or_(entity_aliases.c.linked_mentions.is_(None), entity_aliases.c.linked_mentions != entity_aliases.c.mentions)

BETTER = update(entities).where(entities.c.id == bindparam("entity")).values(name=bindparam("better"))
LINKED = (
    update(entity_aliases)
    .where(entity_aliases.c.entity_id == bindparam("entity"), entity_aliases.c.surface == bindparam("alias"))
    .values(linked_mentions=bindparam("seen"))
)


def link_entities(ledger: Ledger) -> int:
    """Chooses the display names of the entities whose mentions have changed since; returns how many names have.

    Whoever stored the mentions: a run that was killed before it came to link leaves its entities to the next.
    """
    with ledger.read() as connection:
        ids = connection.scalars(select(entity_aliases.c.entity_id).where(CHANGED).distinct()).all()
    return sum(_link(ledger, portion) for portion in _portions(sorted(ids)))


def _portions(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + PORTION] for start in range(0, len(ids), PORTION))


def _link(ledger: Ledger, ids: Sequence[int]) -> int:
    """Two who link take turns, since each locks its entities before it reads.

    Loaders go on meanwhile: what they add is not in the count that is noted as seen, and so is left for next time.
    """
    with ledger.write() as connection:
        _lock(connection, ids)
        found = _aliases(connection, ids)
        changes = list(_changes(found))
        seen = [
            {"entity": row.id, "alias": row.surface, "seen": row.mentions}
            for row in sorted(found, key=lambda row: (row.id, row.surface))  # the order in which loaders take them
            if row.mentions != row.linked_mentions
        ]
        for statement, values in ((BETTER, changes), (LINKED, seen)):
            if values:
                connection.execute(statement, values)
    return len(changes)


def _lock(connection: Connection, ids: Sequence[int]) -> None:
    """Nobody else names these entities before we are done; to mention them is free. SQLite has one writer anyway."""
    wanted = select(entities.c.id).where(entities.c.id.in_(ids)).order_by(entities.c.id)
    connection.execute(wanted.with_for_update(key_share=True)).all()


def _aliases(connection: Connection, ids: Sequence[int]) -> Sequence[Row[Any]]:
    """Every name of these entities."""
    return connection.execute(
        select(entities.c.id, entities.c.folded, entities.c.name)
        .add_columns(entity_aliases.c.surface, entity_aliases.c.mentions, entity_aliases.c.linked_mentions)
        .join(entity_aliases, entity_aliases.c.entity_id == entities.c.id)
        .where(entities.c.id.in_(ids))
        .order_by(entities.c.id)
    ).all()


def _changes(found: Iterable[Row[Any]]) -> Iterator[dict[str, object]]:
    """New names, in the order of the entities' ids, in which loaders change entities too."""
    for (entity_id, folded, name), rows in groupby(found, key=lambda row: row[:3]):
        best = display_name(folded, [Alias(row.surface, row.mentions) for row in rows])
        if best and best != name:
            yield {"entity": entity_id, "better": best}
