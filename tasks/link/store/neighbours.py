"""Which names have to be looked at together, and all that the ledger knows of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Row, Select, bindparam, select, update

from schemas.tables import entities, entity_aliases
from tasks.link.joining import Joined, Name
from tasks.link.likeness import could_be_acronym, likeness, stands_for
from tasks.link.names import Alias
from tasks.link.store.portions import in_portions
from tasks.load.fold import fold

ALIKE = update(entities).where(entities.c.id == bindparam("entity")).values(likeness=bindparam("alike"))
SCOPED = ""  # the likeness of a name that is not the same in all articles; nothing is like it


class Linked(Struct, frozen=True):
    """A name, and what linking found out of it the last time."""

    known: Name
    scope: str | None
    name: str
    joined: Joined
    given_wikidata: str | None
    unseen: tuple[Alias, ...]  # names that were counted otherwise then


def give_likeness(connection: Connection, ids: Collection[int]) -> None:
    """Notes of names what they are like; of new ones, and of all when the rules have changed."""
    columns = entities.c.id, entities.c.label, entities.c.folded, entities.c.scope, entities.c.likeness
    changes = [
        {"entity": row.id, "alike": alike}
        for row in in_portions(connection, select(*columns), entities.c.id, ids)
        if row.likeness != (alike := SCOPED if row.scope else likeness(row.label, row.folded))
    ]
    if changes:
        connection.execute(ALIKE, sorted(changes, key=lambda change: int(change["entity"])))


def find_neighbours(connection: Connection, ids: Collection[int]) -> set[int]:
    """These names, all that are alike or have one number, and the acronyms that stand for any of them.

    With all that are like those, and so on.
    """
    rows = in_portions(connection, select(entities.c.likeness), entities.c.id, ids)
    found, new = set(ids), {row.likeness for row in rows} - {SCOPED, None}
    known: set[str] = set()
    while new:
        members = _members(connection, new)
        found |= members
        known |= new
        new = (_acronyms_of(connection, members) | _of_one_number(connection, members)) - known
    return found


def find_context(connection: Connection, ids: Collection[int]) -> set[int]:
    """Organisations that go by an acronym among these, with all that may be one with those.

    They decide what it stands for.
    """
    short = _aliases().where(entities.c.label == "ORG", ~entities.c.folded.contains(" "), entity_aliases.c.mentions > 0)
    surfaces = {
        row.surface for row in in_portions(connection, short, entities.c.id, ids) if could_be_acronym(row.surface)
    }
    long = _aliases().where(entities.c.label == "ORG", entities.c.scope.is_(None))
    rows = list(in_portions(connection, long, entity_aliases.c.surface, surfaces))
    alike = {row.likeness for row in rows} - {None}
    members = {row.id for row in rows} | _members(connection, alike)
    return members | _members(connection, _of_one_number(connection, members) - alike)


def find_names(connection: Connection, ids: Collection[int]) -> list[Linked]:
    """All about these names, in the order of their ids."""
    query = select(entity_aliases)
    aliases: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    for row in in_portions(connection, query, entity_aliases.c.entity_id, ids):
        aliases[row.entity_id].append(row)
    rows = sorted(in_portions(connection, select(entities), entities.c.id, ids), key=lambda row: int(row.id))
    return [_linked(row, sorted(aliases[row.id], key=lambda alias: str(alias.surface))) for row in rows]


def _linked(row: Row[Any], aliases: Sequence[Row[Any]]) -> Linked:
    every = [Alias(alias.surface, alias.mentions, alias.revisions) for alias in aliases]
    unseen = tuple(each for each, row in zip(every, aliases, strict=True) if row.mentions != row.linked_mentions)
    known = Name(row.id, row.label, row.folded, row.wikidata, tuple(every))
    joined = Joined(row.thing_id, row.rule, row.line)
    return Linked(known, row.scope, row.name, joined, row.given_wikidata, unseen)


def _members(connection: Connection, alike: Collection[str]) -> set[int]:
    query = select(entities.c.id)
    return {row.id for row in in_portions(connection, query, entities.c.likeness, alike)}


def _acronyms_of(connection: Connection, ids: Collection[int]) -> set[str]:
    """What acronyms of these organisations are like, also those that were theirs until now."""
    long = _aliases().where(entities.c.label == "ORG", entities.c.folded.contains(" "))
    return {
        likeness("ORG", fold(row.surface))
        for row in in_portions(connection, long, entities.c.id, ids)
        if stands_for(row.surface, row.folded)
    }


def _of_one_number(connection: Connection, ids: Collection[int]) -> set[str]:
    """What names are like that have the Wikidata number of one of these."""
    rows = in_portions(connection, select(entities.c.wikidata), entities.c.id, ids)
    numbers = {row.wikidata for row in rows} - {None}
    query = select(entities.c.likeness)
    return {row.likeness for row in in_portions(connection, query, entities.c.wikidata, numbers)} - {SCOPED, None}


def _aliases() -> Select[Any]:
    columns = entities.c.id, entities.c.folded, entities.c.likeness, entity_aliases.c.surface
    return select(*columns).join_from(entities, entity_aliases, entity_aliases.c.entity_id == entities.c.id)
