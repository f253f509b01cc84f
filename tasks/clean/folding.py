"""Lines as rules and comparisons see them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

WORD = re.compile(r"\w+(?:'\w+)*")
SENTENCE_END = re.compile(r"[.!?…。！？؟।։៕۔]['\"”’»“)\]」』）]{0,3}\s*$")
PLAIN = (
    ("’", "'"),
    ("‘", "'"),
    ("ʼ", "'"),
    ("`", "'"),
    ("\xad", ""),
    ("\u200b", ""),
    ("\u2060", ""),
    ("©", " copyright "),
)
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
CHARACTERS = 2  # of Chinese or Japanese, that make a word
PROSE_WORDS = 8  # a block of so many words that ends like a sentence is prose: the article has begun, or goes on
REMEMBERED = 10_000  # lines: each step of cleaning folds those of its page, and menus come again
LONGEST_REMEMBERED = 2_000  # characters
OPENING_QUOTE = re.compile(r"['\"“‘«„‹「『]")


def fold(line: str) -> str:
    """Lower case, words only, single spaces; soft hyphens and zero-width characters are not there."""
    return _fold(line) if len(line) <= LONGEST_REMEMBERED else _fold.__wrapped__(line)


@lru_cache(REMEMBERED)
def _fold(line: str) -> str:
    if line.isascii():  # as most lines are: a tenth of the time
        return " ".join(WORD.findall(line.replace("`", "'").lower()))
    for printed, plain in PLAIN:  # str.translate takes ten times as long
        line = line.replace(printed, plain)
    return " ".join(WORD.findall(unicodedata.normalize("NFKC", line).casefold()))


def squeeze(name: str) -> str:
    """A name as it can be compared with a host: `The Daily Echo` and `dailyecho` are the same."""
    return fold(name).replace(" ", "").removeprefix("www").removeprefix("the")


def count_words(text: str) -> int:
    """Words; where they are not parted by spaces half of the characters."""
    words = len(text.split())
    return words if text.isascii() else words + len(UNSPACED.findall(text)) // CHARACTERS


def is_sentence(text: str) -> bool:
    """Whether the text ends as sentences do, in any script; what closes a quotation may follow."""
    return SENTENCE_END.search(text[-12:]) is not None


def opens_quote(text: str) -> bool:
    """Whether the text begins with somebody's words."""
    return OPENING_QUOTE.match(text) is not None


def unique(texts: Iterable[str]) -> list[str]:
    """The first of each, compared without case and punctuation, in order; what has no words is left out."""
    first: dict[str, str] = {}
    for text in texts:
        first.setdefault(fold(text), text)
    first.pop("", None)
    return list(first.values())
