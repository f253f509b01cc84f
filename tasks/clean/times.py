"""When an article was published and changed, among all the places where a page may say so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from typing import Literal

from schemas.records import Timestamp
from tasks.clean.dates import day_in_url, find_timestamp, read_timestamp
from tasks.clean.headlines import SEPARATOR
from tasks.clean.json_ld import texts
from tasks.clean.language import reads_day_first
from tasks.clean.told import Told

# fmt: off
PUBLISHED_META = (
    "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "publishdate",
    "pubdate", "publish-date", "sailthru.date", "dc.date.issued", "dcterms.created", "dc.date.created", "dc.date",
    "og:published_time", "cxenseparse:recs:publishtime", "article:published:time", "date", "datecreated",
    "citation_online_date", "citation_publication_date", "w-published-date",
)
MODIFIED_META = (
    "article:modified_time", "og:article:modified_time", "article:modified:time", "datemodified", "og:updated_time",
    "last-modified", "dcterms.modified",
)
# fmt: on

When = Literal["published", "modified"]


def choose_time(told: Told, when: When, timezone: tzinfo) -> Timestamp | None:
    """The time, the most reliable place first: JSON-LD, meta tags, what the markup calls a time, address, title."""
    day_first = reads_day_first(told.clues.languages)
    for method, text in _said(told, when):
        found = read_timestamp(text, method, timezone, day_first=day_first)
        if found is None and method == "page":
            found = find_timestamp(text, method, timezone, day_first=day_first)
        if found:
            return found
    if when == "modified":
        return None
    return day_in_url(told.url or "") or _in_title(told, timezone, day_first=day_first)


def _in_title(told: Told, timezone: tzinfo, *, day_first: bool | None) -> Timestamp | None:
    """The time that a title ends in: "Storm over Wexley | Courier | 03.05.2015"."""
    titles = (*told.meta("og:title"), *told.clues.titles[:1])
    ends = (end for _, *tails in map(SEPARATOR.split, titles) for end in tails[-1:])
    found = (read_timestamp(end, "title", timezone, day_first=day_first) for end in ends)
    return next(filter(None, found), None)


def _said(told: Told, when: When) -> Iterator[tuple[str, str]]:
    """Where the time may stand: method and text."""
    key, names = ("datePublished", PUBLISHED_META) if when == "published" else ("dateModified", MODIFIED_META)
    for article in (told.article, *told.nodes):
        yield from (("json-ld", text) for text in texts(article.get(key)))
    yield from (("meta", content) for content in told.meta(*names))
    yield from (("page", time.text) for time in told.clues.times if time.of == key)
    if when == "published":
        yield from (("page", time.text) for time in told.clues.times if time.marked and time.of != "dateModified")
