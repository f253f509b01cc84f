"""The language of a text."""

from __future__ import annotations

import re
from collections.abc import Iterable

import py3langid

ISO_639_1 = 2  # letters
ENOUGH = 40  # characters; from less the guess is worth nothing
SURE = 500  # characters; from so many on it was right whenever the page said something else, in 900 pages
SAMPLE = 600  # characters that are looked at
# That a text is English is clear from a few words, in a tenth of the time of a guess.
# fmt: off
ENGLISH = frozenset((
    "the", "of", "and", "to", "in", "a", "is", "that", "for", "on", "was", "with", "as", "at", "by", "it", "from", "be",
    "has", "are",
))
# fmt: on
COMMON = 0.13  # share of them in the sample: 99% of 831 English texts had more, none of 91 in other languages had .06
# What a guess takes for each other; between these the page knows better.
RELATED = (
    frozenset(("nb", "nn", "no", "da")),
    frozenset(("hr", "sr", "bs", "sh")),
    frozenset(("id", "ms")),
    frozenset(("cs", "sk")),
    frozenset(("es", "ca", "gl", "pt")),
    frozenset(("zu", "xh", "nr", "ss")),
    frozenset(("de", "lb")),
    frozenset(("nl", "af")),
)
CODE = re.compile(r"([a-z]{2})(?:[-_]([a-z]{2})\b)?(?![a-z])")
MONTH_FIRST = frozenset(("us", "ph"))  # where English dates begin with the month
DAY_FIRST = frozenset(("gb", "uk", "ie", "au", "nz", "za", "in", "ng", "ke", "gh", "na", "tz", "sg", "hk", "pk"))


def said_language(*said: Iterable[str]) -> str | None:
    """ISO 639-1 code of the first language tag that is one: "en" of "en-GB"."""
    codes = (CODE.match(tag.strip().lower()) for tags in said for tag in tags)
    return next((code[1] for code in codes if code), None)


def reads_day_first(tags: Iterable[str]) -> bool | None:
    """Whether 3/5/2015 is in May where this language is read; None when that is not known: "en" alone says nothing."""
    code = next(filter(None, (CODE.match(tag.strip().lower()) for tag in tags)), None)
    if code is None or code[1] != "en":
        return None if code is None else True
    return False if code[2] in MONTH_FIRST else True if code[2] in DAY_FIRST else None


def choose_language(said: str | None, text: str) -> str | None:
    """The language that the page says, unless a long text is in another: many pages say "en" because their CMS does."""
    if len(text) < SURE:
        return said or find_language(text)
    if said in (None, "en") and _reads_english(text):
        return "en"
    found = find_language(text)
    related = said == found or any({said, found} <= group for group in RELATED)
    return said if said and (related or not found) else found


def _reads_english(text: str) -> bool:
    words = text[:SAMPLE].lower().split()
    return sum(word in ENGLISH for word in words) >= COMMON * len(words)


def find_language(text: str) -> str | None:
    """ISO 639-1 code of the language that the text is in; None when there is too little of it.

    What the guess takes for something without such a code is mostly short English with many numbers or names.
    """
    if len(text) < ENOUGH:
        return None
    language, _ = py3langid.classify(text[:SAMPLE])
    return str(language) if len(language) == ISO_639_1 else None
