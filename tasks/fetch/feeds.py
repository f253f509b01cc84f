"""A feed's entries, each as an item of JSON Feed (https://jsonfeed.org/version/1.1): one shape for every RSS and Atom.

Reads bytes that somebody else has fetched, and fetches nothing.
"""

from __future__ import annotations

import io
import json
import re
import time
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Any

import feedparser
from bs4 import BeautifulSoup

from schemas.errors import InputError
from tasks.fetch.bounded import TooLargeError
from tasks.fetch.charset import read_text

ROOT = re.compile(r"<(\w[\w:.-]*)")
ROOT_END = re.compile(r"</(?:\w+:)?(?:rss|feed|rdf|channel)\s*>", re.IGNORECASE)
ENTRY = re.compile(r"<(?:\w+:)?(?:item|entry)[\s>]", re.IGNORECASE)
CHARACTER = re.compile(r"&#(?:x([0-9a-f]{1,9})|([0-9]{1,9}));?", re.IGNORECASE)
TAIL = 10_000  # characters in which a whole feed has its end tag
CLOCK = re.compile(r"\d:\d\d")
KNOWN_ZONE = re.compile(r"(?:Z|GMT|UTC?|[ECMP][SD]T|[+-]\d\d:?\d\d)$")  # to feedparser, which takes others for GMT
OTHER_ZONE = re.compile(r"[A-Za-z]$")
AS_UTF8 = {"content-type": "application/xml; charset=utf-8"}

Entry = dict[str, Any]


def read_feed(content: bytes, most: int) -> Iterator[bytes]:
    """Each of the first `most` entries as a JSON object on one line: id, url, title, content, authors, dates.

    Dates have what the feed prints of clock and zone, and no more. What is not well-formed is read as far as it can be.

    Raises:
        InputError: it is no feed; or some entries cannot be read, which is said behind the others.
        EOFError: it breaks off; raised behind the last entry.
        TooLargeError: it has more entries; raised behind the last that is read.
    """
    text, _ = read_text(content, markup=True)
    root = ROOT.search(text)
    if root is None:
        raise InputError("is no feed: it has no markup")
    # Begun at its root, it has no document type, and so no entities that could swell or name a file.
    text, left = _cut(CHARACTER.sub(_whole_character, text[root.start() :]), most)
    yield from _entries(text, root[1])
    if left:
        raise TooLargeError(too_many(most))
    if not ROOT_END.search(text[-TAIL:]):
        raise EOFError("it breaks off, and its last entry may be incomplete")


def _whole_character(reference: re.Match[str]) -> str:
    """A reference to half a character (a surrogate), which feedparser cannot write, becomes one to none."""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else reference[0]


def _entries(text: str, root: str) -> Iterator[bytes]:
    try:
        feed = _parsed(text)
    # feedparser raises what it does not document when a part of an entry is odd (a place without coordinates, say):
    # each entry is then read by itself, and those that bring it down are counted.
    except Exception:  # noqa: BLE001 - see above
        yield from _one_by_one(text)
        return
    if not feed.entries and not feed.version:
        raise InputError(f"is no feed: it begins with <{root[:40]}>, not with <rss>, <feed> or <rdf:RDF>")
    yield from map(_line, feed.entries)


def _one_by_one(text: str) -> Iterator[bytes]:
    root, lost = text[: text.find(">") + 1], 0
    begins = [entry.start() for entry in ENTRY.finditer(text)]
    for start, end in pairwise([*begins, len(text)]):
        try:
            entries = _parsed(f"{root}{text[start:end]}").entries
        except Exception:  # noqa: BLE001 - as in `_entries`
            lost += 1
        else:
            yield from map(_line, entries)
    if lost:
        raise InputError(f"{lost:,} of its {len(begins):,} entries cannot be read")


def _parsed(text: str) -> Any:
    source = io.BytesIO(text.encode("utf-8", "replace"))
    return feedparser.parse(source, response_headers=AS_UTF8, sanitize_html=False, resolve_relative_uris=False)


def _line(entry: Entry) -> bytes:
    return json.dumps(_item(entry), ensure_ascii=False).encode("utf-8", "replace")


def too_many(most: int) -> str:
    """What is said of a feed with more entries than that."""
    return f"has more than {most:,} entries, and the others are left unread; raise NEWSLEDGER_MAX_FEED_ENTRIES"


def _cut(text: str, most: int) -> tuple[str, bool]:
    """A feed up to so many entries, and whether it has more; feedparser would hold all of them in memory."""
    begins = next(islice(ENTRY.finditer(text), most, None), None)
    return (text[: begins.start()], True) if begins else (text, False)


def _item(entry: Entry) -> dict[str, object]:
    kind, content = _content(entry)
    found = {
        "id": entry.get("id"),
        "url": entry.get("link"),
        "title": _plain(entry.get("title_detail") or {}),
        kind: content,
        "authors": [{"name": name} for name in _authors(entry)],
        "date_published": _date(entry, "published") or _date(entry, "updated"),
        "date_modified": _date(entry, "updated"),
    }
    return {name: value for name, value in found.items() if value or name == kind}


def _content(entry: Entry) -> tuple[str, str]:
    """The longest of the texts that an entry has: the others are shortened from it."""
    texts = [*entry.get("content", ()), entry.get("summary_detail") or {}]
    longest = max(texts, key=lambda text: len(text.get("value") or ""))
    kind = "content_text" if longest.get("type") == "text/plain" else "content_html"
    return kind, longest.get("value") or ""


def _plain(title: Entry) -> str:
    value: str = title.get("value") or ""
    if title.get("type") == "text/plain" or not ("<" in value or "&" in value):
        return value
    return BeautifulSoup(value, "lxml").get_text()


def _authors(entry: Entry) -> list[str]:
    named = [author["name"] for author in entry.get("authors", ()) if author.get("name")]
    return named or [entry["author"]] if entry.get("author") else named


def _date(entry: Entry, which: str) -> str | None:
    """A date as ISO 8601; as it is printed if feedparser cannot read it, or not its zone."""
    printed, read = str(dict.get(entry, which) or "").strip(), dict.get(entry, f"{which}_parsed")
    if not isinstance(read, time.struct_time):
        return printed
    if not CLOCK.search(printed):
        return time.strftime("%Y-%m-%d", read)
    moment = time.strftime("%Y-%m-%dT%H:%M:%S", read)
    if KNOWN_ZONE.search(printed):
        return f"{moment}Z"
    return printed if OTHER_ZONE.search(printed) else moment
