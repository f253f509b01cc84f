"""Finding names that are known beforehand, from `config/gazetteer/`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import ahocorasick
from msgspec import Struct

from schemas.gazetteer import KnownName
from tasks.tag.spans import without_overlap
from tasks.tag.text import Text

ARTICLE = "The "
SHORTEST = 4  # letters of a name that is known in another case, too


class Hit(Struct, frozen=True):
    """A known name where it stands; the article that `The Sun` needs is not in the span."""

    start: int
    end: int
    known: KnownName


class Gazetteer:
    """All known names, looked for in one pass over the text, and once more in its lines of capitals."""

    def __init__(self, names: Iterable[KnownName], capitals_that_are_words: Iterable[str]) -> None:
        self._known: dict[str, list[KnownName]] = {}
        self._printed: dict[str, KnownName] = {}  # letter for letter; after "the" as after "The"
        words = frozenset(capitals_that_are_words)
        for known in names:
            for alias in {spelling for name in (known.name, *known.aliases) for spelling in _spellings(name)}:
                self._known.setdefault(alias, []).append(known)
                self._printed.setdefault(alias, known)
                if alias.startswith(ARTICLE):
                    self._printed.setdefault(alias[0].lower() + alias[1:], known)
        self._in_capitals = {alias.lower(): known[0] for alias, known in self._known.items() if alias not in words}
        self._any_case = _only_ones(self._known)
        self._automaton, self._folded = _automaton(self._printed), _automaton(self._in_capitals)

    def find(self, text: Text) -> list[Hit]:
        """The known names in a text, in reading order, the longest where several overlap."""
        return without_overlap([*self._hits(text.plain), *self._hits_in_capitals(text)]) if self._known else []

    def known(self, name: str) -> KnownName | None:
        """The entry that a whole string names, if exactly one does."""
        found = {known.name: known for known in self._known.get(name, ())}
        return next(iter(found.values())) if len(found) == 1 else None

    def in_other_case(self, name: str) -> KnownName | None:
        """The entry that a whole string names but for capitals: ObamaCare.

        No acronym's, which is a word or a name in other letters (the Nats), and not that of a short string.
        """
        return self._any_case.get(name.lower()) if len(name) >= SHORTEST else None

    def _hits(self, plain: str) -> Iterator[Hit]:
        for last, alias in self._automaton.iter(plain):
            start, end = last + 1 - len(alias), last + 1
            if is_whole(plain, start, end):
                yield _hit(start, end, alias, self._printed[alias])

    def _hits_in_capitals(self, text: Text) -> Iterator[Hit]:
        for begin, stop in text.capitals:
            for last, alias in self._folded.iter(text.folded[begin:stop]):
                start, end = begin + last + 1 - len(alias), begin + last + 1
                if is_whole(text.plain, start, end):
                    yield _hit(start, end, alias, self._in_capitals[alias])


def _only_ones(known: Mapping[str, Sequence[KnownName]]) -> dict[str, KnownName]:
    """By each name in lower case, but for acronyms, the one entry that has it."""
    found: dict[str, dict[str, KnownName]] = {}
    for alias, entries in known.items():
        found.setdefault(alias.lower(), {}).update({entry.name: entry for entry in entries})
    acronyms = {alias.lower() for alias in known if alias.isupper()}
    return {
        alias: next(iter(each.values())) for alias, each in found.items() if len(each) == 1 and alias not in acronyms
    }


def _automaton(aliases: Iterable[str]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for alias in aliases:
        automaton.add_word(alias, alias)
    automaton.make_automaton()
    return automaton


def _hit(start: int, end: int, alias: str, known: KnownName) -> Hit:
    article = len(ARTICLE) if alias.lower().startswith(ARTICLE.lower()) else 0
    return Hit(start + article, end, known)


def _spellings(name: str) -> tuple[str, ...]:
    """A name, and the same without the apostrophe of a plural that many leave out: National Farmers Union."""
    return (name, name.replace("s' ", "s ")) if "s' " in name else (name,)


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether no word is cut at either end."""
    return not (start and text[start - 1].isalnum()) and not (end < len(text) and text[end].isalnum())
