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


def test_a_paragraph_that_lost_its_full_stop_is_no_caption() -> None:
    torn = "The yard said that it had begun on the second hull at Easter. The first will follow in the spring"
    article = read(HEADLINE, PROSE[0], torn, PROSE[1], "Share this article")
    assert (article.body.split("\n\n"), article.captions) == ([PROSE[0], torn, PROSE[1]], ())


def test_a_caption_may_be_two_sentences_beside_others_and_name_its_photographer() -> None:
    captions = [
        "The tug Gannet at the quay of Arle before she was sold. She was built there in 1974",
        "Islanders wait for the ferry under the lamps of the quay",
        "The chairman of the board leaves its offices behind the harbour",
    ]
    assert read(
        HEADLINE, PROSE[0], captions[0], PROSE[1], captions[1], PROSE[2], captions[2], PROSE[0]
    ).captions == tuple(captions)
    credited = "The tug Gannet lies at the quay of Arle. Picture: Ida Brandt"
    assert read(HEADLINE, PROSE[0], credited, PROSE[1]).captions == (credited,)


def test_the_lists_of_a_menu_make_a_text_a_whole_page() -> None:
    menu = [f"* {name}" for name in ("Home", "News", "Sport", "Weather", "Jobs", "Boats")] * 3
    article = read(*menu, HEADLINE, *PROSE, PROSE[0])
    assert article.body.split("\n\n") == [*PROSE, PROSE[0]]


@pytest.mark.parametrize("mark", ["* ", "- ", "{}. "])
def test_a_recipe_or_a_team_stays(mark: str) -> None:
    names = ["flour", "eggs", "butter", "two pears", "salt", "milk", "sugar", "a lemon", "lard", "yeast"] * 2
    listed = [f"{mark.format(n)}{name}" for n, name in enumerate(names, 1)]
    article = read("Pears under a crust", *listed, *PROSE)
    assert (article.headline, article.body.split("\n\n")) == ("Pears under a crust", [*listed, *PROSE])


def test_an_abbreviation_ends_no_sentence() -> None:
    caption = "The tug Gannet lies at the quay of Arle, where Dr. Tom Hale of the old yard had her built"
    assert read(HEADLINE, PROSE[0], caption, PROSE[1]).captions == (caption,)


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
