"""What a page says about its article: JSON-LD first, then meta tags, then the page itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from html import unescape
from typing import Literal
from urllib.parse import urljoin, urlsplit

from schemas.records import Timestamp
from tasks.clean.authors import AuthorReader
from tasks.clean.dates import read_timestamp
from tasks.clean.headlines import without_site
from tasks.clean.page import Json, Page

ARTICLE = re.compile(r"(?:Article|BlogPosting|LiveBlogPosting|ReportageNewsArticle|Review|Report)$")
TAG = re.compile(r"<[^<>]{1,200}>")
# fmt: off
AUTHOR_META = (
    "author", "article:author", "parsely-author", "dc.creator", "dcterms.creator", "sailthru.author", "cxenseparse:author",
    "byl",
)
PUBLISHED_META = (
    "article:published_time", "datepublished", "parsely-pub-date", "publishdate", "pubdate", "publish-date",
    "sailthru.date", "dc.date.issued", "dcterms.created", "dc.date.created", "dc.date", "og:published_time",
    "cxenseparse:recs:publishtime", "date",
)
# fmt: on
MODIFIED_META = ("article:modified_time", "datemodified", "og:updated_time", "last-modified", "dcterms.modified")
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
    article_body: str | None  # of the JSON-LD


def read_metadata(page: Page, authors: AuthorReader, timezone: tzinfo, url: str | None = None) -> Metadata:
    """Everything a page says about its article; `url` is where it came from."""
    node = main_node(page.json_ld)
    outlets = tuple(_outlets(page, node, url))
    return Metadata(
        headline=_headline(page, node, outlets),
        authors=_authors(page, node, authors, outlets),
        published_at=_timestamp(page, node, "published", timezone),
        modified_at=_timestamp(page, node, "modified", timezone),
        canonical_url=_canonical(page, node, url),
        language=_language(page),
        descriptions=tuple(_texts(node.get("description")))
        + tuple(c for n in DESCRIPTION_META for c in page.meta.get(n, ())),
        article_body=next(iter(_texts(node.get("articleBody"))), None),
    )


def main_node(nodes: Iterable[Json]) -> Json:
    """The JSON-LD object that is the article: of an article's type, the one that says most; {} if there is none."""
    articles = [node for node in nodes if any(ARTICLE.search(kind) for kind in _texts(node.get("@type")))]
    said = ("headline", "datePublished", "author", "articleBody")
    return max(articles, key=lambda node: sum(bool(node.get(key)) for key in said), default={})


def _headline(page: Page, node: Json, outlets: tuple[str, ...]) -> str | None:
    headings = [text for tag in page.tree.iter("h1") if (text := " ".join(tag.text_content().split()))]
    for title in _texts(node.get("headline")):
        return without_site(title, outlets, headings)
    titles = [without_site(title, outlets, headings) for name in HEADLINE_META for title in page.meta.get(name, ())]
    return next(iter([*titles, *headings, *_page_title(page, outlets)]), None)


def _page_title(page: Page, outlets: tuple[str, ...]) -> Iterator[str]:
    title = page.tree.find(".//title")
    if title is not None and title.text and (text := " ".join(title.text.split())):
        yield without_site(text, outlets)


def _outlets(page: Page, node: Json, url: str | None) -> Iterator[str]:
    publisher = node.get("publisher")
    yield from _names(publisher, {})
    for name in ("og:site_name", "application-name", "publisher", "twitter:site", "dc.publisher"):
        yield from (content.lstrip("@") for content in page.meta.get(name, ()))
    host = urlsplit(_canonical(page, node, url) or "").hostname or ""
    labels = host.removeprefix("www.").split(".")
    yield from (host.removeprefix("www."), max(labels[:-1] or [""], key=len))


def _authors(page: Page, node: Json, reader: AuthorReader, outlets: tuple[str, ...]) -> tuple[str, ...]:
    by_id = {str(other["@id"]): other for other in page.json_ld if "@id" in other and "name" in other}
    candidates: tuple[Callable[[], Iterable[str]], ...] = (
        lambda: (name for key in ("author", "creator") for name in _names(node.get(key), by_id)),
        lambda: (content for name in AUTHOR_META for content in page.meta.get(name, ())),
        lambda: _page_bylines(page),
    )
    found = [reader.read(candidate(), outlets) for candidate in candidates]
    return next((names for names in found if names), ())


BYLINE_XPATH = (
    "//*[@rel='author' or @itemprop='author' or @data-testid='byline'"
    " or contains(concat(' ', normalize-space(@class), ' '), ' byline ')"
    " or contains(concat(' ', normalize-space(@class), ' '), ' author ')]"
)


def _page_bylines(page: Page) -> Iterator[str]:
    """The first byline of the page: later ones belong to other articles."""
    for tag in page.tree.xpath(BYLINE_XPATH):
        if text := " ".join(tag.text_content().split()):
            yield text
            return


def _timestamp(page: Page, node: Json, when: When, timezone: tzinfo) -> Timestamp | None:
    for method, text in _times(page, node, when):
        if found := read_timestamp(text, method, timezone):
            return found
    return None


def _times(page: Page, node: Json, when: When) -> Iterator[tuple[str, str]]:
    """Where the time may stand, the most reliable first."""
    key, names = ("datePublished", PUBLISHED_META) if when == "published" else ("dateModified", MODIFIED_META)
    for article in (node, *page.json_ld):
        yield from (("json-ld", text) for text in _texts(article.get(key)))
    yield from (("meta", content) for name in names for content in page.meta.get(name, ()))
    for tag in page.tree.xpath(f"//*[@itemprop='{key}']"):
        yield "page", tag.get("datetime") or tag.get("content") or tag.text_content().strip()
    if when == "published":
        yield from (("page", tag.get("datetime") or tag.text_content().strip()) for tag in page.tree.iter("time"))


def _canonical(page: Page, node: Json, url: str | None) -> str | None:
    links = (tag.get("href") for tag in page.tree.iter("link") if (tag.get("rel") or "").lower() == "canonical")
    said = (*links, *page.meta.get("og:url", ()), *_texts(node.get("url")))
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


def _texts(value: object) -> Iterator[str]:
    """The strings in a JSON-LD value, as a reader would see them."""
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str) and (text := " ".join(TAG.sub("", unescape(value)).split())):
        yield text


def _names(value: object, by_id: Mapping[str, Json]) -> Iterator[str]:
    """The names in a JSON-LD author or publisher: strings, objects, lists of either, references to other objects."""
    if isinstance(value, list):
        for item in value:
            yield from _names(item, by_id)
    elif isinstance(value, dict):
        named = value if value.get("name") else by_id.get(str(value.get("@id")), value)
        parts = (part for key in ("givenName", "familyName") for part in _texts(named.get(key)))
        yield from list(_texts(named.get("name"))) or filter(None, [" ".join(parts)])
    else:
        yield from _texts(value)
