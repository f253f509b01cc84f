"""Finding names that follow a form, from `config/gazetteer/patterns.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from schemas.gazetteer import Pattern
from schemas.records import Label
from tasks.tag.text import Text


LONGEST = 20  # characters of a word that a pattern stands behind
AROUND = 300  # characters to either side in which the words that a pattern needs are looked for


class Form(Struct, frozen=True):
    """A stretch of text that has the form of a name."""

    start: int
    end: int
    label: Label
    yields: bool = False  # to what the model found


class FormFinder:
    """All patterns, compiled."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._compiled = [(pattern.compiled(), pattern, pattern.company()) for pattern in patterns]

    def find(self, text: Text) -> Iterator[Form]:
        """Every stretch that a pattern matches; they may overlap."""
        for regex, pattern, company in self._compiled:
            for match in regex.finditer(text.plain):
                if pattern.after:
                    if _word_before(text.plain, match.start()) not in pattern.after:
                        continue
                elif match.start() and text.plain[match.start() - 1].isalnum():
                    continue  # within a word
                if company and not company.search(text.plain, max(0, match.start() - AROUND), match.end() + AROUND):
                    continue
                named = "name" if "name" in regex.groupindex else 0
                yield Form(*match.span(named), pattern.label, pattern.yields)


def _word_before(plain: str, end: int) -> str:
    return plain[max(0, end - LONGEST) : end].rpartition(" ")[2]
