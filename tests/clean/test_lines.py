"""The article among the lines of a whole page's text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from tasks.clean.block_model import NO_MODEL, BlockModel, Trees
from tasks.clean.blocks import MOST_BLOCKS
from tasks.clean.clean import processor
from tasks.clean.folding import count_words
from tasks.clean.io import load_rules
from tasks.clean.lines import FEWEST_LINES, as_blocks, find_lines
from tasks.clean.roles import sort_text
from tasks.clean.sorting import find_rules
from tasks.clean.vocabulary import Vocabulary

RULES = load_rules(Path(__file__).parents[2] / "config")
MODEL = RULES.lines
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
    assert sort_text(lines, find_rules(lines, RULES), model=MODEL).body == ARTICLE


def against_digits(log_odds: float) -> BlockModel:
    """A model that finds every line likely but those with digits."""
    trees = Trees(np.array([[0]]), np.array([[0.0]]), np.array([[5.0, log_odds]]), 0.0)
    return BlockModel(trees, ("digits",), Vocabulary({}, {}, {}), "")


def test_prose_that_is_unlikely_goes_and_what_is_likely_enough_stays() -> None:
    teaser = "In 2024 the island had 9 boats and 4 tugs, of which 3 lay at the quay in 2019."
    lines = [*ARTICLE[:4], teaser, *ARTICLE[4:]]
    assert find_lines(lines, list(map(count_words, lines)), against_digits(-5)) == [0, 1, 2, 3, 5, 6, 7, 8]
    assert find_lines(lines, list(map(count_words, lines)), against_digits(-1)) == list(range(9))


def test_a_long_pages_body_is_what_the_model_finds() -> None:
    lines = [*(f"* Item {n}" for n in range(FEWEST_LINES)), *ARTICLE[:2], "What the board paid", *ARTICLE[2:]]
    parts = sort_text(lines, [None] * len(lines), model=against_digits(-5))
    assert parts.body == lines[FEWEST_LINES:]
    other = sort_text(lines, [None] * len(lines), model=NO_MODEL)
    assert len(other.body) > len(parts.body)


def test_another_model_makes_another_processor() -> None:
    assert processor(RULES).config_hash != processor(replace(RULES, lines=NO_MODEL)).config_hash


def test_a_chinese_page_is_weighed_by_its_characters() -> None:
    article = [
        "港口周一因罢工关闭，数百辆卡车在码头外排起长队等候。",
        "工会表示，谈判破裂后，船员将继续停工到周末结束为止。",
    ]
    lines = [*(f"* 栏目{n}" for n in "一二三四五六七八九十" * 5), *article, "版权所有"]
    assert len(lines) < FEWEST_LINES
    assert sort_text(lines, [None] * len(lines), model=MODEL).body == article


def test_only_so_many_lines_are_looked_at() -> None:
    assert len(as_blocks(["A line."] * (MOST_BLOCKS + 1)).blocks) == MOST_BLOCKS
