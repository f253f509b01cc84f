"""Which article a document belongs to."""

from __future__ import annotations

from schemas.records import Document, Encoding, Key
from tasks.load.identify import ArticleKey, article_keys_of, assign, called, distinct, key_called, strongest

GUID, URL, FILE = ArticleKey(1, "guid", "7"), ArticleKey(1, "url", "u"), ArticleKey(1, "file", "f")


def test_the_strongest_known_key_decides() -> None:
    assert assign([[GUID, URL], [URL], [FILE]], {GUID: 10, URL: 20}) == [10, 20, -3]


def test_documents_of_a_batch_that_share_a_key_are_one_new_article() -> None:
    assert assign([[GUID, URL], [FILE], [URL, FILE]], {}) == [-1, -2, -1]


def test_keys_come_in_one_order() -> None:
    assert distinct([[URL, GUID], [GUID, FILE]]) == [FILE, GUID, URL]


def test_a_key_of_any_length_can_be_indexed() -> None:
    keys = (Key("url", "u" * 9_000), Key("file", "a\0b"))
    document = Document(keys, "text", "Text.", Encoding("utf-8", "detected", repaired=False))
    stored = article_keys_of(3, document)
    assert [(key.source_id, key.kind) for key in stored] == [(3, "url"), (3, "file")]
    assert len(stored[0].value) == 500
    assert stored[1].value == "a\ufffdb"


def test_an_article_is_called_by_the_strongest_of_its_keys_whichever_came_first() -> None:
    other = ArticleKey(1, "url", "a")
    keys = [(FILE, 1), (URL, 1), (other, 1), (GUID, 2), (URL, 2)]
    assert strongest(keys) == strongest(reversed(keys)) == {1: other, 2: GUID}
    assert key_called(1, called(ArticleKey(1, "guid", "a:b"))) == ArticleKey(1, "guid", "a:b")
