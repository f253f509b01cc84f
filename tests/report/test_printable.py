import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.report.printable import BIDI_CONTROLS, printable


def test_escape_sequences_lose_what_makes_them_act() -> None:
    assert printable("\x1b[31mred\x1b[0m \x9b2J\x07bell\x08") == "[31mred[0m 2Jbell"


def test_line_breaks_and_tabs_become_spaces() -> None:
    assert printable("one\ntwo\tthree\u2028four") == "one two three four"


def test_reordering_marks_and_broken_surrogates_go() -> None:
    assert printable("a\u202eb\u2066c\ud800d") == "abcd"


def test_words_of_any_script_stay() -> None:
    text = "Zürich, Αθήνα, القاهرة, 東京, naïve – “quoted” 🚢"
    assert printable(text) == text


@settings(max_examples=50, deadline=None)
@given(st.text())
def test_nothing_that_acts_is_left(text: str) -> None:
    shown = printable(text)
    assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in shown)
    assert not BIDI_CONTROLS & set(shown)
    assert printable(shown) == shown
