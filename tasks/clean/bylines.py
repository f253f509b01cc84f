"""The authors among all the places where a page may name them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tasks.clean.authors import PERSON, AuthorReader
from tasks.clean.json_ld import names
from tasks.clean.told import Found, Told

AUTHOR_META = ("author", "article:author", "parsely-author", "dc.creator", "dcterms.creator")
MORE_META = re.compile(r"author$|^byl$|creator$")
OTHER_META = ("twitter:creator", "citation_author")  # handles; "surname, first name"
CARD_LABEL = re.compile(r"twitter:label(\d)")  # of a preview's card: what stands in `twitter:data1`
LONGEST_LINE = 150  # characters of a byline that no markup calls one
MOST_BYLINES = 6  # that are looked at; later ones belong to other articles


def choose_authors(told: Told, reader: AuthorReader) -> Found[tuple[str, ...]] | None:
    """The authors, and where they stood: in the JSON-LD, in meta tags, or in a byline that the page prints.

    The first place that names people wins over those that name the publisher, a desk or an account.
    """
    best, most = None, 0
    for method, read in (("json-ld", _in_json_ld), ("meta", _in_meta), ("meta", _on_card), ("page", _printed)):
        names = read(told, reader)
        if (rank := reader.rank(names, told.outlets)) > most:
            best, most = Found(names, method), rank
        if most == PERSON:
            break
    return best


def _in_json_ld(told: Told, reader: AuthorReader) -> tuple[str, ...]:
    by_id = {str(node["@id"]): node for node in told.nodes if "@id" in node and "name" in node}
    said = (name for key in ("author", "creator") for name in names(told.article.get(key), by_id))
    return reader.read(said, told.outlets)


def _in_meta(told: Told, reader: AuthorReader) -> tuple[str, ...]:
    more = (name for name in told.clues.meta if MORE_META.search(name) and name not in OTHER_META)
    return reader.read(told.meta(*dict.fromkeys((*AUTHOR_META, *more))), told.outlets)


def _on_card(told: Told, reader: AuthorReader) -> tuple[str, ...]:
    """The people on the card that networks show for a link: its label says "Written by"."""
    labels = ((CARD_LABEL.fullmatch(name), content) for name, (content, *_) in told.clues.meta.items())
    said = (f"twitter:data{found[1]}" for found, content in labels if found and reader.by.fullmatch(content))
    return reader.read(told.meta(*said), told.outlets)


def _printed(told: Told, reader: AuthorReader) -> tuple[str, ...]:
    found = (reader.read_byline(text, told.outlets, marked=True) for text in told.clues.bylines[:MOST_BYLINES])
    return next(filter(None, found), ())


def authors_in_lines(lines: Iterable[str], reader: AuthorReader, outlets: Iterable[str]) -> tuple[str, ...]:
    """The people that the first byline among these lines names: "By Ada Byrne", "3 May · by Ada Byrne and Tom Hale"."""
    short = (line for line in lines if len(line) <= LONGEST_LINE)
    return next(filter(None, (reader.read_byline(line, outlets, marked=False) for line in short)), ())
