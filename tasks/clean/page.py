"""A page, parsed once: its tree, its <meta> tags and its JSON-LD, for everything that reads it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from html import unescape

from lxml import html as lxml_html
from lxml.etree import ErrorTypes, ParserError
from lxml.html import HtmlElement

from tasks.clean.json_ld import Json, read_json_ld

NEEDLESS_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
TOO_DEEP = ErrorTypes.ERR_RESOURCE_LIMIT
NESTING_TAG = re.compile(r"</?(?!(?:p|h[1-6]|br|title|meta|link|script|style|head|body|html)\b)[a-zA-Z][^<>]*>")


@dataclass(frozen=True)
class Page:
    """One HTML page. The tree is shared: nobody changes it."""

    tree: HtmlElement

    @cached_property
    def meta(self) -> dict[str, list[str]]:
        """The contents of <meta> tags by lower-case name, property or itemprop, in page order."""
        found: dict[str, list[str]] = {}
        for tag in self.tree.iter("meta"):
            content = " ".join((tag.get("content") or "").split())
            for attribute in ("name", "property", "itemprop", "http-equiv"):
                if content and (name := tag.get(attribute)):
                    found.setdefault(name.strip().lower(), []).append(unescape(content))
        return found

    @cached_property
    def json_ld(self) -> tuple[Json, ...]:
        """Every object of every JSON-LD script, outermost first; scripts that are not JSON are passed over."""
        scripts = (tag.text or "" for tag in self.tree.iter("script") if "ld+json" in (tag.get("type") or "").lower())
        return read_json_ld(scripts)

    def first_meta(self, *names: str) -> str | None:
        """The first content of the first of these names that the page has."""
        return next((self.meta[name][0] for name in names if name in self.meta), None)


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
