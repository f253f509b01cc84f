"""A page, parsed once for everything that reads it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import html as lxml_html
from lxml.etree import ErrorTypes, ParserError
from lxml.html import HtmlElement

NEEDLESS_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
TOO_DEEP = ErrorTypes.ERR_RESOURCE_LIMIT
NESTING_TAG = re.compile(r"</?(?!(?:p|h[1-6]|br|title|meta|link|script|style|head|body|html)\b)[a-zA-Z][^<>]*>")


@dataclass(frozen=True)
class Page:
    """One HTML page. The tree is shared: nobody changes it."""

    tree: HtmlElement


def parse_page(content: str) -> Page | None:
    """The page of an HTML document; None when there is nothing that could be one.

    libxml2 stops at 256 levels of nesting, which keeps every walk of the tree bounded, but drops what follows. Such a
    page is read again without the tags that nest.
    """
    source = NEEDLESS_IN_XML.sub("", content)
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    page = _parse(source, parser)
    if any(error.type == TOO_DEEP for error in parser.error_log):
        return _parse(NESTING_TAG.sub(" ", source), parser)
    return page


def _parse(source: str, parser: lxml_html.HTMLParser) -> Page | None:
    try:
        return Page(lxml_html.document_fromstring(source.encode(), parser=parser)) if source.strip() else None
    except ParserError:  # nothing but markup that libxml2 drops
        return None
