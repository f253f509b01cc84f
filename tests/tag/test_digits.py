from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.tag.digits import DIGITS, value_of


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("7", 7),
        ("12,500.25", 12_500.25),
        ("12 500", 12_500),
        ("1'250'000", 1_250_000),
        ("12,34,56,789", 123_456_789),
        ("3½", 3.5),
        ("2 ¾", 2.75),
        ("¼", 0.25),
        ("7-1/2", 7.5),
        ("10 3/8", 10.375),
    ],
)
def test_the_value_of_digits(printed: str, value: float) -> None:
    assert re.fullmatch(DIGITS, printed)
    assert value_of(printed) == value


@pytest.mark.parametrize("printed", ["12 50", "12 500 12", "1,2500", "12,5,000", "3 9/11"])
def test_what_is_no_single_number(printed: str) -> None:
    assert not re.fullmatch(DIGITS, printed)


@given(st.from_regex(re.compile(DIGITS), fullmatch=True))
def test_whatever_is_matched_has_a_value(printed: str) -> None:
    assert value_of(printed) >= 0
