"""What pages say about themselves in JSON-LD scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from itertools import islice

Json = Mapping[str, object]

ARTICLE = re.compile(r"(?:Article|BlogPosting|LiveBlogPosting|ReportageNewsArticle|Review|Report)$")
TAG = re.compile(r"<[^<>]{1,200}>")
OPENING = re.compile(r"<!--|(?://|/\*)\s{0,9}<!\[CDATA\[(?:\s{0,9}\*/)?")
CLOSING = re.compile(r"(?:-->|(?://|/\*)\s{0,9}\]\]>(?:\s{0,9}\*/)?|;)\Z")
TRAILING_COMMA = re.compile(r",\s*([}\]])")
DEEPEST = 12  # levels of JSON-LD that are looked into
MOST_NODES = 2000  # JSON-LD nodes that are looked at
JSON_LD_LIMIT = 2_000_000  # characters of one script


def read_json_ld(scripts: Iterable[str]) -> tuple[Json, ...]:
    """Every object in these scripts, outermost first; a script that is not JSON is passed over."""
    nodes = (node for script in scripts for node in _nodes(_read_json(script)))
    return tuple(islice(nodes, MOST_NODES))


def main_node(nodes: Iterable[Json]) -> Json:
    """The JSON-LD object that is the article: the first of an article's type that has a headline; {} if there is none.

    Those that follow are entries of a live blog, comments, or other articles.
    """
    first: Json | None = None
    for node in nodes:
        if any(map(ARTICLE.search, kinds(node))):
            if node.get("headline"):
                return node
            first = first or node
    return first or {}


def kinds(node: Json) -> list[str]:
    """The types that a JSON-LD object says it has."""
    said = node.get("@type")
    return [kind for kind in (said if isinstance(said, list) else [said]) if isinstance(kind, str)]


def texts(value: object) -> Iterator[str]:
    """The strings in a JSON-LD value, as a reader would see them, each on one line."""
    for text in _items(value):
        if isinstance(text, str) and (line := " ".join(TAG.sub("", unescape(text)).split())):
            yield line


def paragraphs(value: object) -> list[str]:
    """The paragraphs of a JSON-LD text; its line breaks and tags part them."""
    lines = (
        line for text in _items(value) if isinstance(text, str) for line in TAG.sub("\n", unescape(text)).splitlines()
    )
    return [line for line in (" ".join(line.split()) for line in lines) if line]


def names(value: object, by_id: Mapping[str, Json]) -> Iterator[str]:
    """The names in a JSON-LD author or publisher: strings, objects, lists of either, references to other objects."""
    for item in _items(value):
        if isinstance(item, dict):
            named = item if item.get("name") else by_id.get(str(item.get("@id")), item)
            parts = " ".join(part for key in ("givenName", "familyName") for part in texts(named.get(key)))
            yield from list(texts(named.get("name"))) or filter(None, [parts])
        else:
            yield from texts(item)


def dicts(value: object) -> Iterator[Json]:
    """The objects in a JSON-LD value, not those within them."""
    return (item for item in _items(value) if isinstance(item, dict))


def _items(value: object) -> list[object]:
    """A value, or what lists in lists hold, to `DEEPEST` levels."""
    items = value if isinstance(value, list) else [value]
    for _ in range(DEEPEST):
        if not any(isinstance(item, list) for item in items):
            return items
        items = [inner for item in items for inner in (item if isinstance(item, list) else [item])][:MOST_NODES]
    return [item for item in items if not isinstance(item, list)]


def _read_json(script: str) -> object:
    text = script[:JSON_LD_LIMIT].strip()
    opening = OPENING.match(text)
    text = CLOSING.sub("", text[opening.end() :] if opening else text)
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
