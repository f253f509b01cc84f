"""Articles tagged again: what is found stands beside what counts, until all of it takes its place in one transaction.

What ceases to count is kept until the next switch-over, so that it can be gone back to.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, and_, case, delete, distinct, func, or_, select, update

from schemas.records import CLEANER, Processors, Renewal, Renewed
from schemas.tables import mentions, processings, processors, revisions
from tasks.load.fold import bounded
from tasks.load.rows import AliasUses, ProcessorIds
from tasks.load.store.days import mark_days
from tasks.load.store.halves import first_line, in_halves
from tasks.load.store.ledger import Ledger
from tasks.load.store.lookup import find_processors
from tasks.load.store.results import count_aliases, ensure_processors, store_beside
from tasks.load.store.revisions import lock_articles
from tasks.load.store.stale import by_language, find_outdated

PORTION = 5_000  # revisions in one statement

COUNTS = processings.c.is_current
CLEANING = processings.c.processor_id.in_(select(processors.c.id).where(processors.c.name == CLEANER))
CAME = and_(COUNTS, processings.c.switched == "in")
WENT = and_(~COUNTS, processings.c.switched == "out")
MADE = and_(processings.c.revision_id == mentions.c.revision_id, processings.c.processor_id == mentions.c.processor_id)


def stage_batch(ledger: Ledger, tagged: Sequence[Renewal], taggers: Processors) -> list[Renewed]:
    """Stores what taggers found in articles over which they had not run, so that it does not count yet.

    What was found in a text that is another by now, or was removed, is dropped.
    """
    with ledger.write() as connection:
        ids = ensure_processors(connection, taggers)
        return in_halves(
            connection,
            tagged,
            lambda some: _stage(connection, some, ids),
            lambda one, error: [Renewed(one.stale, failure=f"load: {first_line(error)}")],
        )


def _stage(connection: Connection, tagged: Sequence[Renewal], ids: ProcessorIds) -> list[Renewed]:
    lock_articles(connection, {each.stale.article_id for each in tagged})
    ids_and_texts = select(revisions.c.id, revisions.c.content_hash)
    wanted = ids_and_texts.where(revisions.c.id.in_([each.stale.revision_id for each in tagged]))
    wanted = wanted.where(revisions.c.text_removed_at.is_(None))
    texts = dict(connection.execute(wanted).tuples().all())
    standing = [each for each in tagged if texts.get(each.stale.revision_id) == each.stale.text]
    found = [(each.stale.revision_id, each.article, each.tags) for each in standing if each.tags is not None]
    store_beside(connection, found, ids)
    return [Renewed(each.stale) for each in tagged]


def switch_over(ledger: Ledger, taggers: Processors, source: str | None = None) -> int:
    """Lets count what these taggers found, and nothing else, in all articles that they have tagged; returns how many.

    All in one transaction: whoever reads sees either what was, or what is. Articles that they have not tagged stay.
    """
    with ledger.write() as connection:
        ids = find_processors(connection, taggers.each)
        ready = [
            (revision_ids, [ids[each] for each in made_by if each in ids])
            for which, made_by in by_language(taggers)
            if (revision_ids := find_outdated(connection, which, made_by, ids, source))
        ]
        if ready:
            connection.execute(update(processings).where(processings.c.switched.is_not(None)).values(switched=None))
        for revision_ids, active in ready:
            ours = processings.c.processor_id.in_(active)
            _switch(connection, revision_ids, and_(COUNTS, ~ours, ~CLEANING), and_(~COUNTS, ours))
        return sum(len(revision_ids) for revision_ids, _ in ready)


def switch_back(ledger: Ledger) -> int:
    """Lets count again what did before the last switch-over, as far as it is kept; returns in how many articles.

    Done once more, it undoes itself.
    """
    marked = select(processings.c.revision_id).where(processings.c.switched.is_not(None)).distinct()
    with ledger.write() as connection:
        revision_ids = connection.scalars(marked.order_by(processings.c.revision_id)).all()
        _switch(connection, revision_ids, CAME, WENT)
        return len(revision_ids)


def drop_unused(ledger: Ledger, taggers: Processors) -> int:
    """Deletes, some at a time, what neither counts nor can be gone back to, and what no tagger of now has found.

    Returns of how many revisions.
    """
    with ledger.read() as connection:
        active = list(find_processors(connection, taggers.each).values())
    unused = and_(~COUNTS, processings.c.switched.is_(None), processings.c.processor_id.not_in(active))
    dropped, last = 0, 0
    while some := _some_with(ledger, and_(unused, processings.c.revision_id > last)):
        with ledger.write() as connection:
            connection.execute(delete(processings).where(unused, processings.c.revision_id.in_(some)))
        dropped, last = dropped + len(some), some[-1]
    return dropped


def _some_with(ledger: Ledger, condition: ColumnElement[bool]) -> Sequence[int]:
    ids = select(processings.c.revision_id).where(condition).distinct().order_by(processings.c.revision_id)
    with ledger.read() as connection:
        return connection.scalars(ids.limit(PORTION // 10)).all()


def _switch(
    connection: Connection, revision_ids: Sequence[int], leaving: ColumnElement[bool], coming: ColumnElement[bool]
) -> None:
    """Some of what counts in these revisions ceases to, and some of what does not begins to."""
    change = update(processings).values(switched=case((COUNTS, "out"), else_="in"), is_current=~COUNTS)
    uses = AliasUses()
    for some in _portions(revision_ids):
        here = processings.c.revision_id.in_(some)
        _lock(connection, some)
        _add(uses, connection, and_(here, leaving), -1)
        _add(uses, connection, and_(here, coming), 1)
        connection.execute(change.where(here, or_(leaving, coming)))
        mark_days(connection, some)
    count_aliases(connection, uses)


def _portions(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + PORTION] for start in range(0, len(ids), PORTION))


def _lock(connection: Connection, revision_ids: Collection[int]) -> None:
    lock_articles(
        connection, connection.scalars(select(revisions.c.article_id).where(revisions.c.id.in_(revision_ids))).all()
    )


def _add(uses: AliasUses, connection: Connection, these: ColumnElement[bool], sign: int) -> None:
    """How often each name stands for its entity in what these processings found."""
    named = mentions.c.entity_id, mentions.c.text
    query = select(*named, func.count(), func.count(distinct(mentions.c.revision_id))).join(processings, MADE)
    for entity_id, text, number, in_revisions in connection.execute(query.where(these).group_by(*named)):
        uses.add((entity_id, bounded(text)), sign * number, sign * in_revisions)
