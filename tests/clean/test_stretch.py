"""Where the article stands in the text of a whole page."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.clean.stretch import find_headline, find_stretch


@given(st.lists(st.sampled_from([0, 12, 40]), max_size=30))
@settings(max_examples=50, deadline=None)
def test_the_stretch_begins_and_ends_with_prose(words: list[int]) -> None:
    start, end = find_stretch(words)
    assert not any(words) or (words[start] > 0 and words[end - 1] > 0)


def test_a_teaser_among_links_stays_outside() -> None:
    assert find_stretch([0, 15, 0, 0, 0, 40, 30, 0, 25, 0, 0, 0, 14, 0]) == (5, 9)


def test_headline_speaks_of_what_the_article_does() -> None:
    lines = ["Ten best walks on the island", "Harbour board buys two tugs", "Listen to the tide tables"]
    assert find_headline(lines, ["The harbour board of Wexley buys tugs from the yard at Arle."]) == 1
    assert find_headline(lines, ["Nothing of that."]) is None
