"""A page, read once: its blocks and what it says of itself are collected while it is parsed, and no tree is made."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml.etree import HTMLParser
from msgspec import Struct

from tasks.clean.blocks import BlockReader, Blocks
from tasks.clean.clues import ClueReader, Clues

# Elements that came with HTML5. libxml2 does not know that they end a head, as they do where <body> is left out.
SECTIONS = frozenset({"article", "aside", "details", "figure", "footer", "header", "main", "nav", "section"})
CHUNK = 16_384  # bytes
DEEPEST = 1_000
NESTING_TAG = re.compile(rb"</?(?!(?:p|br|title|meta|link|script|style|head|body|html)\b)[a-zA-Z][^<>]*>")


class Page(Struct, frozen=True):
    """One HTML page."""

    blocks: Blocks
    clues: Clues


def parse_page(content: str) -> Page:
    """The page of an HTML document, whatever its markup is like; of tidy text, see `tasks.clean.decode`.

    A page with more than `DEEPEST` elements in each other is read without the tags that nest: libxml2 looks through all
    open elements at many a tag, which would take minutes.
    """
    source = content.encode("utf-8", "ignore")
    try:
        return _read(source)
    except _TooDeepError:
        return _read(NESTING_TAG.sub(b" ", source))


def _read(source: bytes) -> Page:
    reader = _Reader()
    # A tree, and elements of it as Python has them, would take as long again as parsing. The type that a target should
    # have asks for bytes as well, which come where no encoding is known.
    parser = HTMLParser(encoding="utf-8", target=reader)  # type: ignore[arg-type]
    if source.strip():
        for start in range(0, len(source), CHUNK):  # in one piece, it would go on behind an error
            parser.feed(source[start : start + CHUNK])
        parser.close()
    return reader.page()


class _TooDeepError(Exception):
    """More than `DEEPEST` elements are open."""


class _Reader:
    """What libxml2's events are handed to; each start has its end, also where the page forgets it."""

    def __init__(self) -> None:
        self._blocks, self._clues = BlockReader(), ClueReader()
        self._depth = 0
        self._head = 0  # open elements from the head on

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise _TooDeepError
        if self._head or tag == "head":
            self._head += 1
            if self._head == 2 and tag in SECTIONS:
                self._end_head()
        self._clues.start(tag, attributes)
        self._blocks.start(tag, attributes)

    def end(self, tag: str) -> None:
        self._depth -= 1
        if self._head:
            self._head -= 1
        self._clues.end(tag)
        self._blocks.end(tag)

    def data(self, text: str) -> None:
        self._clues.add(text)
        self._blocks.add(text)

    def close(self) -> None:
        """libxml2 asks for it."""

    def page(self) -> Page:
        return Page(self._blocks.finish(), self._clues.finish())

    def _end_head(self) -> None:
        """From the first section on, what libxml2 still counts to the head is the body; both end together."""
        self._head = 0
        self._blocks.end("head")
        self._blocks.start("body", {})
