from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tasks.tag.model import BATCH, PIECE, UNREADABLE, Recognised, Recogniser, cut
from tasks.tag.transitions import AHEAD
from tests.tag.french import ARTICLES
from tests.tag.models import MODELS, recogniser_of

ROOT = Path(__file__).parents[2]
WORDS = (
    "Anna",
    "Weiss",
    "Port of Dover",
    "the",
    "on",
    "Monday",
    "M20",
    "£5m",
    "said",
    ".",
    ",",
    "\n\n",
    " ",
    "\u00a0",
    "EU",
    "is",
)


@pytest.fixture
def recogniser() -> Recogniser:
    return recogniser_of("en_core_web_sm")


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


def test_a_full_vocabulary_does_not_grow_with_the_input(
    recogniser: Recogniser, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = len(list(recogniser.nlp.vocab))
    monkeypatch.setattr("tasks.tag.model.WORDS", before + 5)
    list(recogniser.find(f"Zq{number}xy and Xq{number}zy" for number in range(4 * BATCH)))
    assert before + 5 < len(list(recogniser.nlp.vocab)) < before + 3 * BATCH


def test_each_text_has_its_names_across_batches(recogniser: Recogniser) -> None:
    texts = [f"Number {number}: Paris and London." if number % 2 else "" for number in range(BATCH + 5)]
    found = list(recogniser.find(texts))
    assert [bool(names) for names in found] == [bool(text) for text in texts]
    assert all(texts[n][one.start : one.end].strip() for n, names in enumerate(found) for one in names)


def by_spacy(recogniser: Recogniser, text: str) -> list[Recognised]:
    return [Recognised(name.start_char, name.end_char, name.label_) for name in recogniser.nlp(text).ents]


def moved(name: Recognised, by: int) -> Recognised:
    return replace(name, start=name.start + by, end=name.end + by)


EACH_MODEL = [pytest.param(name, marks=[] if name == "en_core_web_sm" else [pytest.mark.full]) for name in MODELS]


@pytest.mark.parametrize("model", EACH_MODEL)
def test_the_names_are_those_that_spacy_finds(model: str) -> None:
    """Whole articles in batches, against spaCy's own computation of the same network."""
    paths = [*ROOT.glob("samples/**/*.txt"), *ROOT.glob("docs/**/*.md")]
    texts = [UNREADABLE.sub(" ", path.read_text(encoding="utf-8", errors="replace")) for path in paths]
    texts += [article.body for article in ARTICLES]
    recogniser = recogniser_of(model)
    found = list(recogniser.find(texts))
    assert sum(map(len, found)) > 500
    pieces = [(text, cut(text)) for text in texts]
    by_piece = [[(start, by_spacy(recogniser, text[start:end])) for start, end in cuts] for text, cuts in pieces]
    assert found == [[moved(name, start) for start, names in each for name in names] for each in by_piece]


def test_a_name_that_goes_on_and_on_is_followed_to_its_end() -> None:
    recogniser, text = recogniser_of("fr_core_news_sm"), "Le " * 300
    (found,) = recogniser.find([text])
    assert found == by_spacy(recogniser, text)
    assert max(one.end - one.start for one in found) > 3 * AHEAD


@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
@settings(max_examples=60, deadline=None)
def test_they_are_in_odd_texts_too(text: str) -> None:
    for recogniser in map(recogniser_of, ("en_core_web_sm", "fr_core_news_sm")):
        assert list(recogniser.find([text, "", text])) == [by_spacy(recogniser, text), [], by_spacy(recogniser, text)]
