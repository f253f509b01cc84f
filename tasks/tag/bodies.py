"""Which body a noun such as "the union" stands for: the one of its kind that was named last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile

from schemas.lexicon import BodyKind, QuoteWords
from tasks.tag.antecedents import Discourse, Wanted
from tasks.tag.bearers import Name
from tasks.tag.clauses import Item

BODIES = Wanted(("ORG",))
WORD = re.compile(r"\w+")
NEXT_WORD = re.compile(r"\s(\w+)")


@dataclass
class Bodies:
    """Finds bodies by their kinds in one field."""

    text: str
    words: QuoteWords
    discourse: Discourse
    _of_kind: dict[str, list[Name]] = field(init=False, default_factory=dict)  # names by kind, as far as asked

    def latest(self, noun: Item) -> int | None:
        """The body that `noun` stands for; a noun of no kind stands for any."""
        title = next((title for title, kind in self.words.kinds.items() if noun.word in kind.nouns), None)
        if title is None:
            return self.discourse.latest(noun.start, BODIES, self.discourse.told_of)
        found = (self.discourse.last_of(self._names_of(kind), noun.start) for kind in self._tried(title))
        return next((entity for entity in found if entity is not None), None)

    def _tried(self, kind: str) -> Iterator[str]:
        """A kind, then the wider one: an airline that nothing tells to be one is a company."""
        yield kind
        if wider := self.words.kinds[kind].wider:
            yield wider

    def _names_of(self, kind: str) -> list[Name]:
        """The names of bodies of a kind, in reading order."""
        if kind not in self._of_kind:
            of_any = self.words.kinds[kind].unmarked
            fitting = {entity for entity, kinds in self._kinds.items() if kind in kinds or (of_any and not kinds)}
            self._of_kind[kind] = [name for name in self.discourse.names if name.entity in fitting]
        return self._of_kind[kind]

    @cached_property
    def _kinds(self) -> dict[int, set[str]]:
        """The kinds that names, what stands beside them and the gazetteer tell of each body."""
        told = dict[int, set[str]]()
        for name in self.discourse.names:
            if name.label == "ORG":
                told.setdefault(name.entity, set()).update(self._told(name))
        return told

    def _told(self, name: Name) -> Iterator[str]:
        own, beside = set(WORD.findall(f"{name.full} {name.called}")), set(self._beside(name))
        for title, kind in self.words.kinds.items():
            if name.listed in kind.listed or not kind.nouns.isdisjoint(beside) or _is_called(own, kind):
                yield title

    def _beside(self, name: Name) -> Iterator[str]:
        """The nouns that say what a body is: "rail union X", "the X union", "X, the rail union for tram drivers,"."""
        yield from name.title.split()[-1:]
        if following := NEXT_WORD.match(self.text, name.end):
            yield following[1]
        first, *rest = name.apposition.split() or [""]
        if first in self.words.determiners:
            yield from list(takewhile(self._is_in_phrase, rest))[-1:]

    def _is_in_phrase(self, word: str) -> bool:
        return not any(word in each for each in (self.words.determiners, self.words.relatives, self.words.openers))


def _is_called(own: AbstractSet[str], kind: BodyKind) -> bool:
    return not own.isdisjoint(kind.words) and own.isdisjoint(kind.unless)
