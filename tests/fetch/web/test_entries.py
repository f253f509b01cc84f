"""Entries of feeds as places."""

from __future__ import annotations

import json
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import InputError
from tasks.fetch.bounded import TooLargeError
from tasks.fetch.json_feeds import read_json_items
from tasks.fetch.web.entries import date_of, entries_of, entry_uri, has_text, is_page, only_date

FEED = "https://a.example/news/feed.xml"


def lines(*items: dict[str, str]) -> list[bytes]:
    return [json.dumps(item).encode() for item in items]


def test_an_entry_is_known_by_the_normal_address_of_its_page() -> None:
    (entry,) = entries_of(lines({"id": "1", "url": "../Story?utm_source=x&id=7#top", "title": "T"}), FEED)
    assert (entry.url, entry.guid, json.loads(entry.item)["url"]) == ("https://a.example/Story?id=7", "1", entry.url)
    assert is_page(entry.url)


def test_an_entry_without_an_address_is_known_by_its_guid_or_else_by_what_it_says() -> None:
    one, other = entries_of(lines({"id": "a/1", "title": "T"}, {"title": "U", "url": "javascript:alert(1)"}), FEED)
    assert one.url == f"{FEED}#entry=a%2F1"
    assert other.url.startswith(f"{FEED}#entry=")
    assert not is_page(one.url)
    assert entry_uri(one.url) == one.url
    assert "url" not in json.loads(other.item)


def test_dates_do_not_change_what_an_entry_says() -> None:
    said = {"id": "1", "url": "/a", "title": "T"}
    (one,), (other,), (third,) = (
        entries_of(lines(each), FEED)
        for each in (said, {**said, "date_published": "2024-09-12"}, {**said, "title": "U"})
    )
    assert one.hash == other.hash != third.hash


def test_what_is_there_twice_is_there_once_the_first_counting() -> None:
    found = entries_of(lines({"id": "1", "url": "/a", "title": "T"}, {"id": "1", "url": "/a", "title": "U"}), FEED)
    assert [json.loads(each.item)["title"] for each in found] == ["T"]


def test_an_address_that_several_stories_share_is_not_theirs() -> None:
    found = entries_of(lines({"id": "1", "url": "/", "title": "T"}, {"id": "2", "url": "/", "title": "U"}), FEED)
    assert [each.url for each in found] == [f"{FEED}#entry=1", f"{FEED}#entry=2"]


def test_a_guid_that_several_pages_share_names_none() -> None:
    found = entries_of(lines({"id": "0", "url": "/a", "title": "T"}, {"id": "0", "url": "/b", "title": "U"}), FEED)
    assert [(each.url, each.guid) for each in found] == [("https://a.example/a", None), ("https://a.example/b", None)]


def test_text_is_markup_or_plain_and_not_blank() -> None:
    assert has_text('{"content_html": "<p>Hi</p>"}')
    assert has_text('{"content_text": "Hi"}')
    assert not has_text('{"content_html": " ", "title": "T"}')


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
NAMES = ["id", "url", "title", "content_html", "content_text", "date_published", "authors", "external_url"]
ITEMS = st.lists(st.dictionaries(st.sampled_from(NAMES), VALUES) | VALUES, max_size=5)


@given(ITEMS, st.dictionaries(st.sampled_from(["author", "authors", "language"]), VALUES))
def test_whatever_a_json_feed_holds_its_entries_are_places_or_one_sentence(items: list[object], feed: object) -> None:
    assert isinstance(feed, dict)
    found: list[bytes] = []
    with suppress(InputError, TooLargeError):
        found.extend(read_json_items(json.dumps({**feed, "items": items}).encode(), 4))
    for entry in entries_of(found, FEED):
        assert json.loads(entry.item) or entry.item == "{}"
        assert entry.url.startswith(("http://", "https://"))
        assert has_text(entry.item) in (True, False)
        assert (date_of(entry.item) is None) is (only_date(entry.item) is None)
