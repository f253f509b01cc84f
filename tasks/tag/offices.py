"""Whom an office or another noun stands for: "a Home Office spokesman", "the prime minister", "the actress"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from msgspec import Struct

from schemas.lexicon import QuoteWords
from tasks.tag.antecedents import LOOK_BACK, Discourse, Wanted
from tasks.tag.bodies import Bodies
from tasks.tag.clauses import Clause, Item, Kind, after_verb

PEOPLE = Wanted(("PERSON",))


class Subject(Struct, frozen=True):
    """Who speaks: an entity, or somebody without a name."""

    entity: int | None


UNNAMED = Subject(None)


@dataclass(slots=True)
class Offices:
    """Finds the holders of offices in one field."""

    text: str
    words: QuoteWords
    discourse: Discourse
    _bodies: Bodies = field(init=False)

    def __post_init__(self) -> None:
        self._bodies = Bodies(self.text, self.words, self.discourse)

    def holder(self, phrase: Clause) -> Subject | None:
        """The body that a phrase without a person stands for: "a Home Office spokesman", "the company"."""
        tail = after_verb(phrase)
        if not tail:
            return None
        last = tail[-1]
        described = self._describes_one(tail)
        body = next((i.name for i in reversed(tail) if i.name and i.name.label == "ORG"), None)
        if body and self._speaks_alone(tail):
            return UNNAMED
        if body and last.kind is Kind.ROLE and (holder := self._one_meant(tail)) is not None:
            return Subject(holder)
        body = body or (None if described or self._holds_office(tail) else last.name)
        if body:
            return Subject(body.entity)
        if last.kind is Kind.BODY:
            return UNNAMED if self._is_new(tail) else Subject(self._bodies.latest(last))
        if last.word in self.words.anybody and len(tail) > 1 and tail[-2].kind is Kind.BODY:
            return Subject(self._bodies.latest(tail[-2]))
        if described:
            return self._described_before(last) if tail[0].word == self.words.definite else UNNAMED
        return Subject(self._holder_of(tail))

    def _speaks_alone(self, phrase: Clause) -> bool:
        """Whether nobody in a phrase speaks for the body that they are at: "a TideCo worker"."""
        roles = {item.word for item in phrase if item.kind is Kind.ROLE}
        return bool(roles) and roles <= self.words.own_voice

    def _is_new(self, phrase: Clause) -> bool:
        """Whether a noun for a body stands for none that was named before: "a company", "one union"."""
        marks = (item for item in reversed(phrase) if item.kind in (Kind.DETERMINER, Kind.UNNAMED))
        nearest = next(marks, None)
        return nearest is not None and nearest.word in self.words.indefinite

    def _describes_one(self, phrase: Clause) -> bool:
        """Whether a phrase tells a person by their group: "the Kent Green"."""
        last, first = phrase[-1].name, phrase[0]
        singular = last is not None and last.label == "GROUP" and self.text[last.end - 1] != "s"
        return singular and first.kind is Kind.DETERMINER

    def _holds_office(self, phrase: Clause) -> bool:
        """Whether a name only says where somebody is: "the head of one of the largest firms in Norland"."""
        offices = [i for i, item in enumerate(phrase) if item.kind in (Kind.ROLE, Kind.UNNAMED)]
        return bool(offices) and any(item.name and item.name.label == "PLACE" for item in phrase[offices[0] :])

    def _described_before(self, item: Item) -> Subject:
        """The last speaker, else the person last spoken of."""
        entity = self.discourse.last_speaker()
        return self.latest(item, PEOPLE) if entity is None else Subject(entity)

    def _holder_of(self, phrase: Clause) -> int | None:
        """Who "the prime minister" is: the one so titled, else a last speaker whom the text gives no office.

        News introduces whoever is not known to all, so nobody else goes without one.
        """
        entity = self.titled(phrase)
        if entity is None and self._is_one(phrase[-1]):
            entity = self.discourse.known_to_all()
        return self._pointed_at(phrase) if entity is None else entity

    def _one_meant(self, phrase: Clause) -> int | None:
        """Who "the Kent striker" is, likewise; "a Kent spokesman" is nobody."""
        entity = self.titled(phrase)
        return self._pointed_at(phrase) if entity is None else entity

    def _is_one(self, role: Item) -> bool:
        """Whether a role points at one person whom the text may have named: not "officials", not "the insider"."""
        known = role.kind is Kind.ROLE and role.word not in self.words.anybody
        return known and role.word.removesuffix("s") not in self.words.roles - {role.word}

    def _pointed_at(self, phrase: Clause) -> int | None:
        """Who "the actress" is: the person last spoken of, unless an actress without a name was.

        Whoever has another office is not "the minister".
        """
        last = phrase[-1]
        if phrase[0].word != self.words.definite or not self._is_one(last):
            return None
        stranger = re.compile(rf"(?i:\b(?:an?|one|another) (?:[\w-]+ ){{0,3}}{re.escape(last.word)}\b)(?! [A-Z])")
        told = stranger.search(self.text, max(0, last.start - LOOK_BACK), last.start)
        entity = None if told else self.discourse.named_before(last.start, PEOPLE)
        other = last.word in self.words.offices and self.discourse.described(entity) & self.words.roles
        return None if other else entity

    def titled(self, phrase: Clause) -> int | None:
        """Whom the words after "the", or the last two of them, were a title of; nobody where no name carries it."""
        words = " ".join(self.text[item.start : item.end].lower() for item in phrase).split()
        title = words[words.index(self.words.definite) + 1 :] if self.words.definite in words else []
        shorter = (" ".join(title[start:]) for start in range(max(1, len(title) - 1)))
        holders = (self.discourse.titled(one, self.words.qualifiers) for one in shorter if one)
        return next((who for who in holders if who is not None), None)

    def latest(self, item: Item, wanted: Wanted) -> Subject:
        """The entity that a pronoun or a noun at `item` stands for."""
        return Subject(self.discourse.latest(item.start, wanted, self.discourse.told_of))
