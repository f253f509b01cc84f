"""Sources and articles found, or made, for the documents of a batch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from msgspec import Struct
from sqlalchemy import Connection, delete, select

from schemas.records import Article, RawDocument
from schemas.tables import article_keys, articles, sources
from tasks.load.batch import Candidate
from tasks.load.decide import LoadItem, content_hash
from tasks.load.fold import scrubbed, uri_hash
from tasks.load.identify import ArticleKey, article_keys_of, assign, distinct
from tasks.load.store.bulk import UNLESS_THERE, ensure, find_ids, insert
from tasks.load.store.lookup import find_articles, last_here


class Keyed(Struct, frozen=True):
    """A document that may become a revision, with its keys."""

    index: int  # in the batch
    item: LoadItem
    article: Article
    keys: list[ArticleKey]


def guess_sources(connection: Connection, raws: Collection[RawDocument]) -> dict[str, int]:
    """The ids of the documents' sources, by name; a number below zero for one that the ledger does not have."""
    names = {scrubbed(raw.source) for raw in raws}
    found = find_ids(connection, sources, ["name"], {(name,) for name in names})
    return {name: found.get((name,), -place) for place, name in enumerate(sorted(names), 1)}


def ensure_sources(connection: Connection, names: Iterable[str], now: datetime) -> dict[str, int]:
    """The ids of sources, by name."""
    rows = {(name,): (name, now) for name in map(scrubbed, names)}
    return {name: id_ for (name,), id_ in ensure(connection, sources, ["name"], rows).items()}


def keyed(items: Sequence[LoadItem], fit: Collection[int], source_ids: dict[str, int]) -> list[Keyed]:
    """The documents at the indices in `fit`, with their keys."""
    found = []
    for index in fit:
        item = items[index]
        if isinstance(item.result, Article) and item.document:
            keys = article_keys_of(source_ids[scrubbed(item.raw.source)], item.document)
            found.append(Keyed(index, item, item.result, keys))
    return found


def guess_articles(connection: Connection, documents: Sequence[Keyed]) -> list[int]:
    """The article of each document; a number below zero for one that the ledger does not have."""
    keys = [document.keys for document in documents]
    return assign(keys, find_articles(connection, distinct(keys)))


def claim_articles(connection: Connection, documents: Sequence[Keyed]) -> list[int]:
    """The article of each document; those that are new are made.

    Who comes second with the same keys waits until the first has committed, and finds its articles.
    """
    keys = [document.keys for document in documents]
    known = find_articles(connection, distinct(keys))
    found = assign(keys, known)
    unknown = [key for key in distinct(keys) if key not in known]
    if not unknown:
        return found
    made = _make_articles(connection, documents, found)
    insert(connection, article_keys, _key_rows(keys, found, made, unknown), UNLESS_THERE)
    settled = find_articles(connection, distinct(keys))
    _remove(connection, set(made.values()) - set(settled.values()))
    return assign(keys, settled)


def _make_articles(connection: Connection, documents: Sequence[Keyed], found: Sequence[int]) -> dict[int, int]:
    """Articles for the numbers below zero in `found`: their ids, by that number."""
    first = {number: document for number, document in reversed(list(zip(found, documents, strict=True))) if number < 0}
    keys = {number: (document.keys[0].source_id, _name(document.keys[0])) for number, document in first.items()}
    rows = {key: (*key, None, None, first[number].item.raw.fetched_at) for number, key in keys.items()}
    ids = ensure(connection, articles, ["source_id", "key"], rows)
    return {number: ids[key] for number, key in keys.items()}


def _name(key: ArticleKey) -> str:
    return f"{key.kind}:{key.value}"


def _key_rows(
    documents: Sequence[Sequence[ArticleKey]],
    found: Sequence[int],
    made: dict[int, int],
    unknown: Collection[ArticleKey],
) -> list[tuple[int, str, str, int]]:
    owners: dict[ArticleKey, int] = {}
    for keys, number in zip(documents, found, strict=True):
        for key in keys:
            owners.setdefault(key, made.get(number, number))
    return [(*key, owners[key]) for key in unknown]


def _remove(connection: Connection, ids: set[int]) -> None:
    """Takes back articles whose keys somebody else was faster to claim."""
    if ids:
        kept = select(article_keys.c.article_id)
        connection.execute(delete(articles).where(articles.c.id.in_(ids), articles.c.id.not_in(kept)))


def candidates(
    connection: Connection, documents: Sequence[Keyed], article_ids: Sequence[int], source_ids: dict[str, int]
) -> list[Candidate]:
    """The documents with all that deciding needs."""
    places = [
        (source_ids[scrubbed(document.item.raw.source)], uri_hash(document.item.raw.uri)) for document in documents
    ]
    last = last_here(connection, places)
    found = []
    for document, article_id, place in zip(documents, article_ids, places, strict=True):
        here = last.get(place)
        text = here.text if here and here.article_id == article_id else None
        digest = content_hash(document.article)
        found.append(Candidate(document.index, document.item, document.article, article_id, digest, text))
    return found
