"""What words of texts and names in markup tell about the body: log-odds that were learned from many sites."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

from msgspec import Struct

T = TypeVar("T")

HEAD, TAIL = 40, 20  # words of a long block that are looked up
SHORT = 6  # words of a block that is looked up as a whole, too
NAME_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
# Parts of names, run together as they may be, that nearly always stand around something else than the article.
ELSEWHERE = re.compile(
    r"related|recommend|popular|trending|mostread|most-?(?:read|view)|morestor|more-(?:on|stor|from|news)|readmore|readnext|"
    r"teaser|promo|sponsor|advert|adslot|banner|newsletter|subscri|signup|paywall|share|sharing|social|follow|comment|disqus|"
    r"repl(?:y|ies)|sidebar|breadcrumb|footer|cookie|consent|gdpr|copyright|pagination|authorbox|author-?(?:bio|info|box)|"
    r"aboutauthor|toolbar|widget|outbrain|taboola",
    re.IGNORECASE,
)
SHORTEST_NAME, LONGEST_NAME = 3, 19  # letters of a name's word; longer ones are hashes
MOST_NAMES = 12  # of an attribute that are read: classes behind these style, they do not name
REMEMBERED = 50_000  # attributes


class Said(Struct, frozen=True):
    """What an attribute's words say, as log-odds of the text inside being in the body."""

    total: float = 0.0
    least: float = 0.0
    most: float = 0.0
    elsewhere: bool = False  # whether a part of it is one of `ELSEWHERE`


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Log-odds of a block with a word in it, and of what stands in an element with a tag or a name; unknown ones say 0.

    Words of the edges are marked: `^` for the first two, `$` for the last two, `=` for the whole of a short block.
    """

    words: Mapping[str, float]
    names: Mapping[str, float]
    tags: Mapping[str, float]
    _read: dict[str, Said] = field(default_factory=dict)  # attributes come again and again
    _known: dict[str, tuple[frozenset[str], bool]] = field(default_factory=dict)  # and their parts in other ones

    def attribute(self, value: str) -> Said:
        """What the words of a class, an id and the like say."""
        said = self._read.get(value)
        if said is None:
            known = [self._name(name) for name in value.split()[:MOST_NAMES]]
            odds = [self.names[word] for word in frozenset().union(*(words for words, _ in known))]
            elsewhere = any(elsewhere for _, elsewhere in known)
            said = Said(sum(odds), min(odds, default=0.0), max(odds, default=0.0), elsewhere)
            _remember(self._read, value, said)
        return said

    def _name(self, name: str) -> tuple[frozenset[str], bool]:
        """The words of a name that are known, and whether it stands for `ELSEWHERE`."""
        known = self._known.get(name)
        if known is None:
            known = frozenset(self.names.keys() & name_words(name)), ELSEWHERE.search(name) is not None
            _remember(self._known, name, known)
        return known


def _remember(memory: dict[str, T], key: str, value: T) -> None:
    if len(memory) >= REMEMBERED:
        memory.clear()
    memory[key] = value


def name_words(name: str) -> list[str]:
    """A name's words and their pairs: "article-bodyText" has article, body, text, article body, body text."""
    found = NAME_WORD.findall(name)
    words = [word.lower() for word in found if SHORTEST_NAME <= len(word) <= LONGEST_NAME]
    return [*words, *map(" ".join, pairwise(words))]


def text_words(words: Sequence[str]) -> Sequence[str]:
    """Those of a block's lower-case words that are looked up: of a long block its head and tail."""
    return [*words[:HEAD], *words[-TAIL:]] if len(words) > HEAD + TAIL else words


def edge_words(words: Sequence[str]) -> list[str]:
    """How a block begins and ends, and the whole of a short one."""
    edges = ["^" + " ".join(words[:2]), "$" + " ".join(words[-2:])]
    return [*edges, "=" + " ".join(words)] if len(words) <= SHORT else edges
