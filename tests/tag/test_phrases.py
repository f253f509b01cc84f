"""Phrases are found whatever the text does to them, and their offsets stay true."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.tag.phrases import FoldedText, PhraseFinder


def found(phrase: str, text: str) -> list[str]:
    folded = FoldedText(text)
    matches = PhraseFinder([[phrase]]).find(folded).get(0, [])
    return [text[folded.original(match.start) : folded.original(match.end)] for match in matches]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("walk out", "They WALK OUT today", ["WALK OUT"]),
        ("walk out", "a walk-out, a walk\nout and a walk \t out", ["walk-out", "walk\nout", "walk \t out"]),
        ("walk-out", "They walk out", ["walk out"]),
        ("walk out", "The walk.\n\nOut of town", []),
        ("strike", "strikers strike, striker", ["strike"]),
        ("driver's union", "The driver’s union met", ["driver’s union"]),
        ("strike", "The stri\u00adke and the \u200bstrike\u200b", ["stri\u00adke", "strike\u200b"]),
        ("M#", "M20, M2, M, M20A", ["M20", "M2"]),
        ("# flights", "Some 1,200 flights", ["1,200 flights"]),
        ("strike", "İstanbul'da strike İ strike", ["strike", "strike"]),
        ("straße", "STRAßE, Straße", ["STRAßE", "Straße"]),
        ("إضراب", "بدأ إضراب اليوم", ["إضراب"]),
        ("strike", "🚧strike🚧", ["strike"]),
    ],
)
def test_a_phrase_in_text(phrase: str, text: str, expected: list[str]) -> None:
    assert found(phrase, text) == expected


def test_the_longer_of_two_phrases_that_start_together() -> None:
    folded = FoldedText("a strike ballot")
    (match,) = PhraseFinder([["strike", "strike ballot"]]).find(folded)[0]
    assert folded.text[match.start : match.end] == "strike ballot"


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three?", 3),
        ("The U.S. port. Shut.", 2),
        ("Mr. May spoke", 1),
        ("Head\n\nBody", 2),
        ("“Gone.” He went", 2),
    ],
)
def test_sentences(text: str, sentences: int) -> None:
    folded = FoldedText(text)
    assert len({folded.sentence(at) for at, char in enumerate(folded.text) if char.isalnum()}) == sentences


PIECES = st.lists(
    st.sampled_from(["rail strike", " ", "\n", "\n\n", "\u200b", "İ", "ẞ", "12,5", "-", "é", "🚂", "ﬁ", "x"])
)


@settings(max_examples=50, deadline=None)
@given(st.one_of(st.text(max_size=200), PIECES.map("".join)))
def test_offsets_lead_back_into_the_text(text: str) -> None:
    folded = FoldedText(text)
    origins = [folded.original(at) for at in range(len(folded.text) + 1)]
    assert origins == sorted(origins)
    assert origins[-1] == len(text)
    assert all(
        text[origins[at]].lower().startswith(char)
        for at, char in enumerate(folded.text)
        if char.isascii() and char.isalpha()
    )
