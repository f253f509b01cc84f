"""Sitemaps, news sitemaps and indexes of them, as a stream in bounded memory.

The parser is told to load nothing, to replace no entity and to stop at its own limits; a document type is cut off
before it reads a byte.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Literal

from lxml import etree
from msgspec import Struct

from schemas.errors import InputError

ROOT = re.compile(rb"<(?:[\w.-]+:)?(urlset|sitemapindex|urllist)[\s>]", re.IGNORECASE)
HEAD = 100_000  # bytes in which the root begins
ENTRIES, DATE = ("url", "sitemap"), "publication_date"
VALUES = ("loc", "lastmod", DATE)
LONGEST = 2_000  # characters of a value that counts


class Listed(Struct, frozen=True):
    """One entry: a page, or another sitemap."""

    kind: Literal["page", "sitemap"]
    url: str
    changed: str | None = None  # lastmod, else a news sitemap's publication_date; as printed
    published: str | None = None  # the latter


def read_sitemap(content: bytes) -> Iterator[Listed]:
    """What a sitemap lists, in its order; what is not well-formed is read as far as it can be.

    A list of addresses in plain text, one a line, is a sitemap too.

    Raises:
        InputError: it is no sitemap.
    """
    root = ROOT.search(content[:HEAD])
    if root is None:
        yield from _read_lines(content)
        return
    kind: Literal["page", "sitemap"] = "sitemap" if root[1].lower() == b"sitemapindex" else "page"
    encoding = re.search(rb"""encoding=["']([A-Za-z0-9_.-]{1,40})["']""", content[: root.start()])
    source = io.BytesIO(content[root.start() :])
    try:
        yield from _entries(source, kind, encoding[1].decode() if encoding else None)
    except (etree.XMLSyntaxError, LookupError, ValueError) as error:
        raise InputError(f"breaks off as a sitemap: {str(error)[:200]}") from error


def _entries(source: io.BytesIO, kind: Literal["page", "sitemap"], encoding: str | None) -> Iterator[Listed]:
    found: dict[str, str] = {}
    parsed = etree.iterparse(
        source, events=("end",), resolve_entities=False, no_network=True, load_dtd=False, recover=True,
        huge_tree=False, encoding=encoding, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    for _, element in parsed:
        name = _name(element)
        if name in VALUES and element.text and (name == DATE or _is_entry(element.getparent())):
            found.setdefault(name, element.text.strip()[:LONGEST])
        elif name in ENTRIES:
            if url := found.get("loc"):
                yield Listed(kind, url, found.get("lastmod") or found.get(DATE), found.get(DATE))
            found.clear()
            _forget(element)


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def _is_entry(parent: etree._Element | None) -> bool:
    """An image's `loc` stands in one too, but deeper."""
    return parent is not None and _name(parent) in ENTRIES


def _forget(element: etree._Element) -> None:
    """What was read goes, so that memory does not grow with the sitemap."""
    element.clear()
    while (before := element.getprevious()) is not None and (parent := element.getparent()) is not None:
        parent.remove(before)


def _read_lines(content: bytes) -> Iterator[Listed]:
    lines = [line.strip() for line in content.decode("utf-8", "replace").lstrip("\ufeff").splitlines()]
    if not lines or not all(line.startswith(("http://", "https://")) for line in lines if line):
        raise InputError("is no sitemap: it has neither <urlset> nor <sitemapindex>")
    yield from (Listed("page", line[:LONGEST]) for line in lines if line)
