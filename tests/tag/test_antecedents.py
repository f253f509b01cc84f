from __future__ import annotations

import sys
from collections.abc import Sequence
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.tag.antecedents import Discourse
from tasks.tag.bearers import Name
from tests.tag.quoting import quotes_in

WORDS = st.lists(st.sampled_from(["shadow", "home", "secretary", "mayor", "ex"]), max_size=3).map(" ".join)
QUALIFIERS = frozenset({"shadow", "ex"})


def person(entity: int, title: str, called: str, apposition: str) -> Name:
    return Name(9 * entity, 9 * entity + 5, "PERSON", entity, None, title, called, apposition, bool(apposition))


PEOPLE = st.lists(st.tuples(WORDS, WORDS, WORDS), max_size=4).map(
    lambda told: [person(number, *words) for number, words in enumerate(told)]
)


@given(PEOPLE, WORDS.filter(bool), st.none() | st.integers(0, 3))
def test_the_first_who_holds_a_title_is_found_but_the_last_speaker_goes_before(
    people: Sequence[Name], title: str, spoke: int | None
) -> None:
    discourse = Discourse(people, [0, 99], {})
    if spoke is not None:
        discourse.spoke(50, spoke)
    holders = [name.entity for name in people if name.holds(title, QUALIFIERS)]
    wanted = spoke if spoke in holders else next(iter(holders), None)
    assert discourse.titled(title, QUALIFIERS) == wanted
    assert discourse.titled(title, QUALIFIERS) == wanted


@pytest.mark.parametrize("who", ["mayor", "envoy {n}"])
def test_who_holds_a_title_is_found_in_time_that_grows_with_the_text(who: str) -> None:
    told = f'Envoy {{n}} [Ann Hay{{n}}] met [Mark Doe{{n}}]. The {who} said it was "the last ship".'

    def work(size: int) -> int:
        return calls("\n\n".join(told.format(n=number) for number in range(size)))

    work(1)  # the words that attribution knows are read once
    assert work(160) < 5 * work(40)


def calls(body: str) -> int:
    """How often a function of Python's begins or goes on while the quotes of a body are found."""
    count = 0

    def note(_: FrameType, event: str, __: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(note)
    try:
        quotes_in(body)
    finally:
        sys.setprofile(None)
    return count
