"""Which article a document is a version of, by its keys. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from schemas.records import Document, Key
from tasks.load.fold import bounded, scrubbed

KINDS = ("guid", "url", "file")  # the strongest first


class ArticleKey(NamedTuple):
    """A key as the ledger stores it."""

    source_id: int
    kind: str
    value: str


def article_keys_of(source_id: int, document: Document) -> list[ArticleKey]:
    """The keys of a document in a form that can be indexed, the strongest first."""
    return [_stored_form(source_id, key) for key in document.keys]


def assign(documents: Sequence[Sequence[ArticleKey]], known: dict[ArticleKey, int]) -> list[int]:
    """An article for each document, given as its keys: an id, or for an article that is new a number below zero.

    The strongest key that is known decides. Documents of one batch that share a key are one article.
    """
    seen = dict(known)
    found = []
    for new, keys in enumerate(documents, 1):
        article = next((seen[key] for key in keys if key in seen), -new)
        for key in keys:
            seen.setdefault(key, article)
        found.append(article)
    return found


def distinct(documents: Iterable[Sequence[ArticleKey]]) -> list[ArticleKey]:
    """Every key once, in the order in which all writers take them."""
    return sorted({key for keys in documents for key in keys})


def strongest(owned: Iterable[tuple[ArticleKey, int]]) -> dict[int, ArticleKey]:
    """The key that each article is called by, given its keys in whatever order."""
    found: dict[int, ArticleKey] = {}
    for key, article in owned:
        found[article] = min(found.get(article, key), key, key=_strength)
    return found


def called(key: ArticleKey) -> str:
    """A key as the name of its article."""
    return f"{key.kind}:{key.value}"


def key_called(source_id: int, name: str) -> ArticleKey:
    """The key that is written so."""
    kind, _, value = name.partition(":")
    return ArticleKey(source_id, kind, value)


def _strength(key: ArticleKey) -> tuple[int, str]:
    return KINDS.index(key.kind), key.value


def _stored_form(source_id: int, key: Key) -> ArticleKey:
    return ArticleKey(source_id, key.kind, bounded(scrubbed(key.value)))
