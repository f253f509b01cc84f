from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.tag.spans import SpanIndex, without_overlap


@dataclass(frozen=True)
class Piece:
    start: int
    end: int


PIECES = st.lists(st.builds(lambda start, size: Piece(start, start + size), st.integers(0, 60), st.integers(1, 12)))


def test_the_longest_of_a_chain_leaves_what_it_does_not_touch() -> None:
    a, b, c = Piece(0, 5), Piece(4, 10), Piece(9, 16)
    assert without_overlap([c, b, a]) == [a, c]


def test_the_earlier_wins_a_tie() -> None:
    assert without_overlap([Piece(2, 6), Piece(0, 4)]) == [Piece(0, 4)]


@given(PIECES)
@settings(max_examples=50, deadline=None)
def test_what_goes_touches_something_as_long_that_stays(pieces: list[Piece]) -> None:
    kept = without_overlap(pieces)
    assert all(a.end <= b.start for a, b in pairwise(kept))
    for piece in set(pieces) - set(kept):
        length = piece.end - piece.start
        assert any(k.start < piece.end and piece.start < k.end and k.end - k.start >= length for k in kept)


@given(PIECES, st.integers(0, 60), st.integers(1, 30))
@settings(max_examples=50, deadline=None)
def test_an_index_finds_what_a_search_finds(pieces: list[Piece], start: int, size: int) -> None:
    kept, asked = without_overlap(pieces), Piece(start, start + size)
    assert SpanIndex(kept).overlapping(asked) == [k for k in kept if k.start < asked.end and asked.start < k.end]


class Counted(list[Piece]):
    """A list that counts what it hands out."""

    handed_out = 0

    def __getitem__(self, key: Any) -> Any:
        found = super().__getitem__(key)
        self.handed_out += len(found) if isinstance(found, list) else 1
        return found


def test_asking_an_index_takes_what_it_answers_and_no_more() -> None:
    pieces = Counted(Piece(n, n + 1) for n in range(1_000))
    index = SpanIndex(pieces)
    assert [index.overlapping(piece) for piece in list(pieces)] == [[piece] for piece in list(pieces)]
    assert pieces.handed_out <= 3 * len(pieces)
