"""Whom a pronoun, "the company" or "the minister" stands for: the one last spoken of."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from msgspec import Struct

from schemas.records import Label
from tasks.tag.bearers import Name

LOOK_BACK = 1500  # code points that a pronoun may reach back


class Wanted(Struct, frozen=True):
    """What an antecedent must fit."""

    labels: tuple[Label, ...]
    male: bool | None = None  # None: either

    def fits(self, name: Name) -> bool:
        """Whether nothing that is known of `name` speaks against it."""
        return name.label in self.labels and (None in (self.male, name.male) or self.male == name.male)


@dataclass(slots=True)
class Discourse:
    """One field's names outside quotes, its sentences, and who has spoken so far."""

    names: Sequence[Name]  # in reading order
    starts: Sequence[int]  # of sentences
    led: Mapping[int, bool]  # by the starts of sentences that "he" or "she" begins, whether it is "he"
    speaker: tuple[int, Name] | None = None  # where somebody spoke last, and who
    told_of: AbstractSet[int] = frozenset()  # entities that the quote in question names: it is hardly theirs
    _first: dict[int, Name] = field(init=False)  # mention of each entity

    def __post_init__(self) -> None:
        self._first = {name.entity: name for name in reversed(self.names)}

    def spoke(self, at: int, entity: int) -> None:
        """Note that `entity` is quoted at `at`."""
        if entity in self._first:
            self.speaker = at, self._first[entity]

    def last_speaker(self) -> int | None:
        """The entity that was quoted last."""
        return self.speaker[1].entity if self.speaker and self.speaker[1].entity not in self.told_of else None

    def known_to_all(self) -> int | None:
        """The last speaker, if the field never says what they are."""
        entity = self.last_speaker()
        told = any(name.introduced for name in self.names if name.entity == entity)
        return None if told else entity

    def titled(self, title: str, qualifiers: Collection[str]) -> int | None:
        """The entity that the field calls by `title` at its name: the last speaker if it is theirs, else the first."""
        people = (name for name in self.names if name.label == "PERSON")
        holders = [name.entity for name in people if name.holds(title, qualifiers)]
        return self.last_speaker() if self.last_speaker() in holders else next(iter(holders), None)

    def latest(self, at: int, wanted: Wanted, but: AbstractSet[int]) -> int | None:
        """The entity meant at `at`: the last speaker, or the first fitting name of the latest sentence with one.

        Not one of `but`.
        """
        name = self._first_of_latest_sentence(at, wanted, but)
        spoken, last = self.speaker or (-1, None)
        if last and last.entity not in but and wanted.fits(last) and (name is None or spoken >= name.start):
            return last.entity
        return name.entity if name else None

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
