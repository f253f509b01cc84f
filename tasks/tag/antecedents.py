"""Whom a pronoun, "the company" or "the minister" stands for: the one last spoken of."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property

from msgspec import Struct

from schemas.records import Label
from tasks.tag.bearers import Name

LOOK_BACK = 1500  # code points that a pronoun may reach back
NEAR = 300  # those after which "they" are hardly the last speaker any more
LEAD = 8  # those before a name with which a sentence begins: "The ..."


class Wanted(Struct, frozen=True):
    """What an antecedent must fit."""

    labels: tuple[Label, ...]
    male: bool | None = None  # None: either

    def fits(self, name: Name) -> bool:
        """Whether nothing that is known of `name` speaks against it."""
        return name.label in self.labels and (None in (self.male, name.male) or self.male == name.male)


@dataclass
class Discourse:
    """One field's names outside quotes, its sentences, and who has spoken so far."""

    names: Sequence[Name]  # in reading order
    starts: Sequence[int]  # of sentences
    led: Mapping[int, bool]  # by the starts of sentences that "he" or "she" begins, whether it is "he"
    speaker: tuple[int, Name] | None = None  # where somebody spoke last, and who
    told_of: AbstractSet[int] = frozenset()  # entities that the quote in question names: it is hardly theirs
    _holders: dict[str, dict[int, None]] = field(init=False, default_factory=dict)  # entities by title, as far as asked

    @cached_property
    def _first(self) -> dict[int, Name]:
        """Each entity's first mention."""
        return {name.entity: name for name in reversed(self.names)}

    @cached_property
    def _introduced(self) -> AbstractSet[int]:
        """The entities of which the field says what they are."""
        return {name.entity for name in self.names if name.introduced}

    @cached_property
    def _descriptions(self) -> Mapping[int, AbstractSet[str]]:
        """What each entity is said to be, right before its names or in apposition."""
        told: defaultdict[int, set[str]] = defaultdict(set)
        for name in self.names:
            told[name.entity].update(name.title.split()[-1:], name.apposition.split())
        return told

    @cached_property
    def _people(self) -> Mapping[str, Sequence[Name]]:
        """Persons by the words beside and in their names."""
        people: defaultdict[str, list[Name]] = defaultdict(list)
        for name in self.names:
            for word in name.words if name.label == "PERSON" else ():
                people[word].append(name)
        return people

    def spoke(self, at: int, entity: int) -> None:
        """Note that `entity` is quoted at `at`."""
        if entity in self._first:
            self.speaker = at, self._first[entity]

    def last_speaker(self) -> int | None:
        """The entity that was quoted last."""
        return self.speaker[1].entity if self.speaker and self.speaker[1].entity not in self.told_of else None

    def speaking(self, at: int, wanted: Wanted) -> int | None:
        """The last speaker, if nothing speaks against them being who goes on."""
        spoken, last = self.speaker or (-LOOK_BACK, None)
        fits = last is not None and wanted.fits(last) and at - spoken < LOOK_BACK
        return self.last_speaker() if fits else None

    def known_to_all(self) -> int | None:
        """The last speaker, if the field never says what they are."""
        entity = self.last_speaker()
        return None if entity in self._introduced else entity

    def titled(self, title: str, qualifiers: Collection[str]) -> int | None:
        """The entity that the field calls by `title` at its name: the last speaker if it is theirs, else the first."""
        if title not in self._holders:
            holders = (name.entity for name in self._near_all(title.split()) if name.holds(title, qualifiers))
            self._holders[title] = dict.fromkeys(holders)
        held = self._holders[title]
        return self.last_speaker() if self.last_speaker() in held else next(iter(held), None)

    def _near_all(self, words: Sequence[str]) -> Sequence[Name]:
        """Those persons that have the rarest of the words by them, so that none who has all is missing."""
        return min((self._people.get(word, ()) for word in words), key=len, default=())

    def latest(self, at: int, wanted: Wanted, but: AbstractSet[int]) -> int | None:
        """The entity meant at `at`: the last speaker, or the first fitting name of the latest sentence with one.

        Not one of `but`.
        """
        name = self._first_of_latest_sentence(at, wanted, but)
        spoken, last = self.speaker or (-1, None)
        if last and last.entity not in but and wanted.fits(last) and (name is None or spoken >= name.start):
            return last.entity
        return name.entity if name else None

    def last_of(self, names: Sequence[Name], at: int) -> int | None:
        """The entity of some of the names, in reading order, that stands last before `at`: the first of its sentence.

        Not one that the quote in question names.
        """
        name: Name | None = None
        begin = 0
        for number in range(bisect_left(names, at, key=lambda name: name.start) - 1, -1, -1):
            if name and names[number].start < begin:
                break
            if names[number].entity not in self.told_of:
                name = names[number]
                begin = self.starts[bisect_right(self.starts, name.start) - 1]
        return name.entity if name else None

    def leading(self, at: int, wanted: Wanted) -> int | None:
        """The entity meant at `at` by "they": the last speaker, or whoever the latest sentence with one begins with."""
        if self.speaker and wanted.fits(self.speaker[1]) and at - self.speaker[0] < NEAR:
            return self.last_speaker()
        name = self._first_of_latest_sentence(at, wanted, self.told_of)
        if name is None:
            return None
        begin = self.starts[bisect_right(self.starts, name.start) - 1]
        return name.entity if name.start - begin < LEAD else None

    def named_before(self, at: int, wanted: Wanted) -> int | None:
        """The entity meant at `at` by other words than its name: none of those that its sentence names before."""
        begin = self.starts[bisect_right(self.starts, at) - 1]
        first, last = (bisect_left(self.names, where, key=lambda name: name.start) for where in (begin, at))
        beside = {name.entity for name in self.names[first:last]}
        return self.latest(begin, wanted, self.told_of | beside)

    def described(self, entity: int | None) -> AbstractSet[str]:
        """The words that say at an entity's name what it is."""
        return frozenset() if entity is None else self._descriptions[entity]

    def _first_of_latest_sentence(self, at: int, wanted: Wanted, but: AbstractSet[int]) -> Name | None:
        found: Name | None = None
        begin = self.starts[bisect_right(self.starts, at) - 1]
        number = bisect_left(self.names, at, key=lambda name: name.start) - 1
        while number >= 0 and at - self.names[number].start < LOOK_BACK:
            name = self.names[number]
            if name.start < begin:
                if found:
                    break
                begin = self.starts[bisect_right(self.starts, name.start) - 1]
            fits = name.entity not in but and wanted.fits(name)
            found = name if fits and not self._goes_on(begin, wanted) else found
            number -= 1
        return found

    def _goes_on(self, begin: int, wanted: Wanted) -> bool:
        """Whether a sentence begins with the same pronoun: then both stand for somebody named before it."""
        return begin in self.led and self.led[begin] is wanted.male
