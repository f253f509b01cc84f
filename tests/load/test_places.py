"""What each place shows of an article."""

from __future__ import annotations

import pytest

from tasks.load.places import Address, Places, Shown, Sight

HERE, THERE = (1, "here"), (1, "there")
A = Shown(1, "a")


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ({}, Sight()),
        ({HERE: A}, Sight(here="a")),
        ({HERE: Shown(1, "b")}, Sight(here="b")),
        ({HERE: Shown(2, "a")}, Sight()),
        ({THERE: A}, Sight(elsewhere=True)),
        ({THERE: Shown(1, "b")}, Sight()),
        ({THERE: Shown(2, "a")}, Sight()),
        ({HERE: A, THERE: A}, Sight(here="a", elsewhere=True)),
    ],
)
def test_where_a_text_was_seen(shown: dict[Address, Shown], expected: Sight) -> None:
    assert Places(shown, {}).sight(HERE, A, together=5) == expected


@pytest.mark.parametrize(("number", "met"), [(4, False), (5, True), (6, True)])
def test_only_what_was_fetched_together_is_met(number: int, met: bool) -> None:
    assert Places({}, {A: number}).sight(HERE, A, together=5) == Sight(met=met)


def test_a_place_shows_what_came_last() -> None:
    places, other = Places({THERE: A}, {}), Shown(2, "b")
    places.show(THERE, other, 6)
    assert places.sight(HERE, A, together=5) == Sight()
    assert places.sight(HERE, other, together=5) == Sight(elsewhere=True, met=True)
    places.show(THERE, None, 7)
    assert places.sight(HERE, other, together=5) == Sight(met=True)
    assert places.sight(HERE, other, together=7) == Sight()
    places.show(HERE, None, 8)
