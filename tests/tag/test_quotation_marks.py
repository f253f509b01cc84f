from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.tag.quotation_marks import find_quoted

ELISIONS = frozenset({"em", "n", "s"})
ODD = st.text(st.sampled_from("\"“”„«»'‘’‚‹› abS.,\n!😀\u200b\u202eא9"), max_size=60)


def quoted(text: str) -> list[str]:
    return [text[found.start : found.end] for found in find_quoted(text, ELISIONS)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('She said: "Trains stop here."', ["Trains stop here."]),
        ("She said: “Trains stop here.”", ["Trains stop here."]),
        ("Sie sagte: „Hier hält kein Zug“, und ging.", ["Hier hält kein Zug"]),
        ("Er sagte: ›Hier hält kein Zug‹ und ging.", ["Hier hält kein Zug"]),
        ("Il a dit ‹pas un train› hier.", ["pas un train"]),
        ("Sie sagte: »Er rief ›kein Zug‹ und ging.«", ["Er rief ›kein Zug‹ und ging."]),
        ("Elle a dit «pas un train» hier, »gar keiner« dort.", ["pas un train", "gar keiner"]),
        ("« Pas un train », dit-elle. « Pas un bus ! »", ["Pas un train", "Pas un bus !"]),
        ("Elle a dit «\u00a0pas un train\u00a0», puis «\u202fpas un bus\u202f».", ["pas un train", "pas un bus"]),
        ("They call it « a ‹ small › deal » (« a win »).", ["a ‹ small › deal", "a win"]),
        ("« Pas un train.\n\n« Pas un bus. »", ["Pas un train.\n\n« Pas un bus."]),
        ("»Kein Zug«, sagte sie. »Kein Bus«", ["Kein Zug", "Kein Bus"]),
        ("« »", [""]),
        ("Strike is 'a last resort', union says", ["a last resort"]),
        ("“He told me ‘no chance’ twice,” she said.", ["He told me ‘no chance’ twice,"]),
        ('"One," she said, "and two."', ["One,", "and two."]),
        ('"It can\'t go on," she said.', ["It can't go on,"]),
    ],
)
def test_marks_of_every_kind(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The drivers' union and the cleaners' branch met in the '90s.",
        "Rock 'n' roll kept 'em waiting at Dover's gates",
        'a shelf 6" deep and 9" wide',
        "Home › News ›Ports",
        "‹Back to the ports",
        "« Previous story Next story »",
        "« Older reports from the ports",
        "Read more »",
        "Newer reports from the ports »\nOlder »",
        "",
        '"',
        "\n\n",
    ],
)
def test_apostrophes_and_inches_are_no_quotes(text: str) -> None:
    assert quoted(text) == []


def test_an_apostrophe_after_s_does_not_end_a_quote() -> None:
    assert quoted("'the drivers' pay is low,' he said.") == ["the drivers' pay is low,"]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize(("opening", "closing"), ['""', "“”", "''", "‘’"])
def test_a_quote_goes_on_where_the_next_paragraph_opens_again(gap: str, opening: str, closing: str) -> None:
    text = f"He said: {opening}First part.{gap}{opening}Second part.{gap}{opening}Third.{closing} Then he left."
    assert quoted(text) == [f"First part.{gap}{opening}Second part.{gap}{opening}Third."]


def test_an_unclosed_quote_ends_with_its_paragraph() -> None:
    assert quoted('He said: "This never ends.  \n\nThe weather "stayed fine" all day.') == [
        "This never ends.",
        "stayed fine",
    ]


@pytest.mark.parametrize("text", ["He said: 'This never ends. \n\nThe weather.", "'This never ends.\n\nThe weather."])
def test_a_single_mark_that_nothing_closes_opens_speech_where_it_begins(text: str) -> None:
    assert quoted(text) == ["This never ends."]


def test_a_paragraph_that_goes_on_without_a_closing_mark() -> None:
    assert quoted("He said: 'One.\n\n'Two. \n\nA caption.") == ["One.\n\n'Two."]


@settings(max_examples=50, deadline=None)
@given(ODD)
def test_quotes_are_in_order_apart_and_within_the_text(text: str) -> None:
    position = 0
    for found in find_quoted(text, ELISIONS):
        assert position <= found.outer_start < found.start <= found.end <= found.outer_end <= len(text)
        position = found.outer_end


@pytest.mark.parametrize("unit", ['"', "'", "“", "' ", '"a\n', "'a\n", "s' x", "« »", "\n\n'"])
def test_a_hundred_thousand_marks_pass(unit: str) -> None:
    text = unit * 100_000
    assert all(found.end <= len(text) for found in find_quoted(text, ELISIONS))
