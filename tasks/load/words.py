"""The words of a text as a search finds them: without case and accents, in every language that puts spaces between.

SQLite takes its texts apart by itself (unicode61, which does nearly the same); for PostgreSQL it is done here, because
what its own parser makes of a text depends on the locale of the database.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from tasks.load.fold import ACCENTS

WORD = re.compile(r"(?:[^\W_]++|[\u0300-\u036f]++)++")
LONGEST_WORD = 200  # characters; what is longer is no word, and is known by its beginning
LAST_POSITION = 16_383  # PostgreSQL counts no further
LARGEST_VECTOR = 900_000  # bytes; PostgreSQL takes about a million


class Word(NamedTuple):
    """A word as it is searched for, and where it stands in its text."""

    folded: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """The words of a text in their order."""
    for found in WORD.finditer(text):
        folded = _folded(found[0])
        if folded:
            yield Word(folded, *found.span())


def vector(fields: Iterable[str | None]) -> str:
    """What PostgreSQL keeps of a text, its fields one after another, as it reads a `tsvector`.

    Between two fields a place is left free, so that no phrase reaches from one into the next.
    """
    places: dict[str, str] = {}
    place = size = 0
    for field in fields:
        place += 1
        for word in filter(None, map(_folded, WORD.findall(field or ""))):
            place += 1
            there = places.get(word)
            size += 2 if there else len(word.encode()) + 5
            if size > LARGEST_VECTOR:
                break
            at = min(place, LAST_POSITION)
            places[word] = f"{there},{at}" if there else f"'{word}':{at}"
    return " ".join(places.values())


@lru_cache(maxsize=100_000)  # words come again and again
def _folded(word: str) -> str:
    return ACCENTS.sub("", unicodedata.normalize("NFD", word)).lower()[:LONGEST_WORD]
