r"""Finding many phrases in one pass over a text, whatever its case, quotes, hyphens and line breaks.

A text is folded first: lower case, plain apostrophes, every hyphen and run of white space one space, a blank
line one line feed, every number one 0, characters without width gone. Phrases are folded likewise, so `walk-out`
finds "Walk\nout" and `M#` finds "M20". Matches carry offsets into the text as it was.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import ahocorasick
from msgspec import Struct

# Replaced one after the other: for so few characters that is many times as fast as `str.translate`.
FOLD = tuple(zip("’‘ʼ‐‑-\t\r\xa0\u2009\u202f#", "'''        0", strict=True))
RUN = re.compile(r"\s\s+|\n|[0-9]+(?:[.,][0-9]+)*|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
# A full stop after one or two letters ("U.S. ", "Mr. ") ends no sentence: a wrong cut costs more than a missed one.
# The pattern begins with a set of characters because then `re` skips to them: eight times as fast.
SENTENCE_END = re.compile(r"[.!?…\n](?<!\b\w\.)(?<!\b\w\w\.)(?:(?<=\n)|[\"'”)\]]*(?= ))")


class Match(Struct, frozen=True):
    """Where a phrase stands: [start, end) in the folded text."""

    start: int
    end: int


class FoldedText:
    """A text as phrases are looked for in it."""

    def __init__(self, text: str) -> None:
        self._pieces = list(_pieces(_plain(_lower(text))))
        self._starts: list[int] = []
        length = 0
        for _, piece in self._pieces:
            self._starts.append(length)
            length += len(piece)
        self.text = "".join(piece for _, piece in self._pieces)
        self._sentence_ends = [found.end() for found in SENTENCE_END.finditer(self.text)]

    def original(self, position: int) -> int:
        """The offset in the text as it was."""
        at = bisect_right(self._starts, position) - 1
        return self._pieces[at][0] + position - self._starts[at] if self._pieces else position

    def sentence(self, position: int) -> int:
        """The number of the sentence that holds the position."""
        return bisect_right(self._sentence_ends, position)


class PhraseFinder:
    """Finds the phrases of several sets; a set is known by its number."""

    def __init__(self, sets: Sequence[Sequence[str]]) -> None:
        self._automaton = ahocorasick.Automaton()
        for phrase, numbers in _by_form(sets).items():
            self._automaton.add_word(phrase, (len(phrase), tuple(sorted(numbers))))
        self._automaton.make_automaton()

    def find(self, folded: FoldedText) -> Mapping[int, list[Match]]:
        """The matches of each set that has any, in reading order; of two that start together the longer."""
        text, found = folded.text, defaultdict[int, dict[int, Match]](dict)
        for last, (length, numbers) in self._automaton.iter(text):
            match = Match(last + 1 - length, last + 1)
            if _whole_words(text, match):
                for number in numbers:
                    found[number][match.start] = match  # ends ascend, so the longest stays
        return {number: [matches[start] for start in sorted(matches)] for number, matches in found.items()}


def fold_phrase(phrase: str) -> str:
    """A phrase as it is looked for in a folded text."""
    return FoldedText(phrase.strip()).text


def _by_form(sets: Sequence[Sequence[str]]) -> Mapping[str, set[int]]:
    numbers = defaultdict[str, set[int]](set)
    for number, phrases in enumerate(sets):
        for phrase in phrases:
            numbers[fold_phrase(phrase)].add(number)
    return numbers


def _whole_words(text: str, match: Match) -> bool:
    before, after = text[match.start - 1 : match.start], text[match.end : match.end + 1]
    return not before.isalnum() and not after.isalnum()


def _lower(text: str) -> str:
    """Lower case of the same length: the few characters that would grow stay as they are."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _plain(text: str) -> str:
    for character, plain in FOLD:
        text = text.replace(character, plain)
    return text


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """The text in pieces with the offset where each began; runs are put in short."""
    done = 0
    for run in RUN.finditer(text):
        if text[done : run.start()]:
            yield done, text[done : run.start()]
        yield run.start(), _short(run[0])
        done = run.end()
    yield done, text[done:]


def _short(run: str) -> str:
    if run.isspace():
        return "\n" if run.count("\n") > 1 else " "
    return "0" if run[0].isdigit() else ""
