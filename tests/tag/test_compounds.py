from __future__ import annotations

import pytest

from tasks.tag.compounds import compounded
from tasks.tag.numbers import find_numerals
from tests.tag.quoting import english


def amounts(text: str) -> list[tuple[str, float, str | None]]:
    found = compounded(text, find_numerals(text, english()), english())
    return [(text[n.start : n.end], round(n.low, 3), n.measure) for n in found]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("two years and six months", ("two years and six", 2.5, "years")),
        ("5ft 9in", ("5ft 9", 5.75, "ft")),
        ("6 feet 3 inches", ("6 feet 3", 6.25, "feet")),
        ("2hrs 30mins", ("2hrs 30", 2.5, "hours")),
        ("one day, 12 hours and 36 minutes", ("one day, 12 hours and 36", 1.525, "days")),
        ("10 stone 7lb", ("10 stone 7", 10.5, "stone")),
    ],
)
def test_two_measures_make_one_amount(text: str, amount: tuple[str, float, str]) -> None:
    assert amounts(f"It is {text} there.") == [amount]


@pytest.mark.parametrize(
    "text",
    ["two hours and 90 minutes", "two hours and six ships", "two ships and 30 minutes", "5 to 6 hours 30 minutes"],
)
def test_two_figures_stay_two(text: str) -> None:
    assert len(amounts(text)) == 2
