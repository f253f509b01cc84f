"""Entities across articles: which of its names each one is shown under.

Loading counts names and never looks at other articles; what is decided here depends on the ledger's content alone,
so the same articles give the same entities in whatever order they came.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from sqlalchemy import Connection, bindparam, select, update

from schemas.records import Outcome
from schemas.tables import entities, entity_aliases, fetches, mentions
from tasks.link.names import Alias, display_name
from tasks.load.store import Ledger

PORTION = 5_000  # entities in one transaction


def touched_entities(ledger: Ledger, run_id: int) -> list[int]:
    """The entities that a run's new text mentions: those whose names it may have changed."""
    new = (fetches.c.document_outcome == Outcome.LOADED) | (fetches.c.document_outcome == Outcome.UPDATED)
    found = (
        select(mentions.c.entity_id)
        .join(fetches, fetches.c.revision_id == mentions.c.revision_id)
        .where(fetches.c.run_id == run_id, new)
        .distinct()
    )
    with ledger.read() as connection:
        return sorted(connection.scalars(found))


def link_entities(ledger: Ledger, entity_ids: Collection[int] | None = None) -> int:
    """Chooses the display name of these entities, or of all, and returns how many have changed.

    Over the entities that were touched it comes to the same as over all of them.
    """
    return sum(_link(ledger, portion) for portion in _portions(ledger, entity_ids))


def _portions(ledger: Ledger, entity_ids: Collection[int] | None) -> Iterator[Sequence[int]]:
    if entity_ids is None:
        with ledger.read() as connection:
            entity_ids = connection.scalars(select(entities.c.id)).all()
    ids = sorted(entity_ids)
    return (ids[start : start + PORTION] for start in range(0, len(ids), PORTION))


def _link(ledger: Ledger, ids: Sequence[int]) -> int:
    with ledger.write() as connection:
        changes = list(_changes(connection, ids))
        if changes:
            better = update(entities).where(entities.c.id == bindparam("entity")).values(name=bindparam("better"))
            connection.execute(better, changes)
    return len(changes)


def _changes(connection: Connection, ids: Sequence[int]) -> Iterator[dict[str, object]]:
    """New names, in the order in which loaders take entities too, so that nobody waits in a circle."""
    aliases = (
        select(entities.c.id, entities.c.folded, entities.c.name, entity_aliases.c.surface, entity_aliases.c.mentions)
        .join(entity_aliases, entity_aliases.c.entity_id == entities.c.id)
        .where(entities.c.id.in_(ids))
        .order_by(entities.c.label, entities.c.folded)
    )
    for (entity_id, folded, name), rows in groupby(connection.execute(aliases), key=lambda row: row[:3]):
        best = display_name(folded, [Alias(row.surface, row.mentions) for row in rows])
        if best and best != name:
            yield {"entity": entity_id, "better": best}
