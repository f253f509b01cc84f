"""What a search looks into: the words of each article's current revision, and of no other.

On SQLite a full-text table (FTS5) that keeps no text of its own, so that a text has to be handed over again when it
leaves; on PostgreSQL a table of `tsvector`s. When a revision is deleted, the database itself takes its words out.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

from tasks.load.words import vector

# by dialect; `:articles` are their ids, on SQLite as JSON
LEAVE = {
    "sqlite": """\
INSERT INTO revision_words (revision_words, rowid, headline, standfirst, body)
SELECT 'delete', revisions.id, headline, standfirst, body
FROM articles JOIN revisions ON revisions.id = articles.current_revision_id
WHERE articles.id IN (SELECT value FROM json_each(:articles))
  AND EXISTS (SELECT 1 FROM revision_words_docsize AS held WHERE held.id = revisions.id)""",
    "postgresql": """\
DELETE FROM revision_words USING articles
WHERE revision_id = articles.current_revision_id AND articles.id = ANY(:articles)""",
}
ENTER_SQLITE = """\
INSERT INTO revision_words (rowid, headline, standfirst, body)
SELECT revisions.id, headline, standfirst, body
FROM articles JOIN revisions ON revisions.id = articles.current_revision_id
WHERE articles.id IN (SELECT value FROM json_each(:articles))"""
TEXTS = """\
SELECT revisions.id, headline, standfirst, body
FROM articles JOIN revisions ON revisions.id = articles.current_revision_id
WHERE articles.id = ANY(:articles)"""
ENTER_POSTGRESQL = """\
INSERT INTO revision_words (revision_id, words)
SELECT id, CAST(vector AS tsvector) FROM unnest(CAST(:ids AS bigint[]), CAST(:vectors AS text[])) AS new(id, vector)"""


@contextmanager
def kept_findable(connection: Connection, changing: Collection[int], new: Collection[int] = ()) -> Iterator[None]:
    """Whatever becomes of these articles' current texts within, a search finds what they are after it.

    Args:
        connection: writes.
        changing: articles that have a current text, by their ids.
        new: articles that have none yet.
    """
    if changing:
        connection.execute(text(LEAVE[connection.dialect.name]), _wanted(connection, changing))
    yield
    if changing or new:
        _enter(connection, _wanted(connection, {*changing, *new}))


def _wanted(connection: Connection, article_ids: Collection[int]) -> dict[str, object]:
    ids = sorted(article_ids)
    return {"articles": json.dumps(ids) if connection.dialect.name == "sqlite" else ids}


def _enter(connection: Connection, wanted: dict[str, object]) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(text(ENTER_SQLITE), wanted)
        return
    found = connection.execute(text(TEXTS), wanted).all()
    values = {"ids": [row[0] for row in found], "vectors": [vector(row[1:]) for row in found]}
    connection.execute(text(ENTER_POSTGRESQL), values)
