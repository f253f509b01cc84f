import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.report.context import around, condensed

TEXT = "Ferries were late. Dockers walked out at noon, the port said. Nobody was hurt.\n\nTrains ran as usual."


def context(text: str, span: str, width: int = 100) -> tuple[str, str, str]:
    start = text.index(span)
    return around(text, start, start + len(span), width)


def test_the_sentence_around_a_span() -> None:
    assert context(TEXT, "walked out") == ("Dockers ", "walked out", " at noon, the port said.")


def test_a_paragraph_ends_a_sentence() -> None:
    assert context("A headline without a stop\n\nDockers struck", "struck") == ("Dockers ", "struck", "")


def test_the_first_and_the_last_sentence() -> None:
    assert context(TEXT, "late") == ("Ferries were ", "late", ".")
    assert context(TEXT, "Trains") == ("", "Trains", " ran as usual.")


def test_a_long_sentence_is_cut_at_words() -> None:
    text = "word " * 50 + "strike " + "word " * 50
    before, span, after = context(text, "strike", 22)
    assert span == "strike"
    assert before == "…word word word word "
    assert after == " word word word word…"


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="ab .!?\n”…", max_size=300), st.data())
def test_context_is_bounded_and_keeps_the_span(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    before, span, after = around(text, start, end, 20)
    assert span == text[start:end]
    assert len(before) <= 21
    assert len(after) <= 21
    assert text[:start].endswith(before.lstrip("…"))
    assert text[end:].startswith(after.rstrip("…"))


def test_a_short_text_is_not_condensed() -> None:
    assert condensed("one two", 10) == "one two"


@pytest.mark.parametrize("text", ["word " * 100, "x" * 500])
def test_a_long_text_keeps_both_ends(text: str) -> None:
    short = condensed(text.strip(), 60)
    assert len(short) < 100
    assert short.startswith(text[:20])
    assert short.endswith(text.strip()[-10:])
    assert "characters" in short
