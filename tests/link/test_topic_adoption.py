"""A topic's file with a model and without."""

from __future__ import annotations

import tomllib

import pytest

from tasks.link.topic_adoption import with_model, without_model

FILE = """\
# ours
key = "floods"   # as the file

[[examples.positive]]
headline = "[learned] men"

[[examples.negative]]
headline = "Drought"
"""


def test_a_model_is_named_at_the_end_and_taken_out_again() -> None:
    named = with_model(FILE, "ab", "F1 0.9")
    assert named is not None
    assert named.startswith(FILE)
    assert tomllib.loads(named)["learned"] == {"sha256": "ab"}
    assert "[learned] # F1 0.9\n" in named
    assert without_model(named) == FILE


def test_another_model_takes_the_place_of_the_first() -> None:
    assert with_model(with_model(FILE, "ab", "old") or "", "cd") == with_model(FILE, "cd")


@pytest.mark.parametrize("heading", ["[learned]", "  [learned] # F1", "[learned]\n# why\n"])
def test_what_stands_after_it_stays(heading: str) -> None:
    edited = f'key = "floods"\n\n{heading}\nsha256 = "ab"\n\n[zones]\nlead = 1.0\n'
    assert tomllib.loads(without_model(edited) or "") == {"key": "floods", "zones": {"lead": 1.0}}


def test_a_file_without_a_model_stays_as_it_is() -> None:
    assert without_model(FILE + "\n\n") == FILE + "\n\n"


def test_comments_on_what_follows_stay() -> None:
    text = 'key = "floods"\n\n[learned]\nsha256 = "ab"\n\n# where rivers are\n[zones]\nlead = 1.0\n'
    assert without_model(text) == 'key = "floods"\n\n\n# where rivers are\n[zones]\nlead = 1.0\n'


@pytest.mark.parametrize(
    "named", ['learned = { sha256 = "ab" }', 'learned.sha256 = "ab"', '["learned"]\nsha256 = "ab"']
)
def test_a_model_that_is_named_in_another_way_is_left_to_whoever_wrote_it(named: str) -> None:
    text = f'key = "floods"\n{named}\n'
    assert without_model(text) is None
    assert with_model(text, "cd") is None


def test_an_example_that_looks_like_a_model_is_none() -> None:
    text = 'key = "floods"\n\n[examples]\nbody = """\n[learned]\nsha256 = "ab"\n"""\n'
    assert without_model(text) == text
    named = with_model(text, "cd")
    assert named is not None
    assert named.startswith(text)
    assert without_model(named) is None  # rather than to cut the example


def test_the_ends_of_lines_are_those_of_the_file() -> None:
    text = FILE.replace("\n", "\r\n")
    named = with_model(text, "ab", "why")
    assert named is not None
    assert "\n" not in named.replace("\r\n", "")
    assert without_model(named) == text
