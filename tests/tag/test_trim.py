from __future__ import annotations

import pytest

from schemas.records import Label
from tasks.tag.lexicon import NameWords
from tasks.tag.trim import Candidate, trim


def trimmed(printed: str, words: NameWords, label: Label = "PERSON") -> list[str]:
    found = trim(printed, Candidate(0, len(printed), label), words)
    return [printed[one.start : one.end] for one in found]


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Ms Ashdown", "Ashdown"),
        ("Prime Minister Jo Ashdown", "Jo Ashdown"),
        ("the Harbour Board", "Harbour Board"),
        ("Jo Ashdown's", "Jo Ashdown"),
        ("Ashdowns'", "Ashdowns"),
        ('"Jo Ashdown",', "Jo Ashdown"),
        ("U.S.", "U.S."),
        ("Jo Ashdown MP", "Jo Ashdown"),
        ("Ms May", "May"),
    ],
)
def test_only_the_name_is_left(words: NameWords, printed: str, name: str) -> None:
    assert trimmed(printed, words) == [name]


@pytest.mark.parametrize(
    "printed", ["the", "MSP", "Q&A", "Monday", "'s", "The Government", "12", "8.47 billion Net", "", "…", "A" * 500]
)
def test_what_is_no_name(words: NameWords, printed: str) -> None:
    assert trimmed(printed, words, "ORG") == []


def test_a_rank_belongs_to_a_company_that_is_called_so(words: NameWords) -> None:
    assert trimmed("General Turbines", words, "ORG") == ["General Turbines"]


def test_lines_are_separate(words: NameWords) -> None:
    assert trimmed("Jo Ashdown\n\nDunmouth", words) == ["Jo Ashdown", "Dunmouth"]


def test_a_title_makes_a_person(words: NameWords) -> None:
    (found,) = trim("Mr Ashdown", Candidate(0, 10, "ORG"), words)
    assert (found.label, found.titled) == ("PERSON", True)
