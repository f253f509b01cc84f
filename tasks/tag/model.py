"""The named-entity recogniser: spaCy's tokenizer and its model's weights, fed with pieces that they can digest.

The network itself is computed in `encoder` and `transitions`. `tasks` sets OPENBLAS_NUM_THREADS=1 when it is imported:
OpenBLAS's threads only get in each other's way on matrices of this size.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from itertools import islice
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from spacy.language import Language

from tasks.tag.encoder import Encoder
from tasks.tag.transitions import Transitions

PIECE = 8_000  # characters
BATCH = 32  # pieces that are in memory together
WORDS = 100_000  # that are remembered, with how they fall into tokens: 30 MB, and the words of most news
UNREADABLE = re.compile(r"\S{80,}")  # the tokenizer takes quadratic time over such a run, and no name is one
BREAKS = (re.compile(r"\n\s*\n"), re.compile(r"\n"), re.compile(r"(?<=[.!?])\s"), re.compile(r"\s"))


class Recognised(Struct, frozen=True):
    """What the model took for a name, with the model's own label."""

    start: int
    end: int
    label: str


PLACES = ("IDX", "LENGTH", "IS_SPACE")  # where a token begins, its characters, whether it is white space


class Recogniser:
    """Finds names in plain text. One per process and language; loading takes half a second and more."""

    def __init__(self, nlp: Language, encoder: Encoder, transitions: Transitions) -> None:
        self.nlp = nlp
        tokenizer: Any = nlp.tokenizer  # is declared as any callable
        tokenizer.max_cache_size = WORDS
        self._encoder, self._transitions = encoder, transitions

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
            for (_, (number, offset)), names in zip(batch, self._names([text for text, _ in batch]), strict=True):
                while current < number:
                    yield found
                    found, current = [], current + 1
                found += (Recognised(start + offset, end + offset, label) for start, end, label in names)
        yield found

    def _names(self, texts: Sequence[str]) -> list[list[tuple[int, int, str]]]:
        """The names in each text: start, end, label."""
        found: list[list[tuple[int, int, str]]] = [[] for _ in texts]
        tokens, lengths = self._tokens(texts)
        if len(tokens):
            features = len(self._encoder.features)
            vectors = self._encoder(tokens[:, :features], lengths)
            begins, sizes, space = tokens[:, features:].astype(np.intp).T
            owner, last = np.repeat(np.arange(len(texts)), lengths), np.repeat(np.cumsum(lengths) - 1, lengths)
            for first, after, label in self._transitions.find(vectors, last, space.astype(bool)):
                end = begins[after - 1] + sizes[after - 1]
                found[owner[first]].append((int(begins[first]), int(end), label))
        return found

    def _tokens(self, texts: Sequence[str]) -> tuple[NDArray[np.uint64], list[int]]:
        """A row for each token of all texts, and how many each text has.

        Words that were met before need no thought; when there are enough of them, new ones are forgotten at once.
        """
        with self.nlp.memory_zone() if len(self.nlp.vocab) > WORDS else nullcontext():
            rows = [self.nlp.make_doc(text).to_array([*self._encoder.features, *PLACES]) for text in texts]
        return np.concatenate(rows), [len(each) for each in rows]


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
