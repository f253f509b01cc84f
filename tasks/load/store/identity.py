"""Sources and articles found, or made, for the documents of a batch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from sqlalchemy import Connection, bindparam, select, update

from schemas.records import Article, Loaded, RawDocument
from schemas.tables import article_keys, articles, sources
from tasks.load.batch import Candidate, Settled
from tasks.load.decide import LoadItem, content_hash
from tasks.load.fold import scrubbed, uri_hash
from tasks.load.identify import ArticleKey, article_keys_of, assign, called, distinct, key_called, strongest
from tasks.load.places import Shown
from tasks.load.store.bulk import UNLESS_THERE, ensure, find_ids, insert
from tasks.load.store.halves import OvertakenError
from tasks.load.store.lookup import find_articles


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

    Who comes second with the same keys waits until the first has committed.

    Raises:
        OvertakenError: then they may have claimed some of the keys and not others.
    """
    keys = [document.keys for document in documents]
    known = find_articles(connection, distinct(keys))
    found = assign(keys, known)
    unknown = [key for key in distinct(keys) if key not in known]
    if not unknown:
        return found
    made = _make_articles(connection, documents, found)
    free = set(unknown)
    owners = {key: made.get(number, number) for key, number in _owners(keys, found).items() if key in free}
    insert(connection, article_keys, [(*key, owners[key]) for key in unknown], UNLESS_THERE)
    if find_articles(connection, unknown) != owners:
        raise OvertakenError
    _call_anew(connection, {key: id_ for key, id_ in owners.items() if id_ in found})
    return [made.get(number, number) for number in found]


def _make_articles(connection: Connection, documents: Sequence[Keyed], found: Sequence[int]) -> dict[int, int]:
    """Articles for the numbers below zero in `found`: their ids, by that number."""
    new = [(number, document) for number, document in zip(found, documents, strict=True) if number < 0]
    first = {number: document.item.raw.fetched_at for number, document in reversed(new)}
    names = strongest((key, number) for number, document in new for key in document.keys)
    keys = {number: (key.source_id, called(key)) for number, key in names.items()}
    ids = ensure(connection, articles, ["source_id", "key"], {keys[n]: (*keys[n], None, None, first[n]) for n in keys})
    return {number: ids[key] for number, key in keys.items()}


def _owners(documents: Sequence[Sequence[ArticleKey]], found: Sequence[int]) -> dict[ArticleKey, int]:
    owners: dict[ArticleKey, int] = {}
    for keys, number in zip(documents, found, strict=True):
        for key in keys:
            owners.setdefault(key, number)
    return owners


def _call_anew(connection: Connection, gained: Mapping[ArticleKey, int]) -> None:
    """Articles that have come to further keys are called by the strongest of all, whichever came first."""
    if not gained:
        return
    held = select(articles.c.id, articles.c.source_id, articles.c.key).where(articles.c.id.in_(gained.values()))
    before = {id_: (source_id, name) for id_, source_id, name in connection.execute(held)}
    known = [(key_called(source_id, name), id_) for id_, (source_id, name) in before.items()]
    names = {id_: called(key) for id_, key in strongest([*known, *gained.items()]).items()}
    changes = [{"article": id_, "name": names[id_]} for id_ in sorted(names) if names[id_] != before[id_][1]]
    if changes:
        change = update(articles).where(articles.c.id == bindparam("article")).values(key=bindparam("name"))
        connection.execute(change, changes)


def in_order(
    items: Sequence[LoadItem],
    documents: Sequence[Keyed],
    article_ids: Sequence[int],
    source_ids: Mapping[str, int],
    texts: Mapping[int, Shown],
) -> list[Candidate | Settled]:
    """All documents of a batch with what deciding needs; `texts` are those of revisions that they may show, by id."""
    fit = {each.index: (each, article_id) for each, article_id in zip(documents, article_ids, strict=True)}
    found: list[Candidate | Settled] = []
    for index, item in enumerate(items):
        address = source_ids[scrubbed(item.raw.source)], uri_hash(item.raw.uri)
        if index in fit:
            document, article_id = fit[index]
            text = content_hash(document.article)
            found.append(Candidate(index, item, document.article, article_id, text, address))
        else:
            found.append(Settled(item, address, _shown(item, texts)))
    return found


def _shown(item: LoadItem, texts: Mapping[int, Shown]) -> Shown | None:
    revision_id = item.result.revision_id if isinstance(item.result, Loaded) else None
    return texts.get(revision_id) if revision_id else None
