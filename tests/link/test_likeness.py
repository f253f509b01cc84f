"""What names have to have in common before they can be one thing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.records import Label
from tasks.link.likeness import is_bare, likeness, stands_for
from tasks.load.fold import fold


@pytest.mark.parametrize(
    ("label", "one", "other"),
    [
        ("ORG", "Wal-Mart", "WALMART"),
        ("ORG", "Marks & Spencer", "Marks and Spencer"),
        ("ORG", "U.S. Census Bureau", "US Census Bureau"),
        ("PLACE", "King’s Lynn", "Kings Lynn"),
        ("PERSON", "Kim Yo-jong", "Kim Yo Jong"),
        ("PERSON", "GEORGE BYRNE’S", "George Byrne"),
        ("PERSON", "François Dubois", "Francois Dubois"),
        ("ORG", "the Road Haulage Association", "Road Haulage Association"),
        ("GROUP", "Syrians", "Syrian"),
        ("GROUP", "Tories", "Tory"),
        ("PERSON", "Anna\u200b Weiss", "Anna Weiss"),
    ],
)
def test_spellings_are_alike(label: Label, one: str, other: str) -> None:
    assert likeness(label, fold(one)) == likeness(label, fold(other))


@pytest.mark.parametrize(
    ("label", "one", "other"),
    [
        ("ORG", "The Times", "Times"),  # one of London, and any
        ("PERSON", "Jo Cox", "Joe Cox"),
        ("ORG", "Unions", "Union"),
        ("GROUP", "Swiss", "Swis"),
        ("PLACE", "किला", "कोल"),  # vowels are marks
        ("WORK", "😀", "😃"),
    ],
)
def test_other_names_are_not(label: Label, one: str, other: str) -> None:
    assert likeness(label, fold(one)) != likeness(label, fold(other))


@pytest.mark.parametrize(
    "name",
    [
        "Smith",
        "J. Smith",
        "Smith Jr",
        "de Blasio",
        "van der Berg",
        "Theresa",
        "Francis II",
        "The Smith",
        "Mrs Smith",
        "Mr. van der Berg",
        "!?",
        "习近平",
    ],
)
def test_a_surname_or_a_first_name_alone_is_bare(name: str) -> None:
    assert is_bare("PERSON", fold(name))
    assert not is_bare("ORG", fold(name))


@pytest.mark.parametrize("name", ["John Smith", "J.K. Rowling", "Bo Li", "Ludwig van Beethoven", "Xi Jinping"])
def test_a_full_name_is_not(name: str) -> None:
    assert not is_bare("PERSON", fold(name))


@pytest.mark.parametrize(
    ("surface", "name"),
    [
        ("RHA", "Road Haulage Association"),
        ("R.H.A.", "Road Haulage Association"),
        ("MoD", "Ministry of Defence"),
        ("DCMS", "Department for Culture, Media and Sport"),
        ("NUJ", "National Union of Journalists"),
        ("CGT", "Confédération générale du travail"),
    ],
)
def test_an_acronym_stands_for_its_words(surface: str, name: str) -> None:
    assert stands_for(surface, fold(name))


@pytest.mark.parametrize(
    ("surface", "name"),
    [("RHA", "Road Haulage"), ("PA", "Press Association"), ("Rha", "Road Haulage Association"), ("ABB", "ABB Inc")],
)
def test_nothing_else_does(surface: str, name: str) -> None:
    assert not stands_for(surface, fold(name))


@given(st.text(max_size=30), st.sampled_from(["PERSON", "ORG", "GROUP"]))
def test_every_name_is_like_something(name: str, label: Label) -> None:
    folded = fold(name)
    assert bool(likeness(label, folded)) == bool(folded)
    assert is_bare(label, folded) in (True, False)
