"""What a page says of itself, read once: its clues, its JSON-LD, and the names of its publisher."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar
from urllib.parse import urljoin, urlsplit

from msgspec import Struct

from tasks.clean.clues import Clues
from tasks.clean.json_ld import Json, dicts, kinds, main_node, names, read_json_ld, texts

T = TypeVar("T")

NEWS = re.compile(r"News|LiveBlog|Report")
NEWS_META = ("news_keywords", "googlebot-news")  # who writes them means to be read as news
SECTION_META = (
    "article:section",
    "og:article:section",
    "section",
    "articlesection",
    "parsely-section",
    "content_category",
)
OUTLET_META = ("og:site_name", "application-name", "publisher", "twitter:site", "dc.publisher")


class Found(Struct, Generic[T], frozen=True):
    """A value, and which of the places that may hold it won."""

    value: T
    method: str  # json-ld, meta, title, page, url


class Told(Struct, frozen=True):
    """Everything that metadata is read from."""

    clues: Clues
    nodes: Sequence[Json]  # every object of the JSON-LD
    article: Json  # the one that is the article; {} if there is none
    url: str | None  # canonical, else where the page came from
    outlets: tuple[str, ...]  # names of the publisher
    sections: tuple[str, ...]  # the narrowest first

    def meta(self, *names: str) -> Iterator[str]:
        """The contents of these meta tags, in the order of the names."""
        return (content for name in names for content in self.clues.meta.get(name, ()))

    def is_news(self) -> bool:
        """Whether the page calls itself news."""
        named = any(NEWS.search(kind) for kind in kinds(self.article))
        return named or any(name in self.clues.meta for name in NEWS_META)


def read_told(clues: Clues, url: str | None = None) -> Told:
    """Parse what a page says; `url` is where it came from."""
    nodes = read_json_ld(clues.json_ld)
    article = main_node(nodes)
    canonical = _canonical(clues, article, url)
    outlets = tuple(_outlets(clues, article, canonical))
    return Told(clues, nodes, article, canonical, outlets, tuple(_sections(clues, nodes, article)))


def _canonical(clues: Clues, article: Json, url: str | None) -> str | None:
    """The first address that the page gives itself and that is not merely its site's."""
    for candidate in (*clues.canonical, *clues.meta.get("og:url", ()), *texts(article.get("url"))):
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


def _sections(clues: Clues, nodes: Sequence[Json], article: Json) -> Iterator[str]:
    yield from texts(article.get("articleSection"))
    yield from (content for name in SECTION_META for content in clues.meta.get(name, ()))
    for node in nodes:
        if "BreadcrumbList" in kinds(node):
            items = (item.get("item") if "name" not in item else item for item in dicts(node.get("itemListElement")))
            yield from reversed(list(names(list(items), {}))[1:])


def _outlets(clues: Clues, article: Json, url: str | None) -> Iterator[str]:
    yield from names(article.get("publisher"), {})
    for name in OUTLET_META:
        yield from (content.lstrip("@") for content in clues.meta.get(name, ()))
    host = (urlsplit(url or "").hostname or "").removeprefix("www.")
    yield host
    yield from (label for label in host.split(".")[:-1] if len(label) > 3)
