"""Persons that the model does not see, by their first names."""

from __future__ import annotations

from collections.abc import Iterator

from tasks.tag.lexicon import NameWords
from tasks.tag.text import Text
from tasks.tag.trim import Candidate


def full_names(text: Text, words: NameWords) -> Iterator[Candidate]:
    """A listed first name and a surname, where a capital means something."""
    for found in words.full_name.finditer(text.plain):
        first, last = found[1], found[2]
        if not words.is_first_name(first) or first in words.word_surnames or first in words.openers:
            continue
        if last not in words.not_names and not words.kind((first, last)) and not text.in_title_case(found.start()):
            yield Candidate(found.start(), found.end(2), "PERSON")
