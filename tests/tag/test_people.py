from __future__ import annotations

import pytest

from tasks.tag.lexicon import NameWords
from tasks.tag.people import full_names
from tasks.tag.text import prepare


def people(printed: str, words: NameWords) -> list[str]:
    text = prepare(printed)
    return [text.plain[one.start : one.end] for one in full_names(text, words)]


@pytest.mark.parametrize(
    "name", ["Clara Quarrow", "Peter J. Quarrow", "Anna van der Quarrow", "Marie-Ange Quarrow", "Clara March"]
)
def test_a_listed_first_name_makes_a_person(words: NameWords, name: str) -> None:
    assert people(f"Yesterday {name} left.", words) == [name]


@pytest.mark.parametrize("between", ["and", "or", "met", "as", "put"])
def test_two_people_are_not_one(words: NameWords, between: str) -> None:
    assert people(f"Yesterday Clara {between} Peter Quarrow left.", words) == ["Peter Quarrow"]


@pytest.mark.parametrize(
    "printed",
    [
        "Quarrow Sarn left",
        "Will Quarrow close?",
        "the Clara Hospital",
        "on Clara Monday",
        "at Clara March 3",
        "Clara\nQuarrow",
        "Clara Quarrow Wins Harbour Board Contest",  # where all words have a capital it says nothing
    ],
)
def test_what_is_nobody(words: NameWords, printed: str) -> None:
    assert people(printed, words) == []


def test_a_surname_follows_two_first_names(words: NameWords) -> None:
    assert people("Yesterday Clara Anna Quarrow left, Clara Anna stayed.", words)[::2] == [
        "Clara Anna Quarrow",
        "Clara Anna",
    ]
    assert people("Yesterday Clara Anna Monday left.", words)[0] == "Clara Anna"
    assert people("Yesterday Clara Anna WINS again.", words)[0] == "Clara Anna"
