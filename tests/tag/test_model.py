from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.tag.io import load_recogniser
from tasks.tag.model import BATCH, PIECE, cut


@given(st.text(alphabet="ab .\n", max_size=60), st.integers(1, 900))
@settings(max_examples=40, deadline=None)
def test_pieces_cover_the_text(unit: str, times: int) -> None:
    text = unit * times
    pieces = cut(text)
    assert pieces[0][0] == 0
    assert pieces[-1][1] == len(text)
    assert all(a[1] == b[0] for a, b in pairwise(pieces))
    assert all(end - start <= PIECE for start, end in pieces)


@pytest.mark.parametrize("separator", ["\n\n", "\n", ". ", " "])
def test_a_cut_is_made_at_the_best_break(separator: str) -> None:
    text = ("x" * 50 + separator) * 300
    assert all(text[:end].endswith(separator) for _, end in cut(text)[:-1])


def test_an_empty_text_is_one_piece() -> None:
    assert cut("") == [(0, 0)]


def test_the_vocabulary_does_not_grow_with_the_input() -> None:
    recogniser = load_recogniser("en_core_web_sm")
    before = len(list(recogniser.nlp.vocab))
    list(recogniser.find(f"Zq{number}xy and Xq{number}zy" for number in range(4 * BATCH)))
    assert len(list(recogniser.nlp.vocab)) - before < BATCH


def test_each_text_has_its_names_across_batches() -> None:
    texts = [f"Number {number}: Paris and London." if number % 2 else "" for number in range(BATCH + 5)]
    found = list(load_recogniser("en_core_web_sm").find(texts))
    assert [bool(names) for names in found] == [bool(text) for text in texts]
    assert all(texts[n][one.start : one.end].strip() for n, names in enumerate(found) for one in names)
