from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.tag.numbers import find_numerals
from tests.tag.quoting import english


def numerals(text: str) -> list[tuple[str, float, float, str | None]]:
    found = find_numerals(text, english())
    return [(text[n.start : n.end], round(n.low, 2), round(n.high, 2), n.unit or n.measure) for n in found]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("6,000", 6000, None),
        ("2,345,678", 2_345_678, None),
        ("3.5", 3.5, None),
        ("£1.2bn", 1.2e9, "GBP"),
        ("$3.5 million", 3.5e6, "USD"),
        ("US$20m", 2e7, "USD"),
        ("€30", 30, "EUR"),
        ("30 million euros", 3e7, "EUR"),
        ("50p", 0.5, "GBP"),
        ("40 pence", 0.4, "GBP"),
        ("90 per cent", 90, "percent"),
        ("4.5%", 4.5, "percent"),
        ("twelve percent", 12, "percent"),
        ("12million", 12e6, None),
        ("5kg", 5, "kg"),
        ("70mph", 70, "mph"),
        ("two", 2, None),
        ("Twenty-five", 25, None),
        ("two hundred and fifty", 250, None),
        ("four hundred eighty thousand", 480_000, None),
        ("three and a half million", 3.5e6, None),
        ("a dozen", 12, None),
        ("two dozen", 24, None),
        ("a million", 1e6, None),
        ("half a million", 5e5, None),
        ("half a million dollars", 5e5, "USD"),
        ("half-dozen", 6, None),
        ("half an hour", 0.5, "hours"),
        ("two-thirds", 66.67, "percent"),
        ("one in ten", 10, "percent"),
        ("Six out of every 10", 60, "percent"),
        ("£2.50p", 2.5, "GBP"),
        ("a quarter of a million pounds", 250_000, "GBP"),
        ("three quarters of a million", 750_000, None),
        ("a quarter of an hour", 0.25, "hours"),
        ("12 500", 12_500, None),
        ("12\u00a0500", 12_500, None),
        ("1\u2009250\u2009000", 1_250_000, None),
        ("12\u202f500", 12_500, None),
        ("12'500", 12_500, None),
        ("12’500.75", 12_500.75, None),
        ("1,25,000", 125_000, None),
        ("3 lakh", 300_000, None),
        ("₹5 crore", 5e7, "INR"),
        ("5 crore rupees", 5e7, "INR"),
        ("Rs. 2.5 lakh crore", 2.5e12, "INR"),
        ("12pc", 12, "percent"),
        ("3½", 3.5, None),
        ("2 ¾", 2.75, None),
        ("½", 0.5, None),
        ("7-1/2 pct", 7.5, "percent"),
        ("2½m", 2.5e6, None),
        ("20min", 20, "minutes"),
    ],
)
def test_values(text: str, value: float, unit: str | None) -> None:
    printed = re.sub("(?:kg|mph|min)$", "", text)
    assert numerals(f"There, {text}; so.") == [(printed, value, value, unit)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30 to 40 ships", [("30 to 40", 30, 40, None)]),
        ("between 30 and 40 ships", [("30 and 40", 30, 40, None)]),
        ("2-3 million tonnes", [("2-3 million", 2e6, 3e6, None)]),
        ("£3m to £4m", [("£3m to £4m", 3e6, 4e6, "GBP")]),
        ("10–15 per cent", [("10–15 per cent", 10, 15, "percent")]),
        ("from $12-$18", [("$12-$18", 12, 18, "USD")]),
        ("from 30 to 40 ships", [("30", 30, 30, None), ("40", 40, 40, None)]),
        ("won 3-2 at home", []),
        ("a quarter of voters", [("a quarter", 25, 25, "percent")]),
        ("half of the fleet", [("half", 50, 50, "percent")]),
        ("between a quarter and a third of us", [("a quarter and a third", 25, 33.33, "percent")]),
        ("between half and two-thirds of us", [("half and two-thirds", 50, 66.67, "percent")]),
        ("a third to a half of voters", [("a third to a half", 33.33, 50, "percent")]),
        ("a quarter and a third party", []),
        ("a quarter to three of us", [("three", 3, 3, None)]),
        ("£42,000–£45,000", [("£42,000–£45,000", 42e3, 45e3, "GBP")]),
        ("£42,000 – £45,000", [("£42,000 – £45,000", 42e3, 45e3, "GBP")]),
        ("40 million Australian dollars", [("40 million Australian dollars", 4e7, 4e7, "AUD")]),
        ("one Hong Kong dollar", [("one Hong Kong dollar", 1, 1, "HKD")]),
        ("A$40m", [("A$40m", 4e7, 4e7, "AUD")]),
        ("40m NZD", [("40m NZD", 4e7, 4e7, "NZD")]),
        ("$5-10m in cash", [("$5-10m", 5e6, 1e7, "USD")]),
        ("£5-10 million", [("£5-10 million", 5e6, 1e7, "GBP")]),
        ("£5m-10m", [("£5m-10m", 5e6, 1e7, "GBP")]),
        ("US$5 to 10 million", [("US$5 to 10 million", 5e6, 1e7, "USD")]),
        ("₹5 crore to ₹6 crore", [("₹5 crore to ₹6 crore", 5e7, 6e7, "INR")]),
        ("rose 3 pct to 9 billion miles", [("3 pct", 3, 3, "percent"), ("9 billion", 9e9, 9e9, None)]),
        ("fell 5 mln dlrs to 9 billion", [("5 mln dlrs", 5e6, 5e6, "USD"), ("9 billion", 9e9, 9e9, None)]),
        ("rose by March 3 to 9 billion", [("3", 3, 3, None), ("9 billion", 9e9, 9e9, None)]),
        ("pays $5 to 10 firms", [("$5", 5, 5, "USD"), ("10", 10, 10, None)]),
        ("call 212 555 0199 now", [("212", 212, 212, None), ("555", 555, 555, None)]),
    ],
)
def test_ranges_and_shares(text: str, expected: list[tuple[str, float, float, str | None]]) -> None:
    assert numerals(text) == expected


@pytest.mark.parametrize(
    "text",
    ["M20", "A2070", "20th", "the 1990s", "18:30", "COVID-19", "9/11", "6pm", "thousands of", "0800 123 4567", "07"],
)
def test_no_numbers(text: str) -> None:
    assert numerals(f"On {text} there") == []


@settings(max_examples=50, deadline=None)
@given(st.text(st.sampled_from("0123456789,.-–£$%  abnmk/half to dozen ten\n٣½😀"), max_size=60))
def test_numbers_are_in_order_and_apart(text: str) -> None:
    position = 0
    for numeral in find_numerals(text, english()):
        assert position <= numeral.start < numeral.end <= len(text)
        assert numeral.low <= numeral.high
        position = numeral.end


@pytest.mark.parametrize("unit", ["1", "1,", "1 ", "1,000", "ten ", "1-", "£", "half a ", "two hundred and "])
def test_a_line_of_nothing_but_numbers_passes(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    assert all(numeral.end <= len(text) for numeral in find_numerals(text, english()))
