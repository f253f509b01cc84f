"""What a page says of itself: the only part of reading metadata that knows markup."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from msgspec import Struct

# Class names that say "author", also as authorName or ArticleByline__name; not those of comments and pictures.
# fmt: off
AUTHORS = (
    "byline", "author", "authors", "writer", "reporter", "journalist", "autor", "autores", "autoren", "auteur",
    "auteurs", "autore", "autori", "verfasser", "firma", "yazar", "muhabir", "skribent", "forfatter",
)
# fmt: on
AUTHOR = "|".join(AUTHORS)
BYLINE = re.compile(rf"(?:^|[\s_-])(?i:{AUTHOR})(?=$|[\s_-]|[A-Z])|(?<=[a-z])(?:{AUTHOR.title()})(?=$|[\s_-]|[A-Z])")
NOT_BYLINE = re.compile(
    r"comment|photo|image|img|avatar|caption|credit|related|recommend|teaser|sidebar|footer|bio(?![a-z])", re.IGNORECASE
)
AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autor(?:en|es)?|auteurs?|writers?|contributors?|journalists?)/\w", re.IGNORECASE
)
BYLINE_TAGS = frozenset(("a", "span", "div", "p", "address", "li", "strong", "h3", "h4"))
MOST_OPEN = 20  # elements in each other whose texts are wanted
LONGEST_BYLINE = 200  # characters; an element that is called an author and holds more is about them
NAME_ATTRIBUTES = ("name", "property", "itemprop", "http-equiv")
BREAKING = ("br", "div", "p", "small")  # what parts words inside a heading
TIMES = frozenset(("datePublished", "dateModified"))
LANGUAGE = ("lang", "xml:lang")
LINES = frozenset(("title", "h1"))
BYLINES = ("byline", "author's page")  # the better clue first


class PrintedTime(Struct, frozen=True):
    """A time that the markup marks as one."""

    text: str  # as machines read it, if the markup says so; else as it is printed
    of: str | None  # what microdata calls it: datePublished, dateModified
    marked: bool  # in a <time>


class Clues(Struct, frozen=True):
    """Plain strings, each kind in page order; nothing here is interpreted yet."""

    languages: tuple[str, ...]  # as <html> has them
    titles: tuple[str, ...]  # of <title>, one line each
    headings: tuple[str, ...]  # of <h1>, one line each
    meta: Mapping[str, tuple[str, ...]]  # contents of <meta>, by lower-case name, property or itemprop
    canonical: tuple[str, ...]  # addresses of <link rel=canonical>
    json_ld: tuple[str, ...]  # texts of JSON-LD scripts
    times: tuple[PrintedTime, ...]
    bylines: tuple[str, ...]  # what the markup calls an author, then links to authors' pages; " | " between pieces

    @property
    def title(self) -> str:
        """What the page calls itself, with or without its site."""
        return next(iter((*self.meta.get("og:title", ()), *self.titles)), "")


@dataclass(slots=True)
class _Wanted:
    """An element whose text is a clue."""

    what: str
    tag: str
    attributes: Mapping[str, str]
    depth: int
    first: int  # of the texts that are being collected
    texts: Sequence[str] = ()
    broken: bool = False  # by something that parts words


class ClueReader:
    """Collects a page's clues while it is parsed."""

    def __init__(self) -> None:
        self._languages: tuple[str, ...] = ()
        self._meta: list[Mapping[str, str]] = []
        self._canonical: list[str] = []
        self._wanted: list[_Wanted] = []
        self._depth = 0
        self._open: list[_Wanted] = []  # innermost last
        self._texts: list[str] = []  # of those; one for each stretch without a tag
        self._parted = True  # a tag came last

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._depth += 1
        self._parted = True
        if tag == "meta":
            self._meta.append(attributes)
        elif tag == "link":
            if _says(attributes, "rel", "canonical"):
                self._canonical.append(attributes.get("href", ""))
        elif tag == "html" and not self._languages:
            self._languages = tuple(language for name in LANGUAGE if (language := attributes.get(name)))
        if self._open and tag in BREAKING:
            for wanted in self._open:
                wanted.broken = True
        if len(self._open) < MOST_OPEN and (as_what := _wanted_as(tag, attributes)):
            self._open.append(_Wanted(as_what, tag, attributes, self._depth, len(self._texts)))
            self._wanted.append(self._open[-1])

    def end(self, _: str) -> None:
        """It ends."""
        if self._open and self._open[-1].depth == self._depth:
            wanted = self._open.pop()
            wanted.texts = self._texts[wanted.first :]
            if not self._open:
                self._texts = []
        self._depth -= 1
        self._parted = True

    def add(self, text: str) -> None:
        """Some more of the text inside."""
        if self._open:
            if self._parted:
                self._texts.append(text)
                self._parted = False
            else:
                self._texts[-1] += text

    def finish(self) -> Clues:
        """What was collected."""
        while self._open:
            self.end("")
        bylines = (_byline(wanted) for what in BYLINES for wanted in self._wanted if wanted.what == what)
        return Clues(
            languages=self._languages,
            titles=tuple(filter(None, (_line(wanted) for wanted in self._wanted if wanted.what == "title"))),
            headings=tuple(filter(None, (_line(wanted) for wanted in self._wanted if wanted.what == "h1"))),
            meta=_meta(self._meta),
            canonical=tuple(self._canonical),
            json_ld=tuple("".join(wanted.texts) for wanted in self._wanted if wanted.what == "json-ld"),
            times=tuple(_time(wanted) for wanted in self._wanted if wanted.what == "time"),
            bylines=tuple(text for text in bylines if 0 < len(text) <= LONGEST_BYLINE),
        )


def _wanted_as(tag: str, attributes: Mapping[str, str]) -> str | None:
    """What an element's text is read as, if it is."""
    if tag in LINES:
        return tag
    if not attributes:
        return "time" if tag == "time" else None
    if tag == "time" or attributes.get("itemprop") in TIMES:
        return "time"
    if tag == "script":
        return "json-ld" if _says(attributes, "type", "ld+json") else None
    if tag in BYLINE_TAGS and _is_byline(attributes):
        return "byline"
    return "author's page" if tag == "a" and AUTHOR_PAGE.search(attributes.get("href", "")) else None


def _line(wanted: _Wanted) -> str:
    gap = " " if wanted.broken else ""
    return " ".join(unescape(gap.join(wanted.texts)).split())


def _says(attributes: Mapping[str, str], attribute: str, word: str) -> bool:
    return word in attributes.get(attribute, "").lower()


def _meta(tags: Iterable[Mapping[str, str]]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for tag in tags:
        content = unescape(" ".join(tag.get("content", "").split()))
        for names in filter(None, map(tag.get, NAME_ATTRIBUTES)) if content else ():
            for name in names.lower().split():  # an itemprop may have several
                found[name] += (content,)
    return dict(found)


def _is_byline(attributes: Mapping[str, str]) -> bool:
    names = attributes.get("class")
    named = names is not None and _names_author(names)
    return named or attributes.get("rel") == "author" or attributes.get("itemprop") == "author"


@lru_cache(maxsize=4096)
def _names_author(names: str) -> bool:
    """Whether class names say "author"; the same few come again and again."""
    lower = names.lower()  # which nearly always settles it
    return (
        any(map(lower.__contains__, AUTHORS)) and BYLINE.search(names) is not None and NOT_BYLINE.search(names) is None
    )


def _byline(wanted: _Wanted) -> str:
    return " | ".join(filter(None, (" ".join(text.split()) for text in wanted.texts)))


def _time(wanted: _Wanted) -> PrintedTime:
    attributes = wanted.attributes
    text = attributes.get("datetime") or attributes.get("content") or "".join(wanted.texts).strip()
    return PrintedTime(text, attributes.get("itemprop"), marked=wanted.tag == "time")
