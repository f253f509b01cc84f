"""Texts that were kept as long as their source allows: which they are, and taking them out.

What says that there was an article, and what it was about, stays: its keys, headline, authors and days, the number of
its words, its topics, names and figures. What goes is its text, all that quotes from it, and the bytes that it was in.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from msgspec import Struct
from sqlalchemy import Connection, delete, func, or_, select, update

from schemas.records import Tombstone
from schemas.tables import (
    articles,
    captions,
    credits_,
    fetches,
    quotes,
    raw_documents,
    removed_spans,
    revisions,
    sources,
    topic_evidence,
)
from tasks.load.store.forgetting import raws_of, sharers_of
from tasks.load.store.ledger import Ledger, tried_again
from tasks.load.store.scrubbing import overwriting
from tasks.load.store.search import kept_findable
from tasks.load.store.tombstones import put_up
from tasks.load.store.unlisting import drop_entries
from tasks.load.tombstones import bytes_digest

QUOTING = (captions, credits_, removed_spans, topic_evidence, quotes)


class Held(Struct, frozen=True):
    """The bytes that some articles were in."""

    alone: dict[int, str]  # sha256 by id
    barred: frozenset[str]  # sha256 of those that are not to be taken in again from their source
    shared: frozenset[str]  # sha256 of those with which others came, too


@tried_again
def find_expired(ledger: Ledger, source: str, before: datetime) -> list[int]:
    """Articles of a source of which no text newly appeared since `before`, and of which a text or bytes are there.

    Bytes that have to stay, since an article came with them whose text is there, are no reason.
    """
    latest = select(func.max(revisions.c.appeared_at)).where(revisions.c.article_id == articles.c.id).scalar_subquery()
    text = select(revisions.c.id).where(revisions.c.article_id == articles.c.id, revisions.c.text_removed_at.is_(None))
    other, theirs = fetches.alias("other"), revisions.alias("theirs")
    kept = (
        select(other.c.id)
        .join(theirs, theirs.c.article_id == other.c.article_id)
        .where(
            other.c.raw_document_id == fetches.c.raw_document_id,
            other.c.article_id != articles.c.id,
            theirs.c.text_removed_at.is_(None),
        )
    )
    held = select(fetches.c.id).where(
        fetches.c.article_id == articles.c.id, fetches.c.raw_document_id.is_not(None), ~kept.exists()
    )
    query = select(articles.c.id).join(sources).where(sources.c.name == source, latest < before)
    with ledger.read() as connection:
        return list(connection.scalars(query.where(or_(text.exists(), held.exists())).order_by(articles.c.id)))


@tried_again
def find_held(ledger: Ledger, article_ids: Collection[int], going: Collection[int]) -> Held:
    """The bytes that these articles were in.

    Args:
        ledger: which.
        article_ids: of the articles.
        going: of all articles whose texts are removed together with theirs: they share nothing with those.
    """
    with ledger.read() as connection:
        raws = raws_of(connection, article_ids, fetches.c.article_id.in_(article_ids))
        sharers = sharers_of(connection, article_ids, raws)
        staying = _with_text(connection, set[int]().union(*sharers.values()) - set(going))
        own = set(connection.scalars(select(articles.c.source_id).where(articles.c.id.in_(article_ids)).distinct()))
    shared = {id_ for id_, others in sharers.items() if others & staying.keys()}
    siblings = {id_ for id_ in shared if any(staying.get(other) in own for other in sharers[id_])}
    alone = {id_: sha256 for id_, sha256 in raws.items() if id_ not in shared}
    barred = frozenset(sha256 for id_, sha256 in raws.items() if id_ not in siblings)
    return Held(alone, barred, frozenset(raws[id_] for id_ in shared))


def _with_text(connection: Connection, article_ids: Collection[int]) -> dict[int, int]:
    """Those of these articles of which a text is there, with their sources' ids."""
    here = revisions.c.article_id.in_(article_ids), revisions.c.text_removed_at.is_(None)
    found = select(articles.c.id, articles.c.source_id).join(revisions, revisions.c.article_id == articles.c.id)
    return dict(connection.execute(found.where(*here)).tuples().all())


def expire_texts(ledger: Ledger, article_ids: Collection[int], held: Held, tombstone: Tombstone) -> None:
    """Takes the texts of these articles out of the ledger in one transaction, and the bytes that are theirs alone."""
    with ledger.write() as connection, overwriting(connection):
        versions = select(revisions.c.id).where(revisions.c.article_id.in_(article_ids))
        with kept_findable(connection, article_ids):
            change = update(revisions).where(revisions.c.article_id.in_(article_ids))
            connection.execute(change.values(standfirst=None, body="", text_removed_at=tombstone.removed_at))
        for table in QUOTING:
            connection.execute(delete(table).where(table.c.revision_id.in_(versions)))
        drop_entries(connection, article_ids)
        connection.execute(delete(raw_documents).where(raw_documents.c.id.in_(held.alone)))
        if held.barred:
            put_up(connection, tombstone, {bytes_digest(tombstone.source, each) for each in held.barred})
