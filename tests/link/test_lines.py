"""Lines that repeat: boilerplate is found, and news that repeats is not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import islice, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.link.lines import UNRELATED, Line, Standing, find_repeating, line_id

MONDAY = date(2025, 3, 3)
LINE = "Good morning from all of us at the counter."
SYLLABLES = (
    "bal",
    "cor",
    "dun",
    "fen",
    "gar",
    "hol",
    "jut",
    "kel",
    "lam",
    "mor",
    "nes",
    "pol",
    "rud",
    "sal",
    "tor",
    "wex",
)


def prose(subject: int) -> str:
    """A paragraph of words that no other subject has."""
    words = islice(("".join(parts) for parts in product(SYLLABLES, repeat=3)), 12 * subject, 12 * subject + 12)
    return " ".join(words)


def articles(number: int, line: str = LINE, first: int = 0) -> list[Standing]:
    """So many articles about different things, a day each, that have a line in common."""
    return [Standing(MONDAY + timedelta(days=n), (prose(n), line)) for n in range(first, first + number)]


def texts(lines: Sequence[Line]) -> list[str]:
    return [line.text for line in lines]


def test_a_line_of_enough_articles_about_different_things_is_found() -> None:
    last = MONDAY + timedelta(days=UNRELATED - 1)
    assert find_repeating(articles(UNRELATED)) == [Line(LINE, UNRELATED, MONDAY, last)]
    assert find_repeating(articles(UNRELATED - 1)) == []


def test_those_in_most_articles_come_first_however_they_are_set() -> None:
    found = [*articles(6, "Good morning"), *articles(8, "Good night", first=6), *articles(2, "GOOD NIGHT!", first=14)]
    assert [(line.text, line.articles) for line in find_repeating(found)] == [("GOOD NIGHT!", 10), ("Good morning", 6)]


def story(number: int, line: str) -> list[Standing]:
    """So many articles of a running story, a day each: a third of each is what the story is about."""
    return [
        Standing(MONDAY + timedelta(days=n), (f"{prose(0)} {prose(2 * n + 1)}", prose(2 * n + 2), line))
        for n in range(number)
    ]


def test_a_running_story_may_say_the_same_every_day() -> None:
    running = story(3 * UNRELATED, "The quay handles ten thousand lorries on a usual day.")
    assert find_repeating([*running, *articles(UNRELATED, first=50)]) == find_repeating(articles(UNRELATED, first=50))


def test_a_source_with_one_story_only_has_no_line_in_it() -> None:
    assert find_repeating(story(2 * UNRELATED, LINE)) == []


def test_copies_of_an_article_count_once() -> None:
    copy = Standing(MONDAY, (prose(0), prose(1), LINE))
    others = [Standing(MONDAY + timedelta(days=n), (*copy.body, prose(n + 2))) for n in range(2 * UNRELATED)]
    assert find_repeating([*others, *articles(UNRELATED - 2, first=50)]) == []
    assert texts(find_repeating([*others, *articles(UNRELATED - 1, first=50)])) == [LINE]


def test_one_day_is_too_short_where_days_are_known() -> None:
    same_day = [Standing(MONDAY, each.body) for each in articles(UNRELATED)]
    assert find_repeating(same_day) == []
    undated = [Standing(None, each.body) for each in articles(UNRELATED)]
    assert find_repeating(undated) == [Line(LINE, UNRELATED, None, None)]


@pytest.mark.parametrize("line", ["2.", "The", "* * *", "x" * 2_001])
def test_numbers_initials_rows_of_stars_and_whole_essays_are_no_lines(line: str) -> None:
    assert find_repeating(articles(2 * UNRELATED, line)) == []


def test_a_line_twice_in_one_article_is_in_one() -> None:
    twice = [Standing(each.day, (*each.body, LINE)) for each in articles(UNRELATED)]
    assert find_repeating(twice)[0].articles == UNRELATED


def test_an_adopted_line_is_counted_as_if_it_still_stood_there_and_as_long_as_it_is_seen() -> None:
    standing = articles(3)
    taken = [Standing(each.day, each.body[:1], (LINE,)) for each in articles(3, first=3)]
    assert [line.articles for line in find_repeating([*standing, *taken])] == [6]
    assert [line.articles for line in find_repeating(taken[:1])] == [1]
    assert find_repeating(standing) == []


@given(st.permutations([*articles(7), *articles(6, "Good night", first=5), *articles(4, "Good evening", first=3)]))
def test_the_order_of_the_articles_does_not_count(shuffled: list[Standing]) -> None:
    assert [(line.text, line.articles) for line in find_repeating(shuffled)] == [(LINE, 7), ("Good night", 6)]


def test_a_line_is_called_the_same_however_it_is_set_and_differently_elsewhere() -> None:
    assert line_id("gazette", "Good morning!") == line_id("gazette", "GOOD MORNING")
    assert line_id("gazette", "Good morning!") != line_id("echo", "Good morning!")
    assert line_id("gazette", "Good morning!") == "870a29b85e"
