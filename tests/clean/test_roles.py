"""What plain text keeps: a line stays in the body unless there is evidence against it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.records import Article, Document, Encoding, Key
from tasks.clean.clean import clean
from tasks.clean.io import load_rules

RULES = load_rules(Path(__file__).parents[2] / "config")

HEADLINE = "Tugs for Wexley"
PROSE = [
    "The harbour board of Wexley said on Tuesday that it would buy two tugs from the yard at Arle.",
    "Both will be at work before the first of the winter gales, its chairman told the islanders.",
    "A third of the shops along the quay stayed shut for want of bread and lamp oil.",
]
STAYS = [
    "What the board paid",
    "ARLE",
    "3.05 Gannet",
    "Wexley 2 Arle 1",
    "“We had asked for three of them and shall go on asking until they lie here”",
    "How the Islanders Came to Do Without Any Tugs at All for Years",
    "***",
]


def read(*paragraphs: str) -> Article:
    content = "\n\n".join(paragraphs)
    return clean(Document((Key("file", "a.txt"),), "text", content, Encoding("utf-8", "detected", False)), RULES)


@given(st.lists(st.sampled_from([*PROSE, *STAYS]), max_size=12))
@settings(max_examples=50, deadline=None)
def test_clean_text_keeps_every_paragraph(lines: list[str]) -> None:
    article = read(HEADLINE, PROSE[0], *lines)
    assert (article.headline, article.body) == (HEADLINE, "\n\n".join([PROSE[0], *lines]))
    assert article.removed == ()


@pytest.mark.parametrize(
    "torn", ["The board's chairman will speak to the owners of the yard at Arle on", "By Monday evening the"]
)
def test_last_sentence_that_was_cut_off_stays(torn: str) -> None:
    assert read(HEADLINE, *PROSE, torn).body.endswith(torn)


def test_results_at_the_end_stay() -> None:
    results = [f"Boat {n} of the yard 1{n}.40" for n in range(8)]
    article = read(HEADLINE, *PROSE, *results)
    assert article.body == "\n\n".join([*PROSE, *results])


def test_captions_between_paragraphs_are_captions() -> None:
    caption = "A tug is lowered from the slip at Arle while children watch from the wall"
    article = read(HEADLINE, PROSE[0], caption, PROSE[1])
    assert (article.captions, article.body) == ((caption,), "\n\n".join(PROSE[:2]))


def test_links_behind_the_body_go_only_beside_furniture() -> None:
    links = ["Ten best walks", "Where to eat crab", "Who owns the lighthouse"]
    assert read(HEADLINE, *PROSE, *links).removed == ()
    article = read(HEADLINE, *PROSE, *links, "Share on Facebook")
    assert [piece.text for piece in article.removed if piece.reason == "text:links"] == links


def test_lines_that_a_related_heading_announces_go_with_it() -> None:
    links = ["Ten best walks", "Where to eat crab"]
    article = read(HEADLINE, PROSE[0], "Related articles", *links, PROSE[1])
    assert article.body == "\n\n".join(PROSE[:2])


def test_a_headline_may_begin_like_a_credit() -> None:
    assert (
        read("Source: tug broke loose before the storm", *PROSE).headline == "Source: tug broke loose before the storm"
    )
