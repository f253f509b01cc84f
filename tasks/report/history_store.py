"""Every version of an article, read back with what was found in it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, select

from schemas.tables import articles, processings, processors, revisions
from tasks.load.store import Ledger
from tasks.report.changes import Version
from tasks.report.names_store import find_article
from tasks.report.store import read_tags

MOST = 100  # versions that are read: a live blog may have hundreds


def read_versions(ledger: Ledger, asked: str, folder: Path) -> list[Version]:
    """The versions of the article that `asked` names, the first one first; of very many the last ones.

    Raises:
        InputError: no article has that name, or several have; says which are near, or which they are.
    """
    with ledger.read() as connection:
        article_id = find_article(connection, asked, folder)
        current = connection.scalar(select(articles.c.current_revision_id).where(articles.c.id == article_id))
        own = select(revisions).where(revisions.c.article_id == article_id)
        rows = connection.execute(own.order_by(revisions.c.number.desc()).limit(MOST)).all()
        return [
            Version(
                number=row.number,
                is_current=row.id == current,
                appeared_at=row.appeared_at,
                headline=row.headline,
                standfirst=row.standfirst,
                body=row.body,
                tags=read_tags(connection, row.id),
                made_by=_made_by(connection, row.id),
            )
            for row in reversed(rows)
        ]


def _made_by(connection: Connection, revision_id: int) -> frozenset[tuple[str, str, str]]:
    query = select(processors.c.name, processors.c.version, processors.c.config_hash).join(processings)
    counting = query.where(processings.c.revision_id == revision_id, processings.c.is_current)
    return frozenset((name, version, config) for name, version, config in connection.execute(counting))
