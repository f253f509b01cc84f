"""What a page says of itself, collected in one pass: the only part of reading metadata that knows the parser."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from lxml.etree import _Element

# Class names that say "author", also as authorName or ArticleByline__name; not those of comments and pictures.
AUTHOR = (
    "byline|authors?|writer|reporter|journalist|autor|autores|autoren|auteurs?|autore|autori|verfasser|firma|yazar|muhabir"
    "|skribent|forfatter"
)
BYLINE = re.compile(rf"(?:^|[\s_-])(?i:{AUTHOR})(?=$|[\s_-]|[A-Z])|(?<=[a-z])(?:{AUTHOR.title()})(?=$|[\s_-]|[A-Z])")
NOT_BYLINE = re.compile(
    r"comment|photo|image|img|avatar|caption|credit|related|recommend|teaser|sidebar|footer|bio(?![a-z])", re.IGNORECASE
)
BYLINE_TAGS = frozenset(("a", "span", "div", "p", "address", "li", "strong", "h3", "h4"))
LONGEST_BYLINE = 200  # characters; an element that is called an author and holds more is about them
NAME_ATTRIBUTES = ("name", "property", "itemprop", "http-equiv")
BREAKING = ("br", "div", "p", "small")  # what parts words inside a heading
TIMES = frozenset(("datePublished", "dateModified"))
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class PrintedTime:
    """A time that the markup marks as one."""

    text: str  # as machines read it, if the markup says so; else as it is printed
    of: str | None  # what microdata calls it: datePublished, dateModified
    marked: bool  # in a <time>


@dataclass(frozen=True, slots=True)
class Clues:
    """Plain strings, each kind in page order; nothing here is interpreted yet."""

    languages: tuple[str, ...]  # as <html> has them
    titles: tuple[str, ...]  # of <title>, one line each
    headings: tuple[str, ...]  # of <h1>, one line each
    meta: Mapping[str, tuple[str, ...]]  # contents of <meta>, by lower-case name, property or itemprop
    canonical: tuple[str, ...]  # addresses of <link rel=canonical>
    json_ld: tuple[str, ...]  # texts of JSON-LD scripts
    times: tuple[PrintedTime, ...]
    bylines: tuple[str, ...]  # what the markup calls an author; " | " between its pieces

    @property
    def title(self) -> str:
        """What the page calls itself, with or without its site."""
        return next(iter((*self.meta.get("og:title", ()), *self.titles)), "")


def collect_clues(tree: _Element) -> Clues:
    """All clues of a page. It does not change the tree."""
    named: defaultdict[str, list[_Element]] = defaultdict(list)
    times, bylines = [], []
    for tag in tree.iter():
        name = tag.tag
        named[name].append(tag)
        if name == "time" or tag.get("itemprop") in TIMES:
            times.append(_time(tag))
        elif name in BYLINE_TAGS and _is_byline(tag):
            bylines.append(_byline(tag))
    return Clues(
        languages=tuple(language for name in ("lang", XML_LANGUAGE) if (language := tree.get(name))),
        titles=tuple(filter(None, map(_line, named["title"]))),
        headings=tuple(filter(None, map(_line, named["h1"]))),
        meta=_meta(named["meta"]),
        canonical=tuple(tag.get("href") or "" for tag in named["link"] if _says(tag, "rel", "canonical")),
        json_ld=tuple(tag.text or "" for tag in named["script"] if _says(tag, "type", "ld+json")),
        times=tuple(times),
        bylines=tuple(text for text in bylines if 0 < len(text) <= LONGEST_BYLINE),
    )


def _line(tag: _Element) -> str:
    gap = " " if next(tag.iter(*BREAKING), None) is not None else ""
    return " ".join(unescape(gap.join(map(str, tag.itertext()))).split())


def _says(tag: _Element, attribute: str, word: str) -> bool:
    return word in (tag.get(attribute) or "").lower()


def _meta(tags: Iterable[_Element]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for tag in tags:
        content = unescape(" ".join((tag.get("content") or "").split()))
        for names in filter(None, map(tag.get, NAME_ATTRIBUTES)) if content else ():
            for name in names.lower().split():  # an itemprop may have several
                found[name] += (content,)
    return dict(found)


def _is_byline(tag: _Element) -> bool:
    names = tag.get("class")
    named = names is not None and _names_author(names)
    return named or tag.get("rel") == "author" or tag.get("itemprop") == "author"


@lru_cache(maxsize=4096)
def _names_author(names: str) -> bool:
    """Whether class names say "author"; the same few come again and again."""
    return BYLINE.search(names) is not None and NOT_BYLINE.search(names) is None


def _byline(tag: _Element) -> str:
    return " | ".join(filter(None, (str(text).strip() for text in tag.itertext())))


def _time(tag: _Element) -> PrintedTime:
    text = tag.get("datetime") or tag.get("content") or "".join(map(str, tag.itertext())).strip()
    return PrintedTime(text, tag.get("itemprop"), marked=tag.tag == "time")
