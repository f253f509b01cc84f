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
    assert named.startswith(FILE)
    assert tomllib.loads(named)["learned"] == {"sha256": "ab"}
    assert "[learned] # F1 0.9\n" in named
    assert without_model(named) == FILE


def test_another_model_takes_the_place_of_the_first() -> None:
    assert with_model(with_model(FILE, "ab", "old"), "cd") == with_model(FILE, "cd")


@pytest.mark.parametrize("heading", ["[learned]", "  [learned] # F1", "[learned]\n# why\n"])
def test_what_stands_after_it_stays(heading: str) -> None:
    edited = f'key = "floods"\n\n{heading}\nsha256 = "ab"\n\n[zones]\nlead = 1.0\n'
    assert tomllib.loads(without_model(edited)) == {"key": "floods", "zones": {"lead": 1.0}}


def test_a_file_without_a_model_stays_as_it_is() -> None:
    assert without_model(FILE + "\n\n") == FILE + "\n\n"
