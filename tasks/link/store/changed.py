"""Which names linking has to look at: those that have changed since, and those on which editors have."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, or_, select

from schemas.tables import entities, entity_aliases, linkings
from tasks.link.decisions import Decisions
from tasks.link.scopes import name_of
from tasks.link.store.portions import in_portions

NAME = "entities"  # among linkings
CHANGED = or_(entity_aliases.c.linked_mentions.is_(None), entity_aliases.c.linked_mentions != entity_aliases.c.mentions)
DECIDED = or_(entities.c.rule == "editor", entities.c.given_wikidata.is_not(None), entities.c.line.is_not(None))


def find_linked_by(connection: Connection) -> str:
    """The hash of what the names are linked by; empty if they never were."""
    return connection.scalar(select(linkings.c.config_hash).where(linkings.c.name == NAME)) or ""


def find_changed(connection: Connection, decisions: Decisions, linked_by: str) -> set[int]:
    """The names to link: all, if other rules linked them."""
    if linked_by.partition(" ")[0] != decisions.config_hash.partition(" ")[0]:
        return set(connection.scalars(select(entities.c.id)))
    ids = set(connection.scalars(select(entity_aliases.c.entity_id).where(CHANGED).distinct()))
    return ids if linked_by == decisions.config_hash else ids | _decided(connection, decisions)


def _decided(connection: Connection, decisions: Decisions) -> set[int]:
    """What an earlier file decided, and what this one does."""
    found = connection.execute(select(entities.c.id, entities.c.thing_id).where(DECIDED)).all()
    before = {id_ for row in found for id_ in row if id_ is not None}
    names = {line.name for line in decisions.lines} | {name for _, name in decisions.names}
    return before | _called(connection, names)


def _called(connection: Connection, names: Collection[str]) -> set[int]:
    """All rows of these names, in whatever scope."""
    whole = in_portions(connection, select(entities.c.id), entities.c.folded, names)
    scoped = connection.execute(select(entities.c.id, entities.c.folded).where(entities.c.scope.is_not(None)))
    return {*(row.id for row in whole), *(id_ for id_, folded in scoped if name_of(folded) in names)}
