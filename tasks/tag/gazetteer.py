"""Finding names that are known beforehand, from `config/gazetteer/`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import ahocorasick
from msgspec import Struct

from schemas.gazetteer import KnownName
from tasks.tag.spans import without_overlap
from tasks.tag.text import Text

ARTICLE = "The "


class Hit(Struct, frozen=True):
    """A known name where it stands; the article that `The Sun` needs is not in the span."""

    start: int
    end: int
    known: KnownName


class _Alias(Struct, frozen=True):
    text: str
    known: KnownName


class Gazetteer:
    """All known names, looked for in one pass over the text."""

    def __init__(self, names: Iterable[KnownName], capitals_that_are_words: Iterable[str]) -> None:
        self._aliases: dict[str, list[_Alias]] = {}
        self._words = frozenset(capitals_that_are_words)
        for known in names:
            for alias in {spelling for name in (known.name, *known.aliases) for spelling in _spellings(name)}:
                self._aliases.setdefault(alias.lower(), []).append(_Alias(alias, known))
        self._automaton = ahocorasick.Automaton()
        for lower in self._aliases:
            self._automaton.add_word(lower, lower)
        self._automaton.make_automaton()

    def find(self, text: Text) -> list[Hit]:
        """The known names in a text, in reading order, the longest where several overlap."""
        return without_overlap(self._hits(text))

    def known(self, name: str) -> KnownName | None:
        """The entry that a whole string names, if exactly one does."""
        found = {alias.known.name: alias.known for alias in self._aliases.get(name.lower(), ()) if alias.text == name}
        return next(iter(found.values())) if len(found) == 1 else None

    def _hits(self, text: Text) -> Iterator[Hit]:
        if not self._aliases:
            return
        plain, size = text.plain, len(text.plain)
        for last, lower in self._automaton.iter(text.folded):  # as in `is_whole`: a call costs more than what it does
            start, end = last + 1 - len(lower), last + 1
            if (start and plain[start - 1].isalnum()) or (end < size and plain[end].isalnum()):
                continue
            yield from self._verified(text, start, end, lower)

    def _verified(self, text: Text, start: int, end: int, lower: str) -> Iterator[Hit]:
        printed = text.plain[start:end]
        for alias in self._aliases[lower]:
            article = len(ARTICLE) if alias.text.startswith(ARTICLE) else 0
            if printed[article:] == alias.text[article:] or (alias.text not in self._words and text.in_capitals(start)):
                yield Hit(start + article, end, alias.known)
                return


def _spellings(name: str) -> tuple[str, ...]:
    """A name, and the same without the apostrophe of a plural that many leave out: National Farmers Union."""
    return (name, name.replace("s' ", "s ")) if "s' " in name else (name,)


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether no word is cut at either end."""
    return not (start and text[start - 1].isalnum()) and not (end < len(text) and text[end].isalnum())
