"""A page, parsed once for everything that reads it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.etree import ErrorTypes, HTMLParser, XMLSyntaxError, _Element, fromstring

NEEDLESS_IN_XML = bytes(set(range(32)) - set(b"\t\n\r"))
NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())
TOO_DEEP = ErrorTypes.ERR_RESOURCE_LIMIT
NESTING_TAG = re.compile(rb"</?(?!(?:p|h[1-6]|br|title|meta|link|script|style|head|body|html)\b)[a-zA-Z][^<>]*>")


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
    return None if tree is None else Page(tree)
