"""A list of feeds as other readers export it. Pure."""

from __future__ import annotations

from lxml import etree
from msgspec import Struct

from schemas.errors import InputError
from tasks.fetch.urls import normalise_url

MOST_BYTES = 20_000_000
LONGEST_NAME = 100  # characters


class Outline(Struct, frozen=True):
    """A feed of the list."""

    title: str
    url: str


def read_opml(content: bytes, bad: list[str]) -> list[Outline]:
    """The feeds of a list, in its order; those that are there twice, once. What is no address of the web goes to `bad`.

    Raises:
        InputError: it is no such list.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    root = etree.fromstring(content[:MOST_BYTES], parser) if content.strip() else None
    if root is None or str(root.tag).lower() != "opml":
        raise InputError("is no OPML: it does not begin with <opml>; export the list of feeds once more")
    found = {}
    for outline in root.iter("outline"):
        said = {str(name).lower(): str(value).strip() for name, value in outline.attrib.items()}
        given = said.get("xmlurl", "")
        url = normalise_url(given)
        if given and not url:
            bad.append(given)
        elif url and url not in found:
            found[url] = Outline((said.get("title") or said.get("text") or "")[:LONGEST_NAME], url)
    return list(found.values())
