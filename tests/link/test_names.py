"""Which of an entity's names is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.link.names import Alias, display_name


@pytest.mark.parametrize(
    ("folded", "aliases", "shown"),
    [
        (
            "francois hollande",
            [("Francois Hollande", 9), ("François Hollande", 1), ("Hollande", 20)],
            "François Hollande",
        ),
        ("p&o ferries", [("P&O FERRIES", 1), ("P&O Ferries", 2), ("P&O", 30)], "P&O Ferries"),
        ("dover", [("Dover", 1), ("DOVER", 1)], "DOVER"),
        ("dover", [("the port", 3)], None),
    ],
)
def test_accents_then_mentions_then_the_alphabet(
    folded: str, aliases: list[tuple[str, int]], shown: str | None
) -> None:
    assert display_name(folded, [Alias(*alias) for alias in aliases]) == shown


@given(st.permutations([Alias("Élysée", 2), Alias("Elysée", 5), Alias("ELYSEE", 9), Alias("Elysee", 9)]))
def test_the_order_makes_no_difference(aliases: list[Alias]) -> None:
    assert display_name("elysee", aliases) == "Élysée"
