"""Asking the database for the articles that a search wants, the latest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from msgspec import Struct
from sqlalchemy import Connection, Date, text

from schemas.errors import InputError
from schemas.wording import nearest
from tasks.load.fold import scrubbed
from tasks.load.store import Ledger
from tasks.report.finding import Found, Hits
from tasks.report.wanted import Wanted, for_postgresql, for_sqlite

ROWS_AT_ONCE = 100  # a row has a whole article

EVERY = 2**62

# By dialect, the articles that have the words. SQLite by itself would sort all of them; so it goes through the articles
# from the latest on, and stops when there are enough. PostgreSQL finds out by itself what is quicker.
COUNT = {
    "sqlite": "SELECT count(*) FROM revision_words WHERE revision_words MATCH :wanted",
    "postgresql": "SELECT count(*) FROM v_search WHERE words @@ CAST(:wanted AS tsquery)",
}
ARTICLES = {
    "sqlite": """\
(SELECT articles.id AS article_id, revisions.id AS revision_id, sources.name AS source, articles.key, revisions.kind,
        revisions.published_on, revisions.published_at, revisions.headline, revisions.standfirst, revisions.body
 FROM revisions INDEXED BY ix_revisions_published_on
 CROSS JOIN articles ON articles.current_revision_id = revisions.id
 CROSS JOIN sources ON sources.id = articles.source_id)
WHERE +revision_id IN (SELECT rowid FROM revision_words WHERE revision_words MATCH :wanted)""",
    "postgresql": "v_search WHERE words @@ CAST(:wanted AS tsquery)",
}
CONDITIONS = {
    "source": "source = :source",
    "topic": "article_id IN (SELECT article_id FROM v_article_topics WHERE topic = :topic)",
    "since": "published_on >= :since",
    "until": "published_on <= :until",
}


NAMES = {"source": "SELECT source FROM v_sources", "topic": "SELECT DISTINCT topic FROM v_article_topics"}
LATEST = """\
SELECT article_id, published_on, source, kind, headline, standfirst, body
FROM {articles}
ORDER BY published_on DESC NULLS LAST, published_at DESC NULLS LAST, source, key
LIMIT :limit"""


class Window(Struct, frozen=True):
    """Which articles a search looks at; None for all."""

    source: str | None = None
    topic: str | None = None
    since: date | None = None  # articles without a date are not within days
    until: date | None = None


@contextmanager
def search(ledger: Ledger, wanted: Wanted, window: Window, limit: int | None = None) -> Iterator[Hits]:
    """The latest articles that have what is wanted, at most `limit` of them.

    Raises:
        InputError: there is no such source or topic.
    """
    with ledger.read() as connection:
        yield _ask(connection, wanted, window, limit)


def _ask(connection: Connection, wanted: Wanted, window: Window, limit: int | None) -> Hits:
    dialect, given = connection.dialect.name, _given(window)
    sought = for_sqlite(wanted) if dialect == "sqlite" else for_postgresql(wanted)
    values = {"wanted": sought, "limit": EVERY if limit is None else limit, **given}
    articles = " AND ".join([ARTICLES[dialect], *(CONDITIONS[name] for name in given)])
    count = f"SELECT count(*) FROM {articles}" if given else COUNT[dialect]  # noqa: S608 -- our own words
    in_all = connection.scalar(text(count), values) or 0
    if not in_all:
        _check_names(connection, given)
    latest = text(LATEST.format(articles=articles)).columns(published_on=Date)
    rows = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(latest, values)
    return Hits(in_all, (Found(*row) for row in rows))


def _given(window: Window) -> dict[str, str]:
    """The conditions that count, with their values."""
    found = {name: getattr(window, name) for name in CONDITIONS}
    return {name: scrubbed(str(value)) for name, value in found.items() if value is not None}


def _check_names(connection: Connection, given: Mapping[str, str]) -> None:
    for what, query in NAMES.items():
        if what in given:
            names = connection.scalars(text(query)).all()
            if given[what] not in names:
                raise InputError(f"no {what} of the ledger is called {given[what]!r}{nearest(given[what], names)}")
