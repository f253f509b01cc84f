"""What is counted by the day, and the days that wait for it.

Rows are made from others and can be made again, a day at a time. They refer to sources, topics and entities without a
foreign key: looking each one up would make counting take longer, and keep those who link names waiting.
"""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Integer, Table

from schemas.tables.base import Id, metadata, needed, optional, row_id


def _daily(name: str, comment: str, *counted: Column[int], of_whom: tuple[str, ...]) -> Table:
    """A table of counts by day, source and something more, found by the day and by each of `of_whom`."""
    return Table(
        name,
        metadata,
        optional("day", Date, "published_on of the articles; null: they have no date"),
        needed("source_id", Id, "their source"),
        *counted,
        needed("of_articles", Integer, "all articles of the source that day, without stubs"),
        Index(None, "day"),
        *(Index(None, column, "day") for column in of_whom),
        comment=comment,
    )


topic_daily = _daily(
    "topic_daily",
    "articles a day, source and topic: what v_topic_daily shows",
    needed("topic_id", Id, "the topic"),
    needed("articles", Integer, "articles with the topic, after editors' decisions"),
    of_whom=("topic_id",),
)

entity_daily = _daily(
    "entity_daily",
    "articles and mentions a day, source and thing: what v_entity_daily shows",
    needed("entity_id", Id, "the thing"),
    needed("articles", Integer, "articles that mention it"),
    needed("mentions", Integer, "mentions in them"),
    of_whom=("entity_id",),
)

entity_pair_daily = _daily(
    "entity_pair_daily",
    "articles a day, source and pair of things: what v_entity_pair_daily shows, there from either side",
    needed("entity_id", Id, "one thing"),
    needed("other_id", Id, "the other, whose id is the larger one"),
    needed("articles", Integer, "articles in which both are prominent"),
    of_whom=("entity_id", "other_id"),
)

days_to_count = Table(
    "days_to_count",
    metadata,
    row_id(),
    optional("day", Date, "the day; null: articles without a date"),
    Index(None, "day"),
    comment="days on which what counts has changed since they were counted, once for every change",
)
