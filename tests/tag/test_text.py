from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.tag.text import prepare


def test_typographic_marks_become_plain() -> None:
    assert prepare("Kent’s “port”").plain == 'Kent\'s "port"'
    assert prepare("„Nein“ ›Ja‹ ‚Nein‘").plain == "\"Nein\" 'Ja' 'Nein'"


def test_a_space_without_width_is_a_space() -> None:
    assert prepare("Ann Hay\u200band Bo Lee").plain == "Ann Hay and Bo Lee"


def test_a_line_in_capitals_becomes_title_case() -> None:
    text = prepare("LORRIES QUEUE AT DUNMOUTH\n\nThe BBC said so.")
    assert text.plain == "Lorries Queue At Dunmouth\n\nThe BBC said so."
    assert text.in_capitals(3)
    assert not text.in_capitals(text.plain.index("BBC"))


def test_an_acronym_on_its_own_line_is_left_alone() -> None:
    assert prepare("RMT\n\nsaid").plain.startswith("RMT")


@pytest.mark.parametrize(
    "printed",
    [
        "DUNMOUTH (Wire) - Lorries wait.",
        "DUNMOUTH — Lorries wait.",
        "DUNMOUTH, Norland — Lorries",
        "DUNMOUTH -- Lorries",
    ],
)
def test_a_dateline_says_where(printed: str) -> None:
    text = prepare(printed)
    assert text.plain.startswith("Dunmouth")
    assert text.in_capitals(3)
    assert not text.in_capitals(printed.index("Lorries"))


def test_an_acronym_before_a_dash_is_no_dateline() -> None:
    assert prepare("RMT - the union - said").plain.startswith("RMT")


def test_the_possessive_of_a_word_in_capitals_is_small() -> None:
    assert prepare("QUARROW'S HARBOUR SHUT AGAIN").plain == "Quarrow's Harbour Shut Again"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
@settings(max_examples=50, deadline=None)
def test_every_form_is_as_long_as_the_original(printed: str) -> None:
    text = prepare(printed)
    assert len(text.plain) == len(text.folded) == len(printed)


def test_a_letter_that_grows_in_lower_case_keeps_the_offsets() -> None:
    text = prepare("İSTANBUL TRAFFIC GROWS WORSE")
    assert len(text.folded) == len(text.printed)


def test_a_headline_in_title_case_is_seen() -> None:
    text = prepare(
        "Lorries Queue for Miles at Dunmouth Again\nThe Harbour Board said so.\nPORT SHUT AFTER STRONG WINDS"
    )
    lines = ["Lorries", "Harbour", "Port"]
    assert [text.in_title_case(text.plain.index(word)) for word in lines] == [True, False, True]


def test_a_headline_in_lower_case_is_read_in_title_case() -> None:
    text = prepare("ann rudd's RHA blames o'hale for queue", is_headline=True)
    assert text.plain == "Ann Rudd's RHA Blames O'Hale For Queue"
    assert text.in_capitals(3)


@pytest.mark.parametrize("printed", ["ferries wait as Dover queues grow", "rha strike", "RHA blames lorry drivers"])
def test_other_headlines_are_left_alone(printed: str) -> None:
    assert prepare(printed, is_headline=True).plain == printed


def test_so_is_a_line_in_lower_case_that_is_no_headline() -> None:
    assert prepare("ann rudd blames lorry drivers").plain == "ann rudd blames lorry drivers"


def test_characters_without_width_part_words() -> None:
    printed = "Ann Rudd\u200bTom Hale\ufeffClara\u2060West"
    assert prepare(printed).plain == "Ann Rudd Tom Hale Clara West"
    assert prepare("Ann Rudd\u00adTom Hale\u200fClara").plain == "Ann Rudd Tom Hale Clara"
    assert prepare("Dun\u00admouth").plain == "Dun\u00admouth"


def test_other_quotation_marks_become_plain() -> None:
    assert prepare("‚a‘ „b“ «c» ‹d› ‛e’").plain == "'a' \"b\" \"c\" 'd' 'e'"
