"""What each place shows of an article."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tasks.load.places import Address, Places, Shown, Sight
from tests.load.making import NOON

HERE, THERE = (1, "here"), (1, "there")
A = Shown(1, "a")
BEFORE, LATER = NOON - timedelta(hours=1), NOON + timedelta(hours=1)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ({}, Sight()),
        ({HERE: (A, BEFORE)}, Sight(here="a")),
        ({HERE: (A, NOON)}, Sight(here="a")),
        ({HERE: (A, LATER)}, Sight(here="a", overtaken=True)),
        ({HERE: (Shown(1, "b"), LATER)}, Sight(here="b", overtaken=True)),
        ({HERE: (Shown(2, "a"), LATER)}, Sight()),
        ({THERE: (A, LATER)}, Sight(elsewhere=True)),
        ({THERE: (Shown(1, "b"), BEFORE)}, Sight()),
        ({THERE: (Shown(2, "a"), BEFORE)}, Sight()),
        ({HERE: (A, BEFORE), THERE: (A, BEFORE)}, Sight(here="a", elsewhere=True)),
    ],
)
def test_where_a_text_was_seen(shown: dict[Address, tuple[Shown, datetime]], expected: Sight) -> None:
    assert Places(shown, {}).sight(HERE, A, NOON, together=5) == expected


@pytest.mark.parametrize(("number", "met"), [(4, False), (5, True), (6, True)])
def test_only_what_was_fetched_together_is_met(number: int, met: bool) -> None:
    assert Places({}, {A: number}).sight(HERE, A, NOON, together=5) == Sight(met=met)


def test_a_place_shows_what_was_fetched_last() -> None:
    places, other = Places({THERE: (A, NOON)}, {}), Shown(2, "b")
    places.show(THERE, other, BEFORE, 5)
    assert places.sight(HERE, A, NOON, together=5) == Sight(elsewhere=True)
    assert places.sight(HERE, other, NOON, together=5) == Sight(met=True)
    places.show(THERE, other, NOON, 6)
    assert places.sight(HERE, A, NOON, together=5) == Sight()
    assert places.sight(HERE, other, NOON, together=5) == Sight(elsewhere=True, met=True)
    places.show(THERE, None, LATER, 7)
    assert places.sight(HERE, other, LATER, together=5) == Sight(met=True)
    assert places.sight(HERE, other, LATER, together=7) == Sight()
    places.show(HERE, None, LATER, 8)
