"""Persons that the model does not see, by their first names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemas.gazetteer import NAME_WORD
from tasks.tag.lexicon import NameWords
from tasks.tag.text import Text
from tasks.tag.trim import Candidate

DATE = re.compile(r" \d")  # behind a month
SURNAME = re.compile(f" ({NAME_WORD})")


def full_names(text: Text, words: NameWords) -> Iterator[Candidate]:
    """A listed first name and a surname, where a capital means something."""
    for found in words.full_name.finditer(text.plain):
        first, last = found[1], found[2]
        if not words.is_first_name(first) or first in words.word_surnames or first in words.openers:
            continue
        may_be = last not in words.not_names or (
            last in words.word_surnames and not DATE.match(text.plain, found.end(2))
        )
        if may_be and not words.kind((first, last)) and not text.in_title_case(found.start()):
            yield Candidate(found.start(), _end(text.plain, found, words), "PERSON")


def _end(plain: str, found: re.Match[str], words: NameWords) -> int:
    """Where a name ends: behind a second first name follows the surname."""
    more = SURNAME.match(plain, found.end(2)) if words.is_first_name(found[2]) else None
    if more is None or more[1].isupper() or more[1] in words.not_names or words.kind((found[1], more[1])):
        return found.end(2)
    return more.end()
