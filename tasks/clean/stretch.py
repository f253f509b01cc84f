"""Where the article stands in the text of a whole page, and which line above it is its headline."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.clean.folding import fold

LINE_WEIGHT = -8  # words of prose that a line, or a paragraph that a rule takes, outweighs
REACH = 8  # longer lines above the article among which its headline is looked for
LONG = 4  # characters of a word that tells what a text is about
SHARED = 0.5  # of a headline's long words that the article has, too
FEWEST_LONG = 3  # long words of a headline


def find_stretch(words_of_prose: Sequence[int]) -> tuple[int, int]:
    """The stretch of paragraphs in which prose most outweighs everything else: start, and index behind the end.

    It is the largest sum of consecutive weights: a paragraph of prose weighs its words, anything else (0)
    `LINE_WEIGHT`.
    """
    best, total, start, found = 0, 0, 0, (0, len(words_of_prose))
    for n, words in enumerate(words_of_prose):
        if total <= 0:
            total, start = 0, n
        total += words or LINE_WEIGHT
        if total > best:
            best, found = total, (start, n + 1)
    return found


def find_headline(lines: Sequence[str], article: Sequence[str]) -> int | None:
    """Index of the first of the last lines above an article that speaks of the same things."""
    about = {word for paragraph in article for word in _long_words(paragraph)}
    for n in range(max(0, len(lines) - REACH), len(lines)):
        words = _long_words(lines[n])
        if len(words) >= FEWEST_LONG and len(words & about) >= SHARED * len(words):
            return n
    return None


def _long_words(text: str) -> set[str]:
    return {word for word in fold(text).split() if len(word) >= LONG}
