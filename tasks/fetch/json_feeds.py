"""JSON Feed (https://jsonfeed.org/version/1.1, and 1) as it comes: which files are one, and its items."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from schemas.counted import counted
from schemas.errors import InputError
from tasks.fetch.bounded import TooLargeError
from tasks.fetch.feeds import too_many

VERSION = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version\\?/1')
HEAD = 1 << 16  # bytes of a file in which it says that it is one
OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{")  # how one begins, and no other feed does
STRINGS = {"id", "url", "title", "content_html", "content_text", "summary", "date_published", "date_modified"}
Item = dict[str, object]


def is_json_feed(head: bytes) -> bool:
    """Whether a JSON file that begins like that is a feed."""
    return bool(VERSION.search(head[:HEAD]))


def read_json_feed(content: bytes, most: int) -> Iterator[bytes]:
    """Each of the first `most` items as a JSON object on one line, with the authors and language of the whole feed.

    Raises:
        InputError: it is no feed; one sentence.
        TooLargeError: it has more items; raised behind the last that is read.
    """
    feed = _parsed(content)
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(feed, dict) or not isinstance(items, list):
        raise InputError("is no JSON Feed: it has no list of items")
    for item in items[:most]:
        whole = {**_inherited(feed), **_authored(item)} if isinstance(item, dict) else item
        yield json.dumps(whole, ensure_ascii=False).encode("utf-8", "replace")
    if len(items) > most:
        raise TooLargeError(too_many(most))


def read_json_items(content: bytes, most: int) -> Iterator[bytes]:
    """The same of a feed from the web: only items that are objects, with names and addresses that are strings.

    Raises:
        InputError: it is no feed; or some items are no objects, which is said behind the others.
        TooLargeError: as above.
    """
    lost = 0
    for line in read_json_feed(content, most):
        if isinstance(item := json.loads(line), dict):
            yield json.dumps(_plain(item), ensure_ascii=False).encode("utf-8", "replace")
        else:
            lost += 1
    if lost:
        raise InputError(f"{counted(lost, 'item')} of it cannot be read: an item is an object")


def _plain(item: Item) -> Item:
    """Its id may be a number; what else it says in an odd shape is left out."""
    named = {**item, "id": str(item["id"])} if isinstance(item.get("id"), int) else item
    return {name: value for name, value in named.items() if name not in STRINGS or isinstance(value, str)}


def _parsed(content: bytes) -> object:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        said = str(error) if isinstance(error, ValueError) else "it is nested too deeply"
        raise InputError(f"is no JSON Feed: {said[:1].lower()}{said[1:]}") from error


def _inherited(feed: Item) -> Item:
    return {name: value for name, value in _authored(feed).items() if name in {"authors", "language"} and value}


def _authored(item: Item) -> Item:
    """Version 1 has one author, 1.1 a list of them."""
    rest = {name: value for name, value in item.items() if name != "author" and value is not None}
    return {"authors": [item["author"]], **rest} if item.get("author") else rest
