"""Names that the text itself spells out before their acronym: Harbour Pilots' League (HPL).

An acronym that is read as a word, as in Harbour Pilots' Alliance (Hapa), is found with them, as little else tells it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tasks.tag.aliases import initials
from tasks.tag.lexicon import NameWords
from tasks.tag.trim import Candidate

IN_BRACKETS = re.compile(r" [(<]([A-Z](?:[A-Za-z&]{0,6}[A-Z]|[a-z]{2,6}))[)>]")
WORD = re.compile(r"\S+")
BEFORE = 150  # characters before the bracket that are looked at
WORDS = range(2, 13)  # of a name that has an acronym


def spelt_out(plain: str, words: NameWords) -> Iterator[Candidate]:
    """The names whose words begin with the letters that follow in brackets, and such letters that make a word."""
    for found in IN_BRACKETS.finditer(plain):
        begin = max(0, found.start() - BEFORE, plain.rfind("\n", 0, found.start()) + 1)
        tokens = [match.span() for match in WORD.finditer(plain, begin, found.start())]
        for size in WORDS:
            start = tokens[-size][0] if size <= len(tokens) else found.start()
            name = plain[start : found.start()]
            if name[:1] == found[1][0] and found[1].replace("&", "").casefold() in initials(name, words.small):
                label = words.kind(name.split()) or "ORG"
                yield Candidate(start, found.start(), label)
                if found[1].istitle():
                    yield Candidate(*found.span(1), label)
                break
