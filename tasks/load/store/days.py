"""Days on which what counts has changed: marked in the transaction that changes it, and counted anew by linking."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, insert, select

from schemas.tables import days_to_count, mentions, revisions

DAYS = select(revisions.c.published_on).distinct()
NAMED = DAYS.join(mentions, mentions.c.revision_id == revisions.c.id)


def mark_days(connection: Connection, revision_ids: Collection[int]) -> None:
    """The days of these revisions: they count from now on, count no longer, or have other results or another day."""
    if revision_ids:
        found = DAYS.where(revisions.c.id.in_(sorted(revision_ids)))
        connection.execute(insert(days_to_count).from_select(["day"], found))


def mark_days_of_names(connection: Connection, name_ids: Collection[int]) -> None:
    """The days of the revisions that have these names: they stand for another thing from now on."""
    if name_ids:
        found = NAMED.where(mentions.c.entity_id.in_(sorted(name_ids)))
        connection.execute(insert(days_to_count).from_select(["day"], found))
