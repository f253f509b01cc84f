"""Entities across articles: which names stand for one thing, and the name to show of each.

Linked are the names that have changed since, all that are alike, and the acronyms that may stand for them; whatever
else there is does not depend on these. By other rules or other lines of the editors' file, all is linked anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import bindparam, update

from schemas.tables import entities, entity_aliases, linkings
from tasks.link.decisions import Decisions
from tasks.link.joining import Joined, join
from tasks.link.names import display_name
from tasks.link.scopes import is_whole, line_of, name_of
from tasks.link.store.changed import NAME, find_changed, find_linked_by
from tasks.link.store.neighbours import Linked, find_context, find_names, find_neighbours, give_likeness
from tasks.link.store.portions import lock
from tasks.link.store.scopes import settle
from tasks.load.rows import AliasKey, EntityKey, entity_row
from tasks.load.store import Ledger
from tasks.load.store.bulk import ensure, insert
from tasks.load.store.days import mark_days_of_names

PORTION = 5_000  # names in one transaction
NOTHING = Decisions()
BY_OTHERS = "ON CONFLICT (name) DO UPDATE SET config_hash = excluded.config_hash"

FOUND = ("name", "thing_id", "rule", "line", "given_wikidata")  # what linking finds out of a name
BETTER = (
    update(entities)
    .where(entities.c.id == bindparam("entity"))
    .values({column: bindparam(f"new_{column}") for column in FOUND})
)
LINKED = (
    update(entity_aliases)
    .where(entity_aliases.c.entity_id == bindparam("entity"), entity_aliases.c.surface == bindparam("alias"))
    .values(linked_mentions=bindparam("seen"))
)


def link_entities(ledger: Ledger, decisions: Decisions = NOTHING) -> int:
    """Links the names that have changed since they last were; returns of how many it found something else.

    That an editors' line stands elsewhere in its file by now is written, and does not count.

    Whoever stored the mentions: a run that was killed before it came to link leaves its names to the next.
    """
    with ledger.read() as connection:
        linked_by = find_linked_by(connection)
        changed = find_changed(connection, decisions, linked_by)
    if linked_by == decisions.config_hash and not changed:
        return 0
    things = _ensure_things(ledger, decisions)
    left = settle(ledger, decisions, changed)
    with ledger.read() as connection:  # again: with the names that mentions went over to
        ids = sorted(changed | find_changed(connection, decisions, linked_by))
    for portion in _portions(ids):
        with ledger.write() as connection:
            give_likeness(connection, portion)
    found = sum(_link(ledger, decisions, things, left, portion) for portion in _portions(ids))
    if linked_by != decisions.config_hash:
        with ledger.write() as connection:
            insert(connection, linkings, [(NAME, decisions.config_hash)], BY_OTHERS)
    return found


def _portions(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + PORTION] for start in range(0, len(ids), PORTION))


def _ensure_things(ledger: Ledger, decisions: Decisions) -> dict[EntityKey, int]:
    """The ids of the things that editors name."""
    if not decisions.names:
        return {}
    with ledger.write() as connection:
        rows = {key: entity_row(key, name) for key, name in decisions.names.items()}
        return ensure(connection, entities, ["label", "folded"], rows)


def _link(
    ledger: Ledger, decisions: Decisions, things: Mapping[EntityKey, int], left: Counter[AliasKey], ids: Sequence[int]
) -> int:
    """Two who link take turns, since each locks its names before it reads.

    Loaders go on meanwhile: what they add is not in the count that is noted as seen, and so is left for next time.
    """
    with ledger.write() as connection:
        wanted = find_neighbours(connection, ids)
        lock(connection, wanted)
        rows = find_names(connection, wanted | find_context(connection, wanted))
        joined = join([row.known for row in rows if row.scope is None], decisions, things)
        ours = [row for row in rows if row.known.id in wanted]
        changes = [(row, change) for row in ours if (change := _change(row, joined, decisions, things))]
        seen = [each for row in ours for each in _seen(row, decisions, left)]  # in the order in which loaders take them
        written = [change for _, change in changes]
        for statement, values in ((BETTER, written), (LINKED, seen)):
            if values:
                connection.execute(statement, values)
        mark_days_of_names(connection, _other_things(ours, written))
    return sum(_is_other(row, change) for row, change in changes)


def _is_other(row: Linked, change: Mapping[str, object]) -> bool:
    """Whether a name is found to be something else; not that its line has another number."""
    joined = row.joined
    before = {"name": row.name, "thing_id": joined.thing, "rule": joined.rule, "given_wikidata": row.given_wikidata}
    return any(change[f"new_{column}"] != value for column, value in before.items())


def _other_things(rows: Sequence[Linked], changes: Sequence[Mapping[str, object]]) -> set[int]:
    """Of the names that change, those that stand for another thing than before."""
    after = {each["entity"]: each["new_thing_id"] for each in changes}
    return {row.known.id for row in rows if after.get(row.known.id, row.joined.thing) != row.joined.thing}


def _seen(row: Linked, decisions: Decisions, left: Mapping[AliasKey, int]) -> Iterator[dict[str, object]]:
    """What is noted as seen: of a name whose mentions may have to be moved, those that were looked at for that."""
    known = row.known
    is_settled = row.scope is not None or is_whole(decisions, known.label, known.folded)
    for alias in row.unseen:
        mentions = alias.mentions if is_settled else left.get((known.id, alias.surface), 0)
        yield {"entity": known.id, "alias": alias.surface, "seen": mentions}


def _change(
    row: Linked, joined: Mapping[int, Joined], decisions: Decisions, things: Mapping[EntityKey, int]
) -> dict[str, object] | None:
    """What is to be written of a name; None if it is so already."""
    key = row.known.key
    said = joined[row.known.id] if row.scope is None else _scoped(row, row.scope, decisions, things)
    shown = display_name(row.known.label, name_of(row.known.folded), row.known.aliases)
    name = decisions.names.get(key) or shown or row.name
    found = (name, said.thing, said.rule, said.line, decisions.wikidata.get(key))
    if found == (row.name, row.joined.thing, row.joined.rule, row.joined.line, row.given_wikidata):
        return None
    return {"entity": row.known.id, **{f"new_{column}": value for column, value in zip(FOUND, found, strict=True)}}


def _scoped(row: Linked, scope: str, decisions: Decisions, things: Mapping[EntityKey, int]) -> Joined:
    """What a name stands for in one place: what an editor says, or nothing outside its article."""
    line = line_of(decisions, row.known.label, name_of(row.known.folded), scope)
    return Joined(things[line.thing], "editor", line.number) if line else Joined(None, "bare")
