"""The articles that a topic's model is learned from, some at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, Select, and_, func, select

from schemas.records import Article
from schemas.tables import articles, overrides, revisions, topics
from tasks.link.topic_lessons import Candidate
from tasks.load.store import Ledger

AT_ONCE = 500
READ = 20_000  # characters of a body; topics are not read further down, unless their files say so


def read_candidates(ledger: Ledger, topic: str) -> Iterator[Candidate]:
    """The current text of every article, and what an editor has decided about the topic in it."""
    last = 0
    while rows := _read(ledger, topic, last):
        yield from map(_candidate, rows)
        last = rows[-1].id


def _read(ledger: Ledger, topic: str, after: int) -> list[Row[Any]]:
    with ledger.read() as connection:
        return list(connection.execute(_query(topic).where(articles.c.id > after).limit(AT_ONCE)))


def _query(topic: str) -> Select[Any]:
    asked = select(topics.c.id).where(topics.c.name == topic).scalar_subquery()
    decided = and_(overrides.c.article_id == articles.c.id, overrides.c.topic_id == asked)
    current = articles.join(revisions, revisions.c.id == articles.c.current_revision_id)
    text = revisions.c.headline, revisions.c.standfirst, func.substr(revisions.c.body, 1, READ).label("body")
    columns = articles.c.id, *text, revisions.c.language, overrides.c.action
    return select(*columns).select_from(current.outerjoin(overrides, decided)).order_by(articles.c.id)


def _candidate(row: Row[Any]) -> Candidate:
    article = Article(body=row.body, headline=row.headline, standfirst=row.standfirst, language=row.language)
    return Candidate(str(row.id), article, None if row.action is None else row.action == "add")
