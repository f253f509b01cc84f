"""JSON Feed as it comes."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from schemas.errors import InputError
from tasks.clean.parse import parse
from tasks.fetch.bounded import TooLargeError
from tasks.fetch.files import passed_over
from tasks.fetch.json_feeds import is_json_feed, read_json_feed, read_json_items
from tests.fetch.reading import documents, failures, read, write

FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Marport Gazette",
    "language": "de",
    "authors": [{"name": "Anna Weiß"}],
    "items": [
        {"id": 1, "url": "https://marport.example/1", "title": "One", "content_html": "<p>Der Hafen ist offen.</p>"},
        {"id": "2", "content_text": "The harbour is open.", "authors": [{"name": "Jo Brown"}], "language": "en"},
    ],
}
OLD = {
    "version": "https://jsonfeed.org/version/1",
    "author": {"name": "Anna Weiß"},
    "items": [{"id": "1", "summary": "The harbour is open.", "date_published": "2015-07-31T14:05:00+01:00"}],
}


def items(feed: object, most: int = 100) -> list[dict[str, object]]:
    return [json.loads(item) for item in read_json_feed(json.dumps(feed).encode(), most)]


def test_items_have_the_authors_and_the_language_of_the_feed_unless_they_have_their_own() -> None:
    first, second = items(FEED)
    assert (first["authors"], first["language"]) == ([{"name": "Anna Weiß"}], "de")
    assert (second["authors"], second["language"]) == ([{"name": "Jo Brown"}], "en")
    assert items(OLD)[0]["authors"] == [{"name": "Anna Weiß"}]


def test_a_file_is_a_feed_by_its_content(tmp_path: Path) -> None:
    path = write(tmp_path / "news" / "feed.json", json.dumps(FEED))
    write(tmp_path / "news" / "old.json.gz", gzip.compress(json.dumps(OLD, indent=1).encode()))
    write(tmp_path / "news" / "package.json", '{"name": "news", "version": "1.1"}')
    first, second, old = documents(read(tmp_path / "news"))
    assert first.uri == f"{path.as_uri()}#entry=1"
    article = parse(first)
    assert (article.url, article.kind) == ("https://marport.example/1", "html")
    assert (article.given.headline, article.given.authors, article.given.language) == ("One", ("Anna Weiß",), "de")
    assert parse(second).content == "The harbour is open."
    assert parse(old).content == "The harbour is open."
    assert passed_over(str(tmp_path)) == {".json": 1}


def test_items_from_the_web_have_names_and_addresses_that_are_strings() -> None:
    odd = {"id": 7, "url": ["https://a.example"], "title": {"en": "x"}, "content_text": "Text", "date_published": 2024}
    feed = {"items": [odd, "no object", {"id": {"a": 1}}, None]}
    lines = read_json_items(json.dumps(feed).encode(), 100)
    assert [json.loads(next(lines)) for _ in range(2)] == [{"id": "7", "content_text": "Text"}, {}]
    with pytest.raises(InputError, match="2 items of it cannot be read"):
        next(lines)


def test_json_that_is_no_feed_is_refused_by_name(tmp_path: Path) -> None:
    path = write(tmp_path / "package.json", '{"name": "news", "version": "1.1"}')
    with pytest.raises(InputError, match=r"cannot be read by its name; .*\.json if it is a JSON Feed"):
        read(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (json.dumps(FEED)[:-30], "is no JSON Feed: unterminated string"),
        (json.dumps({**FEED, "items": {}}), "is no JSON Feed: it has no list of items"),
        ('{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_feed_after_all_is_one_failure(tmp_path: Path, content: str, said: str) -> None:
    (failed,) = failures(read(write(tmp_path / "feed.json", content), max_bytes=1_000_000))
    assert said in failed.reason


def test_an_item_that_is_none_is_refused_where_it_is_parsed(tmp_path: Path) -> None:
    path = write(tmp_path / "feed.json", json.dumps({**OLD, "items": ["news", *OLD["items"]]}))
    first, second = documents(read(path))
    with pytest.raises(InputError, match="is not a JSON object"):
        parse(first)
    assert parse(second).content


def test_no_more_items_are_read_than_asked_for() -> None:
    reading = read_json_feed(json.dumps(FEED).encode(), 1)
    assert json.loads(next(reading))["title"] == "One"
    with pytest.raises(TooLargeError, match="has more than 1 entries"):
        next(reading)


@pytest.mark.parametrize(
    ("head", "known"),
    [
        (b'{"version":"https://jsonfeed.org/version/1"', True),
        (b'{"title": "x", "version" : "http:\\/\\/www.jsonfeed.org\\/version\\/1.1"', True),
        (b'{"version": "https://jsonfeed.org/version/2"', False),
        (b'{"home": "https://jsonfeed.org/version/1"', False),
    ],
)
def test_a_feed_says_that_it_is_one(head: bytes, known: bool) -> None:
    assert is_json_feed(head) is known
