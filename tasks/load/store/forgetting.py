"""An article taken down: all that the ledger knows of it, and taking that out of every table."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, and_, case, delete, func, or_, select, union, update

from schemas.records import Cause, Tombstone
from schemas.tables import (
    article_keys,
    articles,
    entities,
    entity_aliases,
    fetches,
    linkings,
    mentions,
    quarantine,
    quotes,
    raw_documents,
    revisions,
    sources,
)
from tasks.load.fold import bounded, fold, uri_hash
from tasks.load.rows import AliasKey, AliasUses
from tasks.load.store.days import mark_days, mark_days_of_names
from tasks.load.store.ledger import Ledger, tried_again
from tasks.load.store.results import count_aliases, named_in
from tasks.load.store.tombstones import put_up
from tasks.load.store.unlisting import unlist_places
from tasks.load.tombstones import NOWHERE, bytes_anywhere, bytes_digest, key_digest, page_of

SCOPE = "\n"  # between a name and the article in which alone it stands for something, as linking writes it
REMOVED = "forgotten"  # in the place of reasons, which may have words of the text


class Known(Struct, frozen=True):
    """What the ledger knows of one article, as far as taking it down needs it."""

    article_id: int
    source_id: int
    source: str
    headline: str | None
    keys: tuple[tuple[str, str], ...]  # kind, value
    places: frozenset[str]  # URIs that it was fetched from
    raws: Mapping[int, str]  # sha256 of the bytes that it was in, or that its places brought besides, by id
    own: frozenset[int]  # ids of those that it was in; the others gave no text: a consent wall, a server's error
    elsewhere: frozenset[int]  # ids of those others that came from other places as well
    sharers: Mapping[int, frozenset[int]]  # other articles that were in these bytes too
    owners: Mapping[int, str]  # the sources of those
    versions: tuple[int, ...]  # ids of its revisions
    fetches: int

    @property
    def kept(self) -> frozenset[str]:
        """sha256 of the bytes that have to stay, since others came with them."""
        return frozenset(self.raws[id_] for id_ in self.staying)

    @property
    def staying(self) -> frozenset[int]:
        """The ids of those."""
        return self.elsewhere | self.sharers.keys()

    @property
    def digests(self) -> set[str]:
        """By what it is known again: where other articles came with its bytes too, not by these in their sources."""
        keys = {key_digest(self.source, kind, value) for kind, value in self.keys}
        barred = {id_ for id_ in self.raws if id_ not in self.elsewhere and not self._has_sibling(id_)}
        here = {bytes_digest(self.source, self.raws[id_]) for id_ in barred}
        return keys | here | {bytes_anywhere(self.raws[id_]) for id_ in self.own - self.sharers.keys()}

    def _has_sibling(self, raw_id: int) -> bool:
        """Whether another article of its source came with these bytes."""
        return any(self.owners[other] == self.source for other in self.sharers.get(raw_id, ()))


@tried_again
def find_known(ledger: Ledger, article_id: int) -> Known:
    """What is known of an article that is there."""
    with ledger.read() as connection:
        return _known(connection, article_id)


def forget_article(ledger: Ledger, article_id: int, reason: str, now: datetime) -> Known:
    """Takes an article out of the ledger in one transaction, and says what was known of it.

    What counts documents stays, without saying which they were. After it, the names that are shown of entities have to
    be chosen and its days to be counted anew, and the database's files to be scrubbed.
    """
    with ledger.write() as connection:
        known = _known(connection, article_id)
        put_up(connection, Tombstone(known.source, Cause.FORGOTTEN, reason, now), known.digests)
        mark_days(connection, known.versions)
        unlist_places(connection, known.source_id, known.source, known.digests)
        uses, named = named_in(connection, known.versions), _entities(connection, known.versions)
        names = _names(connection, known.versions)
        _unname_fetches(connection, known)
        hashes = [uri_hash(uri) for uri in known.places]
        waiting = and_(quarantine.c.source_id == known.source_id, quarantine.c.uri_hash.in_(hashes))
        connection.execute(delete(quarantine).where(waiting))
        alone = known.raws.keys() - known.staying
        connection.execute(delete(raw_documents).where(raw_documents.c.id.in_(alone)))
        connection.execute(delete(articles).where(articles.c.id == article_id))
        _take_off(connection, uses, names, named)
    return known


def _known(connection: Connection, article_id: int) -> Known:
    own = select(articles.c.source_id, sources.c.name, revisions.c.headline).select_from(articles.join(sources))
    own = own.join(revisions, revisions.c.id == articles.c.current_revision_id, isouter=True)
    source_id, source, headline = connection.execute(own.where(articles.c.id == article_id)).one()
    keys = select(article_keys.c.kind, article_keys.c.value).where(article_keys.c.article_id == article_id)
    came = connection.scalars(select(fetches.c.uri).where(fetches.c.article_id == article_id))
    places = frozenset(each for uri in came for each in (uri, page_of(uri)))
    about = _about(article_id, source_id, places)
    versions = select(revisions.c.id).where(revisions.c.article_id == article_id).order_by(revisions.c.id)
    raws = raws_of(connection, [article_id], about)
    gave = frozenset(raws_of(connection, [article_id], fetches.c.article_id == article_id))
    sharers = sharers_of(connection, [article_id], raws)
    others = frozenset[int]().union(*sharers.values())
    owners = select(articles.c.id, sources.c.name).select_from(articles.join(sources)).where(articles.c.id.in_(others))
    return Known(
        article_id=article_id,
        source_id=source_id,
        source=source,
        headline=headline,
        keys=tuple(sorted((kind, value) for kind, value in connection.execute(keys))),
        places=places,
        raws=raws,
        own=gave,
        elsewhere=_elsewhere(connection, raws.keys() - gave, source_id, places),
        sharers=sharers,
        owners=dict(connection.execute(owners).tuples().all()),
        versions=tuple(connection.scalars(versions)),
        fetches=connection.scalar(select(func.coalesce(func.sum(fetches.c.times), 0)).where(about)) or 0,
    )


def _about(article_id: int, source_id: int, places: Collection[str]) -> ColumnElement[bool]:
    """Fetches of the article, and others from its places that brought none."""
    here = fetches.c.uri_hash.in_([uri_hash(uri) for uri in places])
    without = and_(fetches.c.article_id.is_(None), fetches.c.source_id == source_id, here)
    return or_(fetches.c.article_id == article_id, without)


def raws_of(connection: Connection, article_ids: Collection[int], about: ColumnElement[bool]) -> dict[int, str]:
    """sha256 of the bytes that these articles were in, by id; `about` says which fetches are theirs."""
    fetched = select(fetches.c.raw_document_id).where(about)
    first = select(revisions.c.raw_document_id).where(revisions.c.article_id.in_(article_ids))
    ids = connection.scalars(union(fetched, first)).all()
    found = select(raw_documents.c.id, raw_documents.c.sha256).where(raw_documents.c.id.in_(ids))
    return dict(connection.execute(found).tuples().all())


def sharers_of(
    connection: Connection, article_ids: Collection[int], raws: Collection[int]
) -> dict[int, frozenset[int]]:
    """Other articles that were in these bytes, too."""
    found: dict[int, frozenset[int]] = {}
    for table in (fetches, revisions):
        others = select(table.c.raw_document_id, table.c.article_id).distinct()
        others = others.where(table.c.raw_document_id.in_(raws), table.c.article_id.not_in(article_ids))
        for raw_id, other in connection.execute(others):
            found[raw_id] = found.get(raw_id, frozenset()) | {other}
    return found


def _elsewhere(
    connection: Connection, raws: Collection[int], source_id: int, places: Collection[str]
) -> frozenset[int]:
    """Those of these bytes, which gave no article, that other places brought too."""
    hashes = [uri_hash(uri) for uri in places]
    others = (
        select(table.c.raw_document_id).where(
            table.c.raw_document_id.in_(raws), or_(table.c.source_id != source_id, table.c.uri_hash.not_in(hashes))
        )
        for table in (fetches, quarantine)
    )
    return frozenset(connection.scalars(union(*others)))


def _unname_fetches(connection: Connection, known: Known) -> None:
    """That something was fetched stays, and how often; not what, and from where."""
    about = _about(known.article_id, known.source_id, known.places)
    had = fetches.c.document_reason
    change = update(fetches).where(about)
    reason, told = (case((each == "", ""), else_=REMOVED) for each in (fetches.c.reason, had))
    values = {"uri": NOWHERE, "uri_hash": uri_hash(NOWHERE), "reason": reason, "final_url": None}
    connection.execute(change.values(**values, document_reason=case((had.is_(None), None), else_=told)))


def _entities(connection: Connection, versions: Collection[int]) -> set[int]:
    """What is named in these revisions."""
    here = [select(column).where(table.c.revision_id.in_(versions)) for table, column in _NAMING]
    return {id_ for id_ in connection.scalars(union(*here)) if id_ is not None}


_NAMING = ((mentions, mentions.c.entity_id), (quotes, quotes.c.speaker_id))


def _names(connection: Connection, versions: Collection[int]) -> set[AliasKey]:
    """The names of things in these revisions, also in what does not count."""
    found = select(mentions.c.entity_id, mentions.c.text).where(mentions.c.revision_id.in_(versions)).distinct()
    return {(entity_id, bounded(surface)) for entity_id, surface in connection.execute(found)}


def _take_off(connection: Connection, uses: AliasUses, names: Collection[AliasKey], named: Collection[int]) -> None:
    """Names that nothing has any more go; what stands for one thing has to be found out anew, of all."""
    gone = AliasUses()
    for key in uses.mentions:
        gone.add(key, -uses.mentions[key], -uses.revisions[key])
    count_aliases(connection, gone)
    nowhere = _nowhere(connection, named)
    mark_days_of_names(connection, _standing_for(connection, nowhere))
    connection.execute(update(entities).where(entities.c.thing_id.in_(nowhere)).values(thing_id=None))
    connection.execute(delete(entities).where(entities.c.id.in_(nowhere)))
    for entity_id, surface in _unused(connection, names):
        own = and_(entity_aliases.c.entity_id == entity_id, entity_aliases.c.surface == surface)
        connection.execute(delete(entity_aliases).where(own))
    connection.execute(delete(linkings))


def _nowhere(connection: Connection, named: Collection[int]) -> set[int]:
    """Of these names, and what they were before linking gave the article names of its own, those that nothing has."""
    own = select(entities.c.label, entities.c.folded).where(entities.c.id.in_(named))
    plain = {(label, folded.partition(SCOPE)[0]) for label, folded in connection.execute(own)}
    alike = select(entities.c.id, entities.c.label, entities.c.folded).where(
        or_(*(entities.c.folded == folded for _, folded in plain), entities.c.id.in_(named))
    )
    found = {row.id for row in connection.execute(alike) if row.id in named or (row.label, row.folded) in plain}
    used = [select(column).where(column.in_(found)) for _, column in _NAMING]
    return found - set(connection.scalars(union(*used)))


def _standing_for(connection: Connection, things: Collection[int]) -> Sequence[int]:
    """The names that stand for these things."""
    return connection.scalars(select(entities.c.id).where(entities.c.thing_id.in_(things))).all()


def _unused(connection: Connection, names: Collection[AliasKey]) -> list[AliasKey]:
    """Names that stand nowhere any more; not the entity's own, which it has wherever it is named."""
    here = and_(mentions.c.entity_id == entity_aliases.c.entity_id, mentions.c.text == entity_aliases.c.surface)
    unused = select(entity_aliases.c.entity_id, entity_aliases.c.surface, entities.c.folded).join(entities)
    touched = entity_aliases.c.entity_id.in_({id_ for id_, _ in names})
    unused = unused.where(touched, entity_aliases.c.mentions <= 0)
    rows = connection.execute(unused.where(~select(mentions.c.entity_id).where(here).exists()))
    return [
        (id_, surface)
        for id_, surface, folded in rows
        if (id_, surface) in names and fold(surface) != folded.partition(SCOPE)[0]
    ]
