"""A page, parsed once for everything that reads it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.etree import ErrorTypes, HTMLParser, SubElement, XMLSyntaxError, _Element, fromstring

NEEDLESS_IN_XML = bytes(set(range(32)) - set(b"\t\n\r"))
NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())
TOO_DEEP = ErrorTypes.ERR_RESOURCE_LIMIT
NESTING_TAG = re.compile(rb"</?(?!(?:p|h[1-6]|br|title|meta|link|script|style|head|body|html)\b)[a-zA-Z][^<>]*>")
# Elements that came with HTML5. libxml2 does not know that they end a head, as they do where <body> is left out.
SECTIONS = frozenset({"article", "aside", "details", "figure", "footer", "header", "main", "nav", "section"})


@dataclass(frozen=True)
class Page:
    """One HTML page. The tree is shared: nobody changes it."""

    tree: _Element


def parse_page(content: str) -> Page | None:
    """The page of an HTML document; None when there is nothing that could be one.

    libxml2 stops at 256 levels of nesting, which keeps every walk of the tree bounded, but drops what follows. Such a
    page is read again without the tags that nest.
    """
    source = content.encode("utf-8", "ignore").translate(None, NEEDLESS_IN_XML)
    for no_character in NO_CHARACTERS:
        source = source.replace(no_character, b"")
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    page = _parse(source, parser)
    if any(error.type == TOO_DEEP for error in parser.error_log):
        return _parse(NESTING_TAG.sub(b" ", source), parser)
    return page


def _parse(source: bytes, parser: HTMLParser) -> Page | None:
    # lxml.html's elements would be more comfortable, and take three times as long to make.
    try:
        tree = fromstring(source, parser=parser) if source.strip() else None
    except XMLSyntaxError:  # nothing but markup that libxml2 drops
        return None
    if tree is None:
        return None
    _end_head(tree)
    return Page(tree)


def _end_head(tree: _Element) -> None:
    """Put what libxml2 left in the head where it belongs: from the first section on, all of it is the body."""
    head = tree.find("head")
    children = [] if head is None else list(head)
    first = next((n for n, child in enumerate(children) if child.tag in SECTIONS), None)
    if first is None:
        return
    body = tree.find("body")
    if body is None:
        body = SubElement(tree, "body")
    for child in reversed(children[first:]):
        body.insert(0, child)
