"""Places on the web that led to what was removed for good: not asked for any more, and with nothing of its text."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, Connection, and_, delete, select, update

from schemas.tables import fetches, places
from tasks.fetch.web.memory import Place
from tasks.load.fold import uri_hash
from tasks.load.store.tombstones import any_tombstones, forgotten_among
from tasks.load.tombstones import page_digests, page_of

AT_ONCE = 500  # places in one statement


def not_forgotten(connection: Connection, kept: Iterable[Place]) -> list[Place]:
    """Those places that do not lead to an article that was taken down, as far as their addresses and guids tell."""
    if not any_tombstones(connection):
        return list(kept)
    digests = {each: page_digests(each.source, each.url, each.guid) for each in kept}
    pages = {digest for each, several in digests.items() if each.role == "page" for digest in several}
    gone = forgotten_among(connection, pages)
    return [each for each, several in digests.items() if each.role != "page" or gone.isdisjoint(several)]


def unlist_places(connection: Connection, source_id: int, source: str, digests: Collection[str]) -> None:
    """Drops the places of a source that lead to an article with these digests."""
    own = select(places.c.id, places.c.url, places.c.guid).where(_pages(source_id))
    gone = [
        id_ for id_, url, guid in connection.execute(own) if not page_digests(source, url, guid).isdisjoint(digests)
    ]
    for start in range(0, len(gone), AT_ONCE):
        connection.execute(delete(places).where(places.c.id.in_(gone[start : start + AT_ONCE])))


def drop_entries(connection: Connection, article_ids: Collection[int]) -> None:
    """Takes away what feeds said of these articles."""
    came = select(fetches.c.source_id, fetches.c.uri).where(fetches.c.article_id.in_(article_ids)).distinct()
    for source_id, uri in connection.execute(came).all():
        here = and_(_pages(source_id), places.c.url_hash == uri_hash(page_of(uri)))
        connection.execute(update(places).where(here, places.c.entry.is_not(None)).values(entry=None))


def _pages(source_id: int) -> ColumnElement[bool]:
    return and_(places.c.source_id == source_id, places.c.role == "page")
