"""Articles renewed: what is active now has cleaned and tagged them again from the bytes that they came from.

The bytes are the same, so it is the same version of the article: its revision has another text from now on, and no new
one is made. Of a text that has not changed, what others found stays, and no longer counts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, delete, select, update

from schemas.records import Processors, Renewal, Renewed, Stale
from schemas.tables import articles, fetches, processings, revisions
from tasks.load.decide import content_hash
from tasks.load.rows import AliasKey, AliasUses, ProcessorIds, text_values
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
from tasks.load.store.write import POISON, first_line

NO_RUN = 0


def renew_batch(ledger: Ledger, renewals: Sequence[Renewal], processors: Processors) -> list[Renewed]:
    """Renews articles in one transaction, and says what became of each.

    An article whose current revision is another by now has been loaded in the meantime, and is left alone. One that
    the database refuses stays as it is, and its neighbours are renewed.
    """
    with ledger.write() as connection:
        processor_ids = ensure_processors(connection, processors)
        return _renew_safely(connection, ledger, renewals, processor_ids)


def _renew_safely(
    connection: Connection, ledger: Ledger, renewals: Sequence[Renewal], processor_ids: ProcessorIds
) -> list[Renewed]:
    """Renews all at once; if the database refuses, halves the batch until the one that it refuses stands alone."""
    try:
        with connection.begin_nested():
            return _renew(connection, ledger, renewals, processor_ids)
    except POISON as error:
        if len(renewals) == 1:
            return [Renewed(renewals[0].stale, failure=f"load: {first_line(error)}")]
    middle = len(renewals) // 2
    halves = renewals[:middle], renewals[middle:]
    return [done for half in halves for done in _renew_safely(connection, ledger, half, processor_ids)]


def _renew(
    connection: Connection, ledger: Ledger, renewals: Sequence[Renewal], processor_ids: ProcessorIds
) -> list[Renewed]:
    article_ids = {renewal.stale.article_id for renewal in renewals}
    lock_articles(connection, article_ids)
    holdings = find_holdings(connection, NO_RUN, article_ids)
    standing = [each for each in renewals if _current(each.stale, holdings) == each.stale.revision_id]
    changed = [each for each in standing if content_hash(each.article) != _held(each.stale, holdings).stored.current]
    places = {each.stale.revision_id: _place(each, holdings) for each in standing}
    before = named_in(connection, places.values())
    with kept_findable(connection, [each.stale.article_id for each in changed]):
        _rewrite(connection, [each for each in changed if _stays(each, places)])
        _move(connection, [each for each in changed if not _stays(each, places)], places)
    found = [(places[each.stale.revision_id], each.article, each.tags) for each in standing]
    store_cleaning(
        connection, {id_: article for id_, article, _ in found}, processor_ids.of_all["clean"], ledger.timezone
    )
    names = store_results_again(connection, found, processor_ids)
    _count(connection, before, named_in(connection, places.values()), names)
    anew = {each.stale.article_id for each in changed}
    return [Renewed(each.stale, changed=each.stale.article_id in anew) for each in renewals]


def _held(stale: Stale, holdings: Mapping[int, Holding]) -> Holding:
    return holdings[stale.article_id]


def _current(stale: Stale, holdings: Mapping[int, Holding]) -> int | None:
    held = holdings.get(stale.article_id)
    return held.revisions[held.stored.current] if held and held.stored.current else None


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
