"""Lines that repeat across a source's articles: which are likely to be boilerplate. Pure, and in any order the same.

News repeats itself too: an agency's story comes twice, a quotation is used again, a running story carries one paragraph
of background from day to day. But all of that stands in articles that speak of the same things. So a line is proposed
when it stands in enough articles of which no two are about the same. docs/decisions/0014 has what was measured.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct

from tasks.clean.folding import fold

UNRELATED = 5  # articles of which no two are about the same, in which a line must stand
SHARED = 0.15  # of the weight of the shorter article's own words; articles that share as much are about the same
COPIED = 0.5  # of the shorter article's words, repeated paragraphs and all; articles that share as much are copies
LONG = 4  # characters of a word that tells what an article is about
OTHERS = 100  # articles of other things, imagined beside a source's own, which may all be about one
FEWEST_LETTERS = 4  # of a line; what is shorter is a number in a list, or an initial
LONGEST = 2_000  # characters of a line


class Standing(Struct, frozen=True):
    """What an article says, for the search of lines."""

    day: date | None  # when it was published, if that is known
    body: tuple[str, ...]  # paragraphs
    taken: tuple[str, ...] = ()  # what adopted lines took out of it


class Line(Struct, frozen=True):
    """A line that repeats."""

    text: str
    articles: int  # in so many it stands, or would if it had not been taken out
    first_seen_on: date | None  # by the day of publication; None if none of these articles has one
    last_seen_on: date | None


def line_id(source: str, text: str) -> str:
    """What a source's line is called: the same in every ledger, and however the line is set."""
    return hashlib.sha256(f"{source}\0{fold(text)}".encode()).hexdigest()[:10]


def find_repeating(articles: Sequence[Standing]) -> list[Line]:
    """The lines of one source's articles that are likely to be boilerplate, those in most articles first.

    A line that was adopted is among them as long as it is found at all.
    """
    reading = _Reading(sorted(articles, key=lambda article: article.body))  # order decides which are told apart
    adopted = {fold(text) for article in articles for text in article.taken}
    lines = [reading.line(folded) for folded in reading.places if folded in adopted or reading.repeats(folded)]
    return sorted(lines, key=lambda line: (-line.articles, line.text))


class _Reading:
    """Some articles, and where each line stands in them."""

    def __init__(self, articles: Sequence[Standing]) -> None:
        self._days = [article.day for article in articles]
        self.places: defaultdict[str, list[int]] = defaultdict(list)
        self._texts: dict[str, str] = {}
        for number, article in enumerate(articles):
            for folded, text in _lines(article).items():
                self.places[folded].append(number)
                self._texts[folded] = min(text, self._texts.get(folded, text))
        self._all = [_words(_lines(article)) for article in articles]
        self._own = [_words(self._unrepeated(article)) for article in articles]
        seen_in = Counter(word for words in self._own for word in words)
        self._weights = {word: math.log((len(articles) + OTHERS) / seen) for word, seen in seen_in.items()}
        self._whole = [self._weight(words) for words in self._own]
        self._related: dict[tuple[int, int], bool] = {}  # two articles may have a hundred lines in common

    def line(self, folded: str) -> Line:
        days = [day for day in self._known_days(folded) if day]
        places = self.places[folded]
        return Line(self._texts[folded], len(places), min(days, default=None), max(days, default=None))

    def repeats(self, folded: str) -> bool:
        """Whether the line stands in enough articles, on more than one day, of which no two are about the same."""
        if len(self.places[folded]) < UNRELATED or len(folded.replace(" ", "")) < FEWEST_LETTERS:
            return False
        days = set(self._known_days(folded))
        return (None in days or len(days) > 1) and self._has_unrelated(self.places[folded])

    def _known_days(self, folded: str) -> Iterator[date | None]:
        return (self._days[number] for number in self.places[folded])

    def _has_unrelated(self, numbers: Sequence[int]) -> bool:
        apart: list[int] = []
        for number in numbers:
            if not any(self._are_related(other, number) for other in apart):
                apart.append(number)
            if len(apart) == UNRELATED:
                return True
        return False

    def _are_related(self, one: int, other: int) -> bool:
        if (one, other) not in self._related:
            self._related[one, other] = self._relate(one, other)
        return self._related[one, other]

    def _relate(self, one: int, other: int) -> bool:
        copied = len(self._all[one] & self._all[other]) >= COPIED * min(len(self._all[one]), len(self._all[other]))
        shared = self._weight(self._own[one] & self._own[other])
        return copied or shared >= SHARED * min(self._whole[one], self._whole[other])

    def _weight(self, words: Collection[str]) -> float:
        return math.fsum(map(self._weights.__getitem__, words))  # exact, so that their order does not count

    def _unrepeated(self, article: Standing) -> Iterator[str]:
        """What may be boilerplate relates two articles to nobody."""
        return (folded for folded in _lines(article) if len(self.places[folded]) < UNRELATED)


def _words(lines: Iterable[str]) -> frozenset[str]:
    return frozenset(word for folded in lines for word in folded.split() if len(word) >= LONG)


def _lines(article: Standing) -> dict[str, str]:
    found = {fold(text): text for text in (*article.body, *article.taken) if len(text) <= LONGEST}
    found.pop("", None)
    return found
