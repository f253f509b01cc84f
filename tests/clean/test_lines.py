"""The article among the lines of a whole page's text."""

from __future__ import annotations

from pathlib import Path

from tasks.clean.block_model import NO_MODEL
from tasks.clean.blocks import MOST_BLOCKS
from tasks.clean.folding import count_words
from tasks.clean.io import load_rules
from tasks.clean.lines import FEWEST_LINES, as_blocks, find_lines
from tasks.clean.roles import sort_text

MODEL = load_rules(Path(__file__).parents[2] / "config").lines
ARTICLE = [
    "The harbour board of Wexley said on Tuesday that it would buy two tugs from the yard at Arle.",
    "Both will be at work before the first of the winter gales, its chairman told the islanders.",
    "A third of the shops along the quay stayed shut for want of bread and lamp oil.",
    "The ferry has not sailed since Friday, when a wave broke the windows of its bridge.",
    "“We have oil for a week and flour for two,” said Ida Brandt, who keeps the shop on the quay.",
    "The board had asked the mainland for a tug in the spring, and had been told to wait for the autumn.",
    "The yard at Arle has built nine boats for the island since the war, and lost money on each of them.",
    "Its owner, Tom Hale, said that the two tugs would be the last, whatever the board might offer for a third.",
]
MENU = ["* Home", "* News", "* Sport", "* Weather", "* Subscribe", "* Log in"]
BEHIND = [
    "Share this article",
    "Most read",
    "* Council votes on lamp oil",
    "Sign up to our newsletter",
    "Terms and conditions",
]


def prose(lines: list[str]) -> list[int]:
    return [count_words(line) if line in ARTICLE else 0 for line in lines]


def test_the_article_is_found_between_menus_and_teasers() -> None:
    lines = [*MENU * 6, *ARTICLE, *BEHIND * 4]
    assert find_lines(lines, prose(lines), MODEL) == list(range(36, 44))


def test_without_a_model_every_line_is_as_likely() -> None:
    lines = [*MENU, *ARTICLE]
    assert find_lines(lines, prose(lines), NO_MODEL) == list(range(14))


def test_a_text_of_a_few_lines_keeps_the_stretch_of_its_prose() -> None:
    lines = [*MENU * 3, "Tugs for Wexley", *ARTICLE, *BEHIND]
    assert len(lines) < FEWEST_LINES
    assert sort_text(lines, [None] * len(lines), model=MODEL).body == ARTICLE


def test_only_so_many_lines_are_looked_at() -> None:
    assert len(as_blocks(["A line."] * (MOST_BLOCKS + 1)).blocks) == MOST_BLOCKS
