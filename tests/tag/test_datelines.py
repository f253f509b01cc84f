from __future__ import annotations

import pytest

from tasks.tag.datelines import dateline
from tasks.tag.lexicon import NameWords

STATE = "Norland"


def town(printed: str, words: NameWords) -> str | None:
    at = printed.index(STATE)
    found = dateline(printed, [(at, at + len(STATE))], words)
    return printed[found.start : found.end] if found else None


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Ordell, Norland — Farmers met.", "Ordell"),
        ("Marsh Hollow, Norland (AP) — Farmers met.", "Marsh Hollow"),
        ("Ordell, Norland. -- Farmers met.", "Ordell"),
        ("Marsh Hollow, Mo. (AP) - Norland won.", "Marsh Hollow"),
        ("The Hollows, Norland — Farmers met.", "Hollows"),
        ("Old Marsh, B.C. — Norland won.", "Old Marsh"),
    ],
)
def test_the_town_stands_before_its_state(words: NameWords, printed: str, name: str) -> None:
    assert town(printed, words) == name


@pytest.mark.parametrize(
    "printed",
    [
        "Ordell, Inc. of Norland — a maker.",
        "Ordell, Norland and Wessex met.",
        "Ordell, of Norland — said no.",
        "Rita Hale, Norland — I agree.",
        "He left Ordell, Norland — and came back.",
        "Ordell, Norland-based makers met.",
    ],
)
def test_what_is_no_dateline_has_none(words: NameWords, printed: str) -> None:
    assert town(printed, words) is None
