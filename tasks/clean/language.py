"""The language of a text."""

from __future__ import annotations

import re
from collections.abc import Iterable

import py3langid

ENOUGH = 40  # characters; from less the guess is worth nothing
SAMPLE = 4000  # characters that are looked at
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


def find_language(text: str) -> str | None:
    """ISO 639-1 code of the language that the text is in; None when there is too little of it."""
    if len(text) < ENOUGH:
        return None
    language, _ = py3langid.classify(text[:SAMPLE])
    return str(language)
