"""A page, parsed once: its tree, its <meta> tags and its JSON-LD, for everything that reads it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import unescape

from lxml import html as lxml_html
from lxml.html import HtmlElement

Json = Mapping[str, object]

JSON_COMMENT = re.compile(
    r"\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/)\s*$"
)
TRAILING_COMMA = re.compile(r",\s*([}\]])")
NEEDLESS_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
DEEPEST = 12  # levels of JSON-LD that are looked into
MOST_NODES = 2000  # JSON-LD nodes that are looked at
JSON_LD_LIMIT = 2_000_000  # characters of one script


@dataclass(frozen=True)
class Page:
    """One HTML page. The tree is shared: nobody changes it."""

    tree: HtmlElement
    source: str  # without characters that no page may hold

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
        scripts = (tag.text for tag in self.tree.iter("script") if "ld+json" in (tag.get("type") or "").lower())
        nodes: list[Json] = []
        for script in scripts:
            for node in _nodes(_read_json(script or "")):
                nodes.append(node)
                if len(nodes) >= MOST_NODES:
                    return tuple(nodes)
        return tuple(nodes)

    def first_meta(self, *names: str) -> str | None:
        """The first content of the first of these names that the page has."""
        return next((self.meta[name][0] for name in names if name in self.meta), None)


def parse_page(content: str) -> Page | None:
    """The page of an HTML document; None when there is nothing that could be one.

    libxml2 stops at 256 levels of nesting, which keeps every walk of the tree bounded; text beyond is not in the tree.
    """
    source = NEEDLESS_IN_XML.sub("", content)
    if not source.strip():
        return None
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return Page(lxml_html.document_fromstring(source.encode(), parser=parser), source)
    except lxml_html.etree.ParserError:  # nothing but markup that libxml2 drops
        return None


def _read_json(script: str) -> object:
    text = JSON_COMMENT.sub("", script[:JSON_LD_LIMIT]).strip().rstrip(";")
    for attempt in (text, TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(value: object, depth: int = 0) -> Iterator[Json]:
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for item in value.values():
            if isinstance(item, list | dict):
                yield from _nodes(item, depth + 1)
