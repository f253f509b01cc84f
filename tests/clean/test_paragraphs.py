"""Lines that were broken at a width become paragraphs again; lines that were not stay as they are."""

from __future__ import annotations

import textwrap

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.clean.paragraphs import read_paragraphs

PROSE = [
    (
        "The harbour board of Wexley said on Tuesday that it would buy two tugs from the yard at Arle, and that both "
        "would be at work before the first of the winter gales."
    ),
    (
        "Its chairman, U.S. born and for thirty years a pilot here, told the islanders in a letter that the price had "
        "been agreed after five months of talks. He did not say what it was."
    ),
    (
        "Bread and lamp oil, which had been short since the storm, were on sale again by Friday noon, but a third of "
        "the shops along the quay stayed shut."
    ),
    (
        "“We had asked for three,” said the mate of the older tug, “and we shall go on asking until there are three "
        "of them lying at the steps.”"
    ),
    (
        "A spokesman for the yard said that the second of the tugs would be handed over on April 15. The first has "
        "been tied up at Arle, painted and ready, since the end of the summer."
    ),
]
paragraphs = st.permutations(PROSE)
widths = st.integers(min_value=45, max_value=95)


@given(paragraphs, widths)
@settings(max_examples=50, deadline=None)
def test_wrapped_text_with_blank_lines_is_joined(expected: list[str], width: int) -> None:
    assert read_paragraphs("\n\n".join(textwrap.fill(text, width) for text in expected)) == expected


@given(paragraphs, widths, st.sampled_from(["  ", "    "]))
@settings(max_examples=50, deadline=None)
def test_wrapped_text_with_indented_paragraphs_is_joined(expected: list[str], width: int, indent: str) -> None:
    wrapped = (textwrap.fill(text, width, initial_indent=indent) for text in expected)
    assert read_paragraphs("\n".join(wrapped)) == expected


@given(st.lists(st.sampled_from(PROSE), min_size=1, max_size=6), st.sampled_from(["\n", "\n\n", "\r\n"]))
@settings(max_examples=30, deadline=None)
def test_a_line_a_paragraph_stays(expected: list[str], between: str) -> None:
    assert read_paragraphs(between.join(expected)) == expected


@given(st.text(alphabet="aB .,:-\n\t4", max_size=200))
@settings(max_examples=50, deadline=None)
def test_every_character_is_in_exactly_one_paragraph(text: str) -> None:
    assert "".join(read_paragraphs(text)).replace(" ", "") == "".join(text.split())


def test_agency_copy_with_a_short_first_line() -> None:
    copy = """WEXLEY TUGS <WXT> IN TALKS

Wexley Tugs and Lighters Co
Ltd <WXT.L> said it is in talks with the harbour board of the
islands about a sale of its two older tugs.
    The company, which lost a third of its trade to rail in the
past year, said that no price has been agreed.
    Talks would go on "for as long as
it takes," it added.
 AGENCY"""
    assert read_paragraphs(copy) == [
        "WEXLEY TUGS <WXT> IN TALKS",
        (
            "Wexley Tugs and Lighters Co Ltd <WXT.L> said it is in talks with the harbour board of the islands about a "
            "sale of its two older tugs."
        ),
        "The company, which lost a third of its trade to rail in the past year, said that no price has been agreed.",
        'Talks would go on "for as long as it takes," it added.',
        "AGENCY",
    ]


def test_rows_of_a_table_stay_apart() -> None:
    rows = ["WEXLEY TUGS <WXT> YEAR", "Shr 12 cts vs one cent", "Net 546,000 vs 48,000", "Revs 22.3 mln vs 16.0 mln"]
    assert read_paragraphs("\n    ".join(rows)) == rows


def test_short_lines_of_verse_and_lists_stay_apart() -> None:
    lines = ["Oh the tug that came from Arle", "was never known to snarl", "at a lighter or a barge", "however large"]
    assert read_paragraphs("\n".join(lines)) == lines


def test_word_that_was_broken_at_its_hyphen_is_one() -> None:
    lines = [
        "Both of the two tugs were bought under a five-",
        "year loan, and a sixth part of it was paid back",
        "in May.",
    ]
    assert read_paragraphs("\n".join(lines))[0].startswith("Both of the two tugs were bought under a five-year loan")
