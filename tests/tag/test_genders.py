from __future__ import annotations

import pytest

from tasks.tag.genders import Genders

TOLD = ({"mr", "sir", "peter", "alex"}, {"mrs", "ms", "lady", "clara"})
TOLD = ({"mr", "sir", "peter", "alex"}, {"mrs", "ms", "lady", "clara"})
GENDERS = Genders(TOLD, {"alex"}, {"Mr", "Mr.", "Mrs", "Ms", "Sir", "Lady"})


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ("Then Mr ", "Mr"),
        ("Then Mrs. ", "Mrs"),
        ("Mr Berg and Lady ", "Lady"),
        ("Mr and Mrs ", None),
        ("Mr. and Mrs. ", None),
        ("Peter ", None),
        ("Dr ", None),
        ("Then mr ", None),
        ("", None),
    ],
)
def test_the_title_before_a_name(before: str, told: str | None) -> None:
    assert GENDERS.title_before(f"{before}Hale spoke", len(before)) == told


def test_what_a_title_tells() -> None:
    assert [GENDERS.of_title(title) for title in ("Sir", "Ms", None)] == [True, False, None]


@pytest.mark.parametrize(("name", "told"), [("Peter Hale", True), ("Clara Hale", False), ("Alex Hale", None)])
def test_what_a_first_name_tells(name: str, told: bool | None) -> None:
    assert GENDERS.of_name(name) is told


def test_one_word_may_be_a_surname() -> None:
    assert GENDERS.of_name("Clara") is None
