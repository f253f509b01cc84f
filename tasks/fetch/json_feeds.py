"""JSON Feed (https://jsonfeed.org/version/1.1, and 1) as it comes: which files are one, and its items."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from schemas.errors import InputError
from tasks.fetch.bounded import TooLargeError
from tasks.fetch.feeds import too_many

VERSION = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version\\?/1')
HEAD = 1 << 16  # bytes of a file in which it says that it is one
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
