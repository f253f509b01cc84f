"""Articles renewed: what is active now has cleaned and tagged them again from the bytes that they came from.

The bytes are the same, so it is the same version of the article: its revision has another text from now on, and no new
one is made. What was found in a text that has not changed stays and counts, unless it was tagged again, too.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, delete, select, update

from schemas.records import CLEANER, Processors, Renewal, Renewed, Stale
from schemas.tables import articles, fetches, processings, revisions
from tasks.load.decide import content_hash
from tasks.load.rows import AliasKey, AliasUses, ProcessorIds, text_values
from tasks.load.store.days import mark_days
from tasks.load.store.halves import first_line, in_halves
from tasks.load.store.ledger import Ledger
from tasks.load.store.lookup import Holding, find_holdings
from tasks.load.store.results import (
    count_aliases,
    ensure_processors,
    named_in,
    store_cleaning,
    store_results_again,
)
from tasks.load.store.revisions import lock_articles
from tasks.load.store.search import kept_findable


def renew_batch(ledger: Ledger, renewals: Sequence[Renewal], processors: Processors) -> list[Renewed]:
    """Renews articles in one transaction, and says what became of each.

    An article whose current revision is another by now has been loaded in the meantime, and is left alone; so is one
    whose text was removed. One that the database refuses stays as it is, and its neighbours are renewed.
    """
    with ledger.write() as connection:
        processor_ids = ensure_processors(connection, processors)
        return in_halves(
            connection,
            renewals,
            lambda some: _renew(connection, ledger, some, processor_ids),
            lambda one, error: [Renewed(one.stale, failure=f"load: {first_line(error)}")],
        )


def _renew(
    connection: Connection, ledger: Ledger, renewals: Sequence[Renewal], processor_ids: ProcessorIds
) -> list[Renewed]:
    article_ids = {renewal.stale.article_id for renewal in renewals}
    lock_articles(connection, article_ids)
    holdings = find_holdings(connection, article_ids)
    removed = _removed(connection, renewals)
    standing = [
        each
        for each in renewals
        if _current(each.stale, holdings) == each.stale.revision_id and each.stale.revision_id not in removed
    ]
    changed = [each for each in standing if content_hash(each.article) != _held(each.stale, holdings).stored.current]
    if any(each.tags is None for each in changed):
        raise ValueError("its text has changed, but was not tagged")
    places = {each.stale.revision_id: _place(each, holdings) for each in standing}
    tagged = [(places[each.stale.revision_id], each.article, each.tags) for each in standing if each.tags is not None]
    before = named_in(connection, [revision_id for revision_id, _, _ in tagged])
    with kept_findable(connection, [each.stale.article_id for each in changed]):
        _rewrite(connection, [each for each in changed if _stays(each, places)])
        _move(connection, [each for each in changed if not _stays(each, places)], places)
    cleaned = {places[each.stale.revision_id]: each.article for each in standing}
    store_cleaning(connection, cleaned, processor_ids.of_all[CLEANER], ledger.timezone)
    names = store_results_again(connection, tagged, processor_ids)
    _count(connection, before, named_in(connection, [revision_id for revision_id, _, _ in tagged]), names)
    mark_days(connection, {*places, *places.values()})
    anew = {each.stale.article_id for each in changed}
    return [Renewed(each.stale, changed=each.stale.article_id in anew) for each in renewals]


def _removed(connection: Connection, renewals: Sequence[Renewal]) -> set[int]:
    """Revisions whose text was taken away since it was read."""
    ids = revisions.c.id.in_([each.stale.revision_id for each in renewals])
    return set(connection.scalars(select(revisions.c.id).where(ids, revisions.c.text_removed_at.is_not(None))))


def _held(stale: Stale, holdings: Mapping[int, Holding]) -> Holding:
    return holdings[stale.article_id]


def _current(stale: Stale, holdings: Mapping[int, Holding]) -> int | None:
    held = holdings.get(stale.article_id)
    return held.current if held else None


def _place(renewal: Renewal, holdings: Mapping[int, Holding]) -> int:
    """The revision that has the article's text, which may be an earlier one by now; else its own."""
    held = _held(renewal.stale, holdings)
    return held.revisions.get(content_hash(renewal.article), renewal.stale.revision_id)


def _stays(renewal: Renewal, places: Mapping[int, int]) -> bool:
    return places[renewal.stale.revision_id] == renewal.stale.revision_id


def _rewrite(connection: Connection, changed: Sequence[Renewal]) -> None:
    """Revisions get other texts, and lose what was found in those that they had."""
    ids = [each.stale.revision_id for each in changed]
    connection.execute(delete(processings).where(processings.c.revision_id.in_(ids)))
    for each in changed:
        change = update(revisions).where(revisions.c.id == each.stale.revision_id)
        connection.execute(change.values(text_values(each.article)))


def _move(connection: Connection, moved: Sequence[Renewal], places: Mapping[int, int]) -> None:
    """Articles go over to revisions that they have had, and so do the bytes that were read."""
    for each in moved:
        old, new = each.stale.revision_id, places[each.stale.revision_id]
        same_bytes = (fetches.c.revision_id == old) & (fetches.c.raw_document_id == each.stale.raw_document_id)
        appeared = select(revisions.c.appeared_at).where(revisions.c.id == old).scalar_subquery()
        connection.execute(update(fetches).where(same_bytes).values(revision_id=new))
        connection.execute(update(revisions).where(revisions.c.id == new).values(appeared_at=appeared))
        own = articles.c.id == each.stale.article_id
        connection.execute(update(articles).where(own).values(current_revision_id=new))


def _count(connection: Connection, before: AliasUses, after: AliasUses, names: Collection[AliasKey]) -> None:
    for key in {*before.mentions, *names}:
        after.add(key, -before.mentions[key], -before.revisions[key])
    count_aliases(connection, after)
