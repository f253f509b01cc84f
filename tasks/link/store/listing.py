"""Things with their names, as an editor looks at them."""

from __future__ import annotations

from typing import Any, get_args

from msgspec import Struct
from sqlalchemy import Select, and_, case, func, select

from schemas.entities import Naming
from schemas.records import JoinRule, Label
from schemas.tables import articles, entities, entity_aliases, mentions, processings, sources
from tasks.link.scopes import placed, scoped_key
from tasks.load.fold import fold
from tasks.load.store import Ledger

BEARERS = 3  # persons with one surname that are told
ALSO = 3  # names of one thing that are told
ALIKE, MOST_ALIKE = 3, 1_000  # letters that names alike begin with, and names
NAMED, THINGS = entities.alias("named"), entities.alias("things")
THING = func.coalesce(NAMED.c.thing_id, NAMED.c.id)
MADE = (processings.c.revision_id == mentions.c.revision_id) & (processings.c.processor_id == mentions.c.processor_id)


class Listed(Struct, frozen=True):
    """A name of a thing, as articles print it."""

    entity: str
    label: Label
    wikidata: str | None
    name: str  # in full
    found_as: Label
    alias: str  # as printed
    articles: int
    rule: JoinRule | None  # why it is a name of this thing
    line: int | None  # of the editors' file


class Bearer(Struct, frozen=True):
    """A person with a certain surname."""

    name: str
    mentioned_in: int  # revisions, counted once for each of the person's names


def list_names(ledger: Ledger, text: str, rule: JoinRule | None, limit: int | None) -> list[Listed]:
    """The names of all things of which a name holds `text`, things in most articles first.

    Args:
        ledger: read only.
        text: part of a name; case and accents do not count.
        rule: only names that this made part of their things, or kept apart.
        limit: at most so many.
    """
    matching = select(func.coalesce(entities.c.thing_id, entities.c.id))
    query = _names().where(THINGS.c.id.in_(matching.where(entities.c.folded.contains(fold(text), autoescape=True))))
    if rule:
        query = query.where(NAMED.c.rule == rule)
    with ledger.read() as connection:
        return [Listed(*row[:-1]) for row in connection.execute(query.limit(limit))]


def find_alike(ledger: Ledger, name: str) -> list[str]:
    """Names that begin as this one does, those that begin with all of it first; no more than can be compared."""
    folded = fold(name)
    begins = entities.c.folded.startswith(folded[:ALIKE], autoescape=True)
    whole = case((entities.c.folded.startswith(folded, autoescape=True), 0), else_=1)
    query = select(entities.c.name).where(begins).group_by(entities.c.name).order_by(func.min(whole), entities.c.name)
    with ledger.read() as connection:
        return list(connection.scalars(query.limit(MOST_ALIKE)))


def is_borne_in(ledger: Ledger, naming: Naming) -> bool:
    """Whether the name of an editors' line for one place is borne there, in a ledger that is linked by that line."""
    labels = (naming.found_as,) if naming.found_as else get_args(Label)
    _, key = scoped_key(labels[0], fold(naming.name), placed(naming.where or ""))
    borne = (entities.c.folded == key) & (entities.c.label.in_(labels)) & (entity_aliases.c.mentions > 0)
    query = select(entities.c.id).join(entity_aliases, entity_aliases.c.entity_id == entities.c.id).where(borne)
    with ledger.read() as connection:
        return connection.scalar(query.limit(1)) is not None


def find_also(ledger: Ledger, name: str) -> list[str]:
    """What else articles call the thing that is shown by this name, the usual first; a few."""
    shown = (THINGS.c.folded == fold(name)) & (THINGS.c.label.in_(get_args(Label)))
    query = (
        select(NAMED.c.name)
        .select_from(NAMED.join(THINGS, THINGS.c.id == NAMED.c.thing_id))
        .join(entity_aliases, entity_aliases.c.entity_id == NAMED.c.id)
        .where(shown, NAMED.c.folded != fold(name), NAMED.c.scope.is_(None), entity_aliases.c.mentions > 0)
        .group_by(NAMED.c.name)
        .order_by(func.sum(entity_aliases.c.mentions).desc(), NAMED.c.name)
    )
    with ledger.read() as connection:
        return list(connection.scalars(query.limit(ALSO)))


def find_bearers(ledger: Ledger, surname: str) -> list[Bearer]:
    """The persons whose full name ends in a surname, those in most revisions first; a few."""
    full = entities.c.folded.endswith(f" {fold(surname)}", autoescape=True)
    count = func.sum(entity_aliases.c.revisions)
    query = (
        select(THINGS.c.name, count)
        .select_from(entities.join(entity_aliases, entity_aliases.c.entity_id == entities.c.id))
        .join(THINGS, THINGS.c.id == func.coalesce(entities.c.thing_id, entities.c.id))
        .where(entities.c.label == "PERSON", entities.c.scope.is_(None), full)
        .group_by(THINGS.c.id, THINGS.c.name)
        .order_by(count.desc(), THINGS.c.name)
    )
    with ledger.read() as connection:
        return [Bearer(*row) for row in connection.execute(query.limit(BEARERS))]


def list_sources(ledger: Ledger) -> list[str]:
    """The names of the sources that the ledger has."""
    with ledger.read() as connection:
        return list(connection.scalars(select(sources.c.name).order_by(sources.c.name)))


def _names() -> Select[Any]:
    number = func.count(mentions.c.revision_id.distinct())
    named = NAMED.c.name, NAMED.c.label, mentions.c.text
    thing = THINGS.c.name, THINGS.c.label, func.coalesce(THINGS.c.given_wikidata, THINGS.c.wikidata)
    in_all = func.sum(number).over(partition_by=THINGS.c.id).label("in_all")
    current = articles.c.current_revision_id == mentions.c.revision_id
    return (
        select(*thing, *named, number, NAMED.c.rule, NAMED.c.line, in_all)
        .select_from(mentions.join(processings, and_(MADE, processings.c.is_current)).join(articles, current))
        .join(NAMED, NAMED.c.id == mentions.c.entity_id)
        .join(THINGS, THINGS.c.id == THING)
        .group_by(THINGS.c.id, *thing, THINGS.c.given_wikidata, THINGS.c.wikidata, NAMED.c.id, *named)
        .group_by(NAMED.c.rule, NAMED.c.line)
        .order_by(in_all.desc(), *thing[:2], THINGS.c.id, number.desc(), *named)
    )
