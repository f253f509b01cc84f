"""The entries of a feed as places to be asked for. Pure."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urljoin

from msgspec import Struct

from tasks.fetch.urls import normalise_url

DATES = ("date_published", "date_modified")  # a feed that gives its entries other dates has not changed them
TEXT = ("content_html", "content_text", "summary")
PART = "#entry"  # what an entry's own text is called by, after the address of its page

Item = dict[str, Any]


class Entry(Struct, frozen=True):
    """An entry: where its page is, or what it is called if it has none of its own, and what the feed says."""

    url: str
    guid: str | None
    item: str  # as an item of JSON Feed
    hash: str  # of what it says but for its dates


def entries_of(lines: Iterable[bytes], feed_url: str) -> list[Entry]:
    """The entries that a feed reader gave; those that are there twice, once.

    A guid that several pages share names none of them, and an address that several entries share is not theirs.
    """
    items = [_with_address(json.loads(line), feed_url) for line in lines]
    pages, stories = defaultdict(set), defaultdict(set)
    for item in items:
        pages[item.get("id")].add(item.get("url"))
        stories[item.get("url")].add((item.get("id"), item.get("title")))
    shared_guids = {guid for guid, urls in pages.items() if len(urls) > 1}
    shared_urls = {url for url, found in stories.items() if len({guid for guid, _ in found}) > 1 < len(_titles(found))}
    found = (_entry(item, feed_url, shared_guids, shared_urls) for item in items)
    return list({entry.url: entry for entry in reversed(list(found))}.values())[::-1]


def is_page(url: str) -> bool:
    """Whether a place can be asked for; an entry without a page cannot."""
    return PART not in url


def has_text(item: str) -> bool:
    """Whether the feed has some text of an entry."""
    said = json.loads(item)
    return any(str(said.get(name) or "").strip() for name in TEXT)


def date_of(item: str) -> str | None:
    """When an entry was published, as the feed has it."""
    said = json.loads(item).get(DATES[0])
    return said if isinstance(said, str) and said else None


def only_date(item: str) -> str | None:
    """What is remembered of an entry once its page was had: the page may change, and need a date again."""
    return dated(None, date_of(item))


def dated(item: str | None, date: str | None) -> str | None:
    """An entry, with this date if it has none of its own; without an entry, one of which nothing else is known."""
    if not date or (item and date_of(item)):
        return item
    return json.dumps({**json.loads(item or "{}"), DATES[0]: date}, ensure_ascii=False)


def _titles(stories: Iterable[tuple[object, object]]) -> set[object]:
    return {title for _, title in stories}


def _with_address(item: Item, feed_url: str) -> Item:
    """Its address made whole and normal; taken away if it is none of the web."""
    given = str(item.pop("url", None) or "")
    try:
        url = normalise_url(urljoin(feed_url, given)) if given else None
    except ValueError:
        url = None
    return {**item, "url": url} if url else item


def _entry(item: Item, feed_url: str, shared_guids: set[object], shared_urls: set[object]) -> Entry:
    if item.get("url") in shared_urls:
        item = {name: value for name, value in item.items() if name != "url"}
    if item.get("id") in shared_guids:
        item = {name: value for name, value in item.items() if name != "id"}
    said = _hash({name: value for name, value in item.items() if name not in DATES})
    guid = str(item["id"]) if item.get("id") else None
    url = item.get("url") or f"{feed_url}{PART}={quote(guid or said[:32], safe='')}"
    return Entry(url, guid, json.dumps(item, ensure_ascii=False), said)


def _hash(item: Item) -> str:
    return hashlib.sha256(json.dumps(item, sort_keys=True).encode()).hexdigest()


def entry_uri(url: str) -> str:
    """What the document is called that is made of an entry's own text."""
    return url if PART in url else f"{url}{PART}"
