"""What a page says about its article: JSON-LD first, then meta tags, then the page itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo
from typing import Literal
from urllib.parse import urljoin, urlsplit

from schemas.records import Timestamp
from tasks.clean.authors import AuthorReader
from tasks.clean.dates import day_in_url, read_timestamp
from tasks.clean.folding import fold
from tasks.clean.headlines import BAR, without_site
from tasks.clean.json_ld import Json, main_node, names, paragraphs, texts
from tasks.clean.page import Page

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


def read_metadata(page: Page, authors: AuthorReader, timezone: tzinfo, url: str | None = None) -> Metadata:
    """Everything a page says about its article; `url` is where it came from."""
    node = main_node(page.json_ld)
    outlets = tuple(_outlets(page, node, url))
    return Metadata(
        headline=_headline(page, node, outlets),
        authors=_authors(page, node, authors, outlets),
        published_at=_timestamp(page, node, "published", timezone, url),
        modified_at=_timestamp(page, node, "modified", timezone, url),
        canonical_url=_canonical(page, node, url),
        language=_language(page),
        descriptions=tuple(texts(node.get("description")))
        + tuple(c for n in DESCRIPTION_META for c in page.meta.get(n, ())),
        article_body=paragraphs(node.get("articleBody")),
    )


def _headline(page: Page, node: Json, outlets: tuple[str, ...]) -> str | None:
    headings = [text for tag in page.tree.iter("h1") if (text := " ".join(tag.text_content().split()))]
    for title in texts(node.get("headline")):
        return without_site(title, outlets, headings)
    titles = [without_site(title, outlets, headings) for name in HEADLINE_META for title in page.meta.get(name, ())]
    titles += _page_title(page, outlets)
    printed = (heading for heading in headings if any(_say_the_same(heading, title) for title in titles))
    # behind a bar stands a site or a section, even when nothing else says so; a dash may be the headline's own
    whole = (title for title in titles[:1] if not BAR.search(title))
    return next(iter([*whole, *printed, *titles, *headings]), None)


def _say_the_same(heading: str, title: str) -> bool:
    """Whether half of a heading's words, or of a title's, are in the other."""
    mine, other = set(fold(heading).split()), set(fold(title).split())
    return 2 * len(mine & other) >= min(len(mine), len(other)) > 1


def _page_title(page: Page, outlets: tuple[str, ...]) -> Iterator[str]:
    title = page.tree.find(".//title")
    if title is not None and title.text and (text := " ".join(title.text.split())):
        yield without_site(text, outlets)


def _outlets(page: Page, node: Json, url: str | None) -> Iterator[str]:
    publisher = node.get("publisher")
    yield from names(publisher, {})
    for name in ("og:site_name", "application-name", "publisher", "twitter:site", "dc.publisher"):
        yield from (content.lstrip("@") for content in page.meta.get(name, ()))
    host = urlsplit(_canonical(page, node, url) or "").hostname or ""
    labels = host.removeprefix("www.").split(".")
    yield from (host.removeprefix("www."), max(labels[:-1] or [""], key=len))


def _authors(page: Page, node: Json, reader: AuthorReader, outlets: tuple[str, ...]) -> tuple[str, ...]:
    by_id = {str(other["@id"]): other for other in page.json_ld if "@id" in other and "name" in other}
    named = reader.read((name for key in ("author", "creator") for name in names(node.get(key), by_id)), outlets)
    tagged = reader.read((content for name in AUTHOR_META for content in page.meta.get(name, ())), outlets)
    printed = tuple(filter(reader.looks_like_person, reader.read(_page_bylines(page), outlets)))
    found = [names for names in (named, tagged, printed) if names]
    people = (names for names in found if not reader.are_outlets(names, outlets))
    return next(people, found[0] if found else ())


BYLINE = re.compile(
    r"(?:^|[\s_-])(?:byline|author|authors|writer|autor|auteur|autore|verfasser)(?:$|[\s_-])", re.IGNORECASE
)
LONGEST_BYLINE = 120  # characters; an element that is called an author and holds more is about them


def _page_bylines(page: Page) -> Iterator[str]:
    """The first byline of the page: later ones belong to other articles."""
    for tag in page.tree.iter("a", "span", "div", "p", "address", "li", "strong", "h3", "h4"):
        named = tag.get("rel") == "author" or tag.get("itemprop") == "author" or BYLINE.search(tag.get("class") or "")
        if named and (text := " | ".join(filter(None, map(str.strip, tag.itertext())))) and len(text) <= LONGEST_BYLINE:
            yield text
            return


def _timestamp(page: Page, node: Json, when: When, timezone: tzinfo, url: str | None) -> Timestamp | None:
    for method, text in _times(page, node, when):
        if found := read_timestamp(text, method, timezone):
            return found
    return day_in_url(_canonical(page, node, url) or "") if when == "published" else None


def _times(page: Page, node: Json, when: When) -> Iterator[tuple[str, str]]:
    """Where the time may stand, the most reliable first."""
    key, names = ("datePublished", PUBLISHED_META) if when == "published" else ("dateModified", MODIFIED_META)
    for article in (node, *page.json_ld):
        yield from (("json-ld", text) for text in texts(article.get(key)))
    yield from (("meta", content) for name in names for content in page.meta.get(name, ()))
    for tag in page.tree.xpath(f"//*[@itemprop='{key}']"):
        yield "page", tag.get("datetime") or tag.get("content") or tag.text_content().strip()
    if when == "published":
        yield from (("page", tag.get("datetime") or tag.text_content().strip()) for tag in page.tree.iter("time"))


def _canonical(page: Page, node: Json, url: str | None) -> str | None:
    links = (tag.get("href") for tag in page.tree.iter("link") if (tag.get("rel") or "").lower() == "canonical")
    said = (*links, *page.meta.get("og:url", ()), *texts(node.get("url")))
    for candidate in said:
        absolute = _absolute(candidate or "", url)
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


def _language(page: Page) -> str | None:
    said = (
        page.tree.get("lang"),
        page.tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
        page.first_meta("og:locale"),
    )
    matches = (LANGUAGE.match(language.strip().lower()) for language in said if language)
    return next((match[0] for match in matches if match), None)
