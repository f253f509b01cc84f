"""The named-entity recogniser: a spaCy model set up for speed, fed with pieces that it can digest.

`tasks` sets OPENBLAS_NUM_THREADS=1 when it is imported: OpenBLAS's threads only get in each other's way on matrices of
this size.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from spacy.language import Language

PIECE = 8_000  # characters
BATCH = 16  # pieces that are in memory together, and after which the vocabulary forgets the words it met in them
UNREADABLE = re.compile(r"\S{80,}")  # the tokenizer takes quadratic time over such a run, and no name is one
BREAKS = (re.compile(r"\n\s*\n"), re.compile(r"\n"), re.compile(r"(?<=[.!?])\s"), re.compile(r"\s"))


@dataclass(frozen=True, slots=True)
class Recognised:
    """What the model took for a name, with the model's own label."""

    start: int
    end: int
    label: str


class Recogniser:
    """Finds names in plain text. One per process; loading takes half a second."""

    def __init__(self, nlp: Language, weights_hash: str) -> None:
        self.nlp = nlp
        self.weights_hash = weights_hash

    def find(self, texts: Iterable[str]) -> Iterator[list[Recognised]]:
        """The names in each text, in reading order. Bounded in memory by the longest text, not by their number."""
        pieces = (
            (UNREADABLE.sub(_blank, text[start:end]), (number, start))
            for number, text in enumerate(texts)
            for start, end in cut(text)
        )
        found: list[Recognised] = []
        current = 0
        while batch := list(islice(pieces, BATCH)):
            for number, names in self._find_in(batch):
                while current < number:
                    yield found
                    found, current = [], current + 1
                found += names
        yield found

    def _find_in(self, pieces: list[tuple[str, tuple[int, int]]]) -> list[tuple[int, list[Recognised]]]:
        """The names in each piece; what the vocabulary learns of new words is forgotten with them."""
        with self.nlp.memory_zone():
            docs = self.nlp.pipe(pieces, as_tuples=True, batch_size=BATCH)
            return [
                (number, [Recognised(e.start_char + offset, e.end_char + offset, e.label_) for e in doc.ents])
                for doc, (number, offset) in docs
            ]


def _blank(run: re.Match[str]) -> str:
    return " " * len(run[0])


def cut(text: str) -> list[tuple[int, int]]:
    """Pieces of at most `PIECE` characters that cover the text, cut at paragraphs, else sentences, else words.

    An empty text is one empty piece, so that every text has its result.
    """
    pieces, start = [], 0
    while len(text) - start > PIECE:
        end = _break(text, start)
        pieces.append((start, end))
        start = end
    return [*pieces, (start, len(text))]


def _break(text: str, start: int) -> int:
    window = text[start : start + PIECE]
    for separator in BREAKS:
        if found := _last(separator, window):
            return start + found
    return start + PIECE


def _last(separator: re.Pattern[str], window: str) -> int | None:
    ends = [match.end() for match in separator.finditer(window, PIECE // 2)]
    return ends[-1] if ends else None
