"""What a page says about its article: JSON-LD first, then meta tags, then the page itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Literal
from urllib.parse import urljoin, urlsplit

from schemas.records import Timestamp
from tasks.clean.authors import AuthorReader
from tasks.clean.clues import Clues
from tasks.clean.dates import day_in_url, read_timestamp
from tasks.clean.folding import fold
from tasks.clean.headlines import BAR, without_site
from tasks.clean.json_ld import Json, main_node, names, paragraphs, read_json_ld, texts

# fmt: off
AUTHOR_META = (
    "author", "article:author", "parsely-author", "dc.creator", "dcterms.creator", "sailthru.author",
    "cxenseparse:author", "byl",
)
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
HEADLINE_META = ("og:title", "twitter:title", "title", "dc.title")
DESCRIPTION_META = ("og:description", "description", "twitter:description")
LANGUAGE = re.compile(r"[a-z]{2}(?=$|[-_])")

When = Literal["published", "modified"]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What was found, each part from the first place that has it."""

    headline: str | None
    authors: tuple[str, ...]
    published_at: Timestamp | None
    modified_at: Timestamp | None
    canonical_url: str | None
    language: str | None
    descriptions: tuple[str, ...]  # candidates for the standfirst, still to be found in the page
    article_body: list[str]  # paragraphs, of the JSON-LD


def read_metadata(clues: Clues, authors: AuthorReader, timezone: tzinfo, url: str | None = None) -> Metadata:
    """Everything a page says about its article; `url` is where it came from."""
    nodes = read_json_ld(clues.json_ld)
    node = main_node(nodes)
    canonical = _canonical(clues, node, url)
    outlets = tuple(_outlets(clues, node, canonical))
    return Metadata(
        headline=_headline(clues, node, outlets),
        authors=_authors(clues, nodes, node, authors, outlets),
        published_at=_timestamp(_times(clues, nodes, node, "published"), timezone) or day_in_url(canonical or ""),
        modified_at=_timestamp(_times(clues, nodes, node, "modified"), timezone),
        canonical_url=canonical,
        language=_language(clues),
        descriptions=tuple(texts(node.get("description")))
        + tuple(c for n in DESCRIPTION_META for c in clues.meta.get(n, ())),
        article_body=paragraphs(node.get("articleBody")),
    )


def _headline(clues: Clues, node: Json, outlets: tuple[str, ...]) -> str | None:
    headings = clues.headings
    for title in texts(node.get("headline")):
        return without_site(title, outlets, headings)
    titles = [without_site(title, outlets, headings) for name in HEADLINE_META for title in clues.meta.get(name, ())]
    titles += [without_site(title, outlets) for title in clues.titles[:1]]
    printed = (heading for heading in headings if any(_say_the_same(heading, title) for title in titles))
    # behind a bar stands a site or a section, even when nothing else says so; a dash may be the headline's own
    whole = (title for title in titles[:1] if not BAR.search(title))
    return next(iter([*whole, *printed, *titles, *headings]), None)


def _say_the_same(heading: str, title: str) -> bool:
    """Whether half of a heading's words, or of a title's, are in the other."""
    mine, other = set(fold(heading).split()), set(fold(title).split())
    return 2 * len(mine & other) >= min(len(mine), len(other)) > 1


def _outlets(clues: Clues, node: Json, url: str | None) -> Iterator[str]:
    yield from names(node.get("publisher"), {})
    for name in ("og:site_name", "application-name", "publisher", "twitter:site", "dc.publisher"):
        yield from (content.lstrip("@") for content in clues.meta.get(name, ()))
    host = urlsplit(url or "").hostname or ""
    labels = host.removeprefix("www.").split(".")
    yield from (host.removeprefix("www."), max(labels[:-1] or [""], key=len))


def _authors(
    clues: Clues, nodes: Sequence[Json], node: Json, reader: AuthorReader, outlets: tuple[str, ...]
) -> tuple[str, ...]:
    by_id = {str(other["@id"]): other for other in nodes if "@id" in other and "name" in other}
    named = reader.read((name for key in ("author", "creator") for name in names(node.get(key), by_id)), outlets)
    tagged = reader.read((content for name in AUTHOR_META for content in clues.meta.get(name, ())), outlets)
    # later bylines belong to other articles
    printed = tuple(filter(reader.looks_like_person, reader.read(clues.bylines[:1], outlets)))
    found = [names for names in (named, tagged, printed) if names]
    people = (names for names in found if not reader.are_outlets(names, outlets))
    return next(people, found[0] if found else ())


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


def _canonical(clues: Clues, node: Json, url: str | None) -> str | None:
    for candidate in (*clues.canonical, *clues.meta.get("og:url", ()), *texts(node.get("url"))):
        absolute = _absolute(candidate, url)
        if absolute and urlsplit(absolute).path not in {"", "/"}:
            return absolute
    return url


def _absolute(link: str, base: str | None) -> str | None:
    try:
        joined = urljoin(base or "", link.strip())
        parts = urlsplit(joined)
    except ValueError:
        return None
    return joined if parts.scheme in {"http", "https"} and parts.hostname else None


def _language(clues: Clues) -> str | None:
    said = (*clues.languages, *clues.meta.get("og:locale", ())[:1])
    matches = (LANGUAGE.match(language.strip().lower()) for language in said)
    return next((match[0] for match in matches if match), None)
