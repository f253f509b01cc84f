"""The views: the public contract for people who write SQL, the same on both databases.

A view says what counts now: the current revision of each article, and of each processor the results
that are current. Surrogate ids in them join views to each other and to tables, within one database.
Views are made anew whenever a database is brought up to date, so a change here needs a migration,
be it an empty one.
"""

from __future__ import annotations

from schemas.views import articles, claims, entities, sources, topics
from schemas.views.parts import FRAGMENTS, View

__all__ = ["VIEWS", "View", "create_statements", "drop_statements"]

VIEWS = (
    articles.ARTICLES,
    topics.ARTICLE_TOPICS,
    topics.OVERRIDES,
    topics.TOPIC_DAILY,
    entities.ENTITY_DAILY,
    entities.ENTITY_PAIR_DAILY,
    articles.REVISIONS,
    articles.SEARCH,
    entities.ENTITIES,
    entities.ENTITY_NAMES,
    entities.MENTIONS,
    claims.QUOTES,
    claims.FIGURES,
    articles.REMOVED,
    topics.UNTAGGED,
    sources.SOURCES,
    sources.BREACHES,
)

LISTS = {
    "authors": ("revision_authors", "name"),
    "keywords": ("revision_keywords", "keyword"),
    "agencies": ("revision_agencies", "name"),
}
SEARCH = {
    "sqlite": {"words": "revision_words.revision_words", "rowid": "revision_words.rowid"},
    "postgresql": {"words": "revision_words.words", "rowid": "revision_words.revision_id"},
}


def create_statements(dialect: str) -> list[str]:
    """DDL that makes every view on `dialect` (sqlite or postgresql)."""
    concat = "group_concat" if dialect == "sqlite" else "string_agg"
    lists = {key: _listed(concat, *parts) for key, parts in LISTS.items()}
    return [f"CREATE VIEW {view.name} AS\n{view.sql.format(**lists, **SEARCH[dialect], **FRAGMENTS)}" for view in VIEWS]


def _listed(concat: str, table: str, column: str) -> str:
    """One text of a revision's parts, in their order."""
    parts = f"SELECT {column} FROM {table} WHERE revision_id = revisions.id ORDER BY number"  # noqa: S608 -- our own names
    return f"(SELECT {concat}({column}, '; ') FROM ({parts}) AS parts)"  # noqa: S608 -- our own names


def drop_statements() -> list[str]:
    """DDL that takes every view away again."""
    return [f"DROP VIEW IF EXISTS {view.name}" for view in VIEWS]
