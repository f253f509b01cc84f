"""Which of an entity's names is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.records import Label
from tasks.link.names import Alias, display_name


@pytest.mark.parametrize(
    ("label", "folded", "aliases", "shown"),
    [
        (
            "PERSON",
            "francois hollande",
            [("Francois Hollande", 9), ("François Hollande", 1), ("Hollande", 20)],
            "François Hollande",
        ),
        ("ORG", "p&o ferries", [("P&O FERRIES", 1), ("P&O Ferries", 2), ("P&O", 30)], "P&O Ferries"),
        ("PLACE", "dover", [("Dover", 1), ("DOVER", 9)], "Dover"),
        ("PLACE", "dover", [("DOVER", 9)], "DOVER"),
        ("PLACE", "usa", [("Usa", 1), ("USA", 1)], "USA"),
        ("ORG", "nato", [("NATO", 2), ("Nato", 1)], "NATO"),
        ("ORG", "nato", [("NATO", 1), ("Nato", 2)], "Nato"),
        ("PLACE", "dover", [("the port", 3)], None),
    ],
)
def test_accents_then_mentions_then_the_alphabet(
    label: Label, folded: str, aliases: list[tuple[str, int]], shown: str | None
) -> None:
    assert display_name(label, folded, [Alias(*alias) for alias in aliases]) == shown


@given(st.permutations([Alias("Élysée", 2), Alias("Elysée", 5), Alias("ELYSEE", 9), Alias("Elysee", 9)]))
def test_the_order_makes_no_difference(aliases: list[Alias]) -> None:
    assert display_name("PLACE", "elysee", aliases) == "Élysée"
