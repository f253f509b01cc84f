"""What a page says about its article: JSON-LD first, then meta tags, then the page itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Literal

from schemas.records import Timestamp
from tasks.clean.authors import AuthorReader
from tasks.clean.bylines import choose_authors
from tasks.clean.clues import Clues
from tasks.clean.dates import day_in_url, read_timestamp
from tasks.clean.headlines import choose_headline
from tasks.clean.json_ld import Json, paragraphs, texts
from tasks.clean.told import read_told

# fmt: off
PUBLISHED_META = (
    "article:published_time", "datepublished", "parsely-pub-date", "publishdate", "pubdate", "publish-date",
    "sailthru.date", "dc.date.issued", "dcterms.created", "dc.date.created", "dc.date", "og:published_time",
    "cxenseparse:recs:publishtime", "article:published:time", "date",
)
# fmt: on
MODIFIED_META = (
    "article:modified_time",
    "article:modified:time",
    "datemodified",
    "og:updated_time",
    "last-modified",
    "dcterms.modified",
)
DESCRIPTION_META = ("og:description", "description", "twitter:description")
LANGUAGE = re.compile(r"[a-z]{2}(?=$|[-_])")

When = Literal["published", "modified"]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What was found, each part from the first place that has it."""

    headline: str | None
    headline_method: str | None
    authors: tuple[str, ...]
    authors_method: str | None
    names_people: bool  # whether the authors are more than the publisher's own name
    outlets: tuple[str, ...]
    published_at: Timestamp | None
    modified_at: Timestamp | None
    canonical_url: str | None
    language: str | None
    descriptions: tuple[str, ...]  # candidates for the standfirst, still to be found in the page
    article_body: list[str]  # paragraphs, of the JSON-LD


def read_metadata(clues: Clues, authors: AuthorReader, timezone: tzinfo, url: str | None = None) -> Metadata:
    """Everything a page says about its article; `url` is where it came from."""
    told = read_told(clues, url)
    headline, named = choose_headline(told), choose_authors(told, authors)
    return Metadata(
        headline=headline.value if headline else None,
        headline_method=headline.method if headline else None,
        authors=named.value if named else (),
        authors_method=named.method if named else None,
        names_people=named is not None and not authors.are_outlets(named.value, told.outlets),
        outlets=told.outlets,
        published_at=_timestamp(_times(clues, told.nodes, told.article, "published"), timezone)
        or day_in_url(told.url or ""),
        modified_at=_timestamp(_times(clues, told.nodes, told.article, "modified"), timezone),
        canonical_url=told.url,
        language=_language(clues),
        descriptions=(*texts(told.article.get("description")), *told.meta(*DESCRIPTION_META)),
        article_body=paragraphs(told.article.get("articleBody")),
    )


def _timestamp(said: Iterable[tuple[str, str]], timezone: tzinfo) -> Timestamp | None:
    found = (read_timestamp(text, method, timezone) for method, text in said)
    return next((time for time in found if time), None)


def _times(clues: Clues, nodes: Sequence[Json], node: Json, when: When) -> Iterator[tuple[str, str]]:
    """Where the time may stand, the most reliable first: method and text."""
    key, names = ("datePublished", PUBLISHED_META) if when == "published" else ("dateModified", MODIFIED_META)
    for article in (node, *nodes):
        yield from (("json-ld", text) for text in texts(article.get(key)))
    yield from (("meta", content) for name in names for content in clues.meta.get(name, ()))
    yield from (("page", time.text) for time in clues.times if time.of == key)
    if when == "published":
        yield from (("page", time.text) for time in clues.times if time.marked)


def _language(clues: Clues) -> str | None:
    said = (*clues.languages, *clues.meta.get("og:locale", ())[:1])
    matches = (LANGUAGE.match(language.strip().lower()) for language in said)
    return next((match[0] for match in matches if match), None)
