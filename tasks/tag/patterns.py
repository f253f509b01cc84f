"""Finding names that follow a form, from `config/gazetteer/patterns.toml`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec import Struct

from schemas.gazetteer import Pattern
from schemas.records import Label
from tasks.tag.text import Text

AROUND = 300  # characters to either side in which the words that a pattern needs are looked for
LONGEST = 20  # characters of a word that a pattern stands behind
CAPITAL = re.compile(r" (?=[A-ZÀ-ÖØ-Þ])")


class Form(Struct, frozen=True):
    """A stretch of text that has the form of a name."""

    start: int
    end: int
    label: Label
    yields: bool = False  # to what the model found


class FormFinder:
    """All patterns, compiled."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._anywhere: list[tuple[re.Pattern[str], Pattern]] = []
        self._behind: defaultdict[str, list[tuple[re.Pattern[str], Pattern]]] = defaultdict(list)
        for pattern in patterns:
            for word in pattern.after:
                self._behind[word].append((pattern.compiled(), pattern))
            if not pattern.after:
                self._anywhere.append((pattern.compiled(), pattern))
        self._near = {pattern.near: pattern.company() for _, pattern in self._anywhere}

    def find(self, text: Text) -> Iterator[Form]:
        """Every stretch that a pattern matches; they may overlap."""
        yield from self._found_behind(text.plain)
        for regex, pattern in self._anywhere:
            for match in regex.finditer(text.plain):
                within_word = match.start() and text.plain[match.start() - 1].isalnum()
                if not within_word and self._has_company(text.plain, match, pattern):
                    yield _form(match, pattern)

    def _found_behind(self, plain: str) -> Iterator[Form]:
        """What stands behind a certain word: one search for all these patterns."""
        for space in CAPITAL.finditer(plain):
            word = plain[max(0, space.start() - LONGEST) : space.start()].rpartition(" ")[2]
            for regex, pattern in self._behind.get(word, ()):
                if match := regex.match(plain, space.end()):
                    yield _form(match, pattern)

    def _has_company(self, plain: str, match: re.Match[str], pattern: Pattern) -> bool:
        wanted = self._near[pattern.near]
        around = (max(0, match.start() - AROUND), match.end() + AROUND)
        return wanted is None or wanted.search(plain, *around) is not None


def _form(match: re.Match[str], pattern: Pattern) -> Form:
    named = "name" if "name" in match.re.groupindex else 0
    return Form(*match.span(named), pattern.label, pattern.yields)
