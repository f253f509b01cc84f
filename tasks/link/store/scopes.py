"""Mentions of names that are not the same thing in all articles, led over to names of their own.

Loading gives a name one row, whoever bears it. Here a bare surname gets a row for each article, and a name about which
an editor has a line for one place gets one for that place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, func, select, update

from schemas.tables import (
    articles,
    entities,
    mentions,
    processings,
    quotes,
    revisions,
    sources,
)
from tasks.link.decisions import Decisions
from tasks.link.overrides import find_named
from tasks.link.scopes import Place, Scopes, is_whole, name_of, scoped_key
from tasks.link.store.overrides import find_keyed
from tasks.link.store.portions import in_portions, lock
from tasks.load.fold import bounded
from tasks.load.names import name_of as article_name
from tasks.load.rows import AliasKey, AliasUses, EntityKey, entity_row
from tasks.load.store import Ledger
from tasks.load.store.bulk import ensure
from tasks.load.store.days import mark_days
from tasks.load.store.results import count_aliases

PORTION = 500  # names in one transaction

MADE = (processings.c.revision_id == mentions.c.revision_id) & (processings.c.processor_id == mentions.c.processor_id)
COUNTED = func.sum(case((processings.c.is_current, 1), else_=0))
MOVES = (
    update(mentions)
    .where(mentions.c.entity_id == bindparam("old"), mentions.c.revision_id == bindparam("at"))
    .values(entity_id=bindparam("new")),
    update(quotes)
    .where(quotes.c.speaker_id == bindparam("old"), quotes.c.revision_id == bindparam("at"))
    .values(speaker_id=bindparam("new")),
)


def settle(ledger: Ledger, decisions: Decisions, ids: Collection[int]) -> Counter[AliasKey]:
    """Leads the mentions of these names over to the names that they belong to.

    Returns how many stay with each name that is not the same in all articles; not what comes in meanwhile.
    """
    left: Counter[AliasKey] = Counter()
    with ledger.read() as connection:
        scopes = Scopes(decisions, _places(connection, decisions))
        rows = in_portions(connection, select(entities), entities.c.id, ids)
        names = [row for row in rows if row.scope or not is_whole(decisions, row.label, row.folded)]
    for start in range(0, len(names), PORTION):
        with ledger.write() as connection:
            left += _settle(connection, scopes, names[start : start + PORTION])
    return left


def _places(connection: Connection, decisions: Decisions) -> dict[str, Place]:
    """What the places that editors name are in this ledger."""
    wanted = {line.where for line in decisions.lines if line.where}
    if not wanted:
        return {}
    known = in_portions(connection, select(sources.c.name, sources.c.id), sources.c.name, wanted)
    by_source = {row.name: frozenset({row.id}) for row in known}
    names = {where: article_name(where, decisions.folder) for where in wanted}
    by_article = find_named(names, find_keyed(connection, names.values()))
    return {where: Place(by_source.get(where, frozenset()), by_article[where]) for where in wanted}


def _settle(connection: Connection, scopes: Scopes, names: Sequence[Row[Any]]) -> Counter[AliasKey]:
    by_id = {row.id: row for row in names}
    lock(connection, by_id)  # of two who move the same mentions, the second must find none
    uses = [(row, _key(by_id[row.entity_id], row, scopes)) for row in _uses(connection, by_id)]
    _move(connection, by_id, [(row, key) for row, key in uses if key[1] != by_id[row.entity_id].folded])
    left: Counter[AliasKey] = Counter()
    for row, key in uses:
        left[row.entity_id, bounded(row.text)] += row.counted if key[1] == by_id[row.entity_id].folded else 0
    return left


def _move(connection: Connection, names: Mapping[int, Row[Any]], moved: Sequence[tuple[Row[Any], EntityKey]]) -> None:
    if not moved:
        return
    rows = {key: entity_row(key, names[row.entity_id].name, scope=_scope(key)) for row, key in moved}
    ids = ensure(connection, entities, ["label", "folded"], rows)
    pairs = sorted({(row.entity_id, row.revision_id, ids[key]) for row, key in moved})
    for statement in MOVES:
        connection.execute(statement, [{"old": old, "at": at, "new": new} for old, at, new in pairs])
    count_aliases(connection, _counts((row, ids[key]) for row, key in moved))
    mark_days(connection, {row.revision_id for row, _ in moved})


def _uses(connection: Connection, ids: Iterable[int]) -> Iterator[Row[Any]]:
    """Each form of these names in each revision, with how many mentions count."""
    where = mentions.c.entity_id, mentions.c.revision_id, revisions.c.article_id, articles.c.source_id, mentions.c.text
    query = select(*where, COUNTED.label("counted")).select_from(
        mentions.join(processings, MADE)
        .join(revisions, revisions.c.id == mentions.c.revision_id)
        .join(articles, articles.c.id == revisions.c.article_id)
    )
    yield from connection.execute(query.where(mentions.c.entity_id.in_(list(ids))).group_by(*where))


def _key(name: Row[Any], use: Row[Any], scopes: Scopes) -> EntityKey:
    """The key of the name that these mentions belong to."""
    plain = name_of(name.folded)
    return scoped_key(name.label, plain, scopes.scope(name.label, plain, use.article_id, use.source_id))


def _scope(key: EntityKey) -> str | None:
    return key[1].removeprefix(name_of(key[1])).strip() or None


def _counts(moved: Iterable[tuple[Row[Any], int]]) -> AliasUses:
    """What has to be added to the names' counts: as much as is taken away."""
    counts = AliasUses()
    for row, new in moved:
        surface, revisions_ = bounded(row.text), int(row.counted > 0)
        counts.add((row.entity_id, surface), -row.counted, -revisions_)
        counts.add((new, surface), row.counted, revisions_)
    return counts
