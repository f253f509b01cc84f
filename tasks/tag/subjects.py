"""The subject of a verb of speech, by where English news puts it.

Right before the verb ("Mr Hale told the BBC"), before an apposition ("Susie Jones, a director, said"), right
after it ("said Mr Hale"), or at the head of the sentence ("Mr Hale hit out, adding:").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from schemas.lexicon import QuoteWords
from tasks.tag.antecedents import Discourse, Wanted
from tasks.tag.bearers import Name
from tasks.tag.belonging import before_place, is_of_person, is_somewhere
from tasks.tag.bodies import BODIES
from tasks.tag.clauses import Clause, Item, Kind, after_verb, first_person, segments, until_verb, without_brackets
from tasks.tag.offices import UNNAMED, Offices, Subject
from tasks.tag.together import first_together

PRONOUNS = (Kind.PERSON, Kind.GROUP)
OFFICES = (Kind.ROLE, Kind.BODY, Kind.UNNAMED)


@dataclass(slots=True)
class Subjects:
    """Finds subjects in the clauses of one field."""

    text: str
    words: QuoteWords
    discourse: Discourse
    _offices: Offices = field(init=False)

    def __post_init__(self) -> None:
        self._offices = Offices(self.text, self.words, self.discourse)

    def before(self, clause: Clause, verb: int) -> Subject | None:
        """Whose verb stands at `verb`, looking to its left."""
        end = verb
        if clause[verb].word in self.words.continuing and (found := self._going_on(clause[:end])):
            return found
        while end and (clause[end - 1].kind is Kind.FILLER or self.is_adverb(clause[end - 1])):
            end -= 1
        if end and clause[end - 1].word == self.words.who:  # "Ms Roe, a trader, who told her"
            end -= 1
        subject = without_brackets(clause[:end])
        if first := first_together(subject, self.text, self.words):
            return Subject(first.entity)
        return self._described(subject) if subject and subject[-1].kind is Kind.COMMA else self._phrase(subject)

    def _going_on(self, clause: Clause) -> Subject | None:
        """Of "he added" the last speaker, whoever was named since, unless they spoke too."""
        item = clause[-1] if clause else None
        if item is None or item.kind is not Kind.PERSON:
            return None
        wanted = Wanted(("PERSON",), item.word in self.words.male)
        entity = self.discourse.speaking(item.start, wanted)
        return None if entity is None else Subject(entity)

    def after(self, clause: Clause, begin: int) -> Subject | None:
        """The noun phrase that begins at `begin`: "said harbour chief executive Richard Hale"."""
        if begin >= len(clause) or clause[begin].kind is Kind.COMMA:
            return None
        head, *rest = segments(until_verb(clause[begin:])) or [[]]
        if is_of_person(head, self.text, self.words):
            named = self._apposed(rest[0]) if rest else None
            return Subject(named.entity) if named else UNNAMED
        owner, head = self._owner(before_place(head, self.words))
        if owner and not first_person(head):
            return self._owned(owner, head)
        person = first_person(head)
        if person is None and rest and any(item.kind is Kind.ROLE for item in head):
            person = self._apposed(rest[0])
        if person:
            return Subject(person.entity)
        if head and head[0].kind in PRONOUNS:
            return self.resolve(head[0])
        if not any(item.name or item.kind in OFFICES for item in head):
            return UNNAMED if head and head[0].kind is Kind.DETERMINER else None
        return self._offices.holder([i for i in head if i.name or i.kind in (*OFFICES, Kind.DETERMINER)])

    def _apposed(self, part: Clause) -> Name | None:
        """The person that stands after an office, title and all: "said the rector, the Reverend Ann Lee"."""
        last = part[-1].name
        titles = part[1:-1] if part[0].word == self.words.definite else part[:-1]
        ends = part[0].kind is not Kind.DETERMINER or all(self.text[item.start].isupper() for item in titles)
        return last if ends and last and last.label == "PERSON" else first_person(part[:1])

    def _owner(self, phrase: Clause) -> tuple[Item | None, Clause]:
        """The name in the possessive that a phrase begins with, and the rest: "Ms Roe's driver"."""
        at = next((i for i, item in enumerate(phrase) if self._possessive(item)), None)
        return (None, phrase) if at is None else (phrase[at], phrase[at + 1 :])

    def _owned(self, owner: Item, head: Clause) -> Subject | None:
        """Who speaks for an owner: the body itself, but somebody else than a person ("Ms Roe's lawyer")."""
        return self._offices.holder([owner, *head]) if owner.name and owner.name.label == "ORG" else UNNAMED

    def first(self, clause: Clause) -> Subject | None:
        """The first in the sentence who can speak, whatever opens it ("On the BBC, Ms Roe")."""
        parts = segments(self._heard(clause))
        main = [part for part in parts if part[0].word not in self.words.openers and part[0].kind is not Kind.RELATIVE]
        for item in (item for part in main or parts for item in part):
            if self._possessive(item):
                continue
            if (item.name and item.name.label in ("PERSON", "ORG")) or item.kind in (*PRONOUNS, Kind.UNNAMED):
                return self.resolve(self._whose_body(item, clause))
        return None

    def _heard(self, clause: Clause) -> Clause:
        """What somebody heard that somebody did: "The court heard | Mr Hale had left"."""
        at = next((i + 1 for i, item in enumerate(clause) if item.word in self.words.listening), 0)
        heard = clause[at + 1 :] if clause[at : at + 1] and clause[at].kind is Kind.RELATIVE else clause[at:]
        who = next((item for item in heard if item.kind is not Kind.WORD or not self._is_honorific(item)), None)
        tells = at and who and (who.kind in PRONOUNS or first_person([who]))
        return heard if tells else clause

    def _is_honorific(self, item: Item) -> bool:
        return item.word in self.words.male or item.word in self.words.female

    def _whose_body(self, body: Item, clause: Clause) -> Item:
        """The person told by a body, where it only says whose they are: "Hull manager Ann Hay:"."""
        told = (Kind.NAME, Kind.ROLE, Kind.WORD)
        after = takewhile(
            lambda item: item.kind in told or item.word in self.words.joiners, clause[clause.index(body) + 1 :]
        )
        person = next((item for item in after if item.name and item.name.label == "PERSON"), body)
        return person if body.name and body.name.label == "ORG" else body

    def resolve(self, item: Item) -> Subject | None:
        """Whom one name or pronoun stands for; None if it is neither."""
        if item.name:
            return Subject(item.name.entity)
        if item.kind is Kind.UNNAMED:
            return UNNAMED
        if item.kind is Kind.THING:
            return self._offices.latest(item, BODIES)
        if item.kind is Kind.PERSON:
            return self._offices.latest(item, Wanted(("PERSON",), item.word in self.words.male))
        return Subject(self.discourse.leading(item.start, BODIES)) if item.kind is Kind.GROUP else None

    def is_noun(self, clause: Clause, index: int) -> bool:
        """Whether a word that could be a verb stands as a noun: "the claims", "Trump's claims"."""
        if not index:
            return False
        before, word = clause[index - 1], clause[index].word
        compound = before.name is not None and before.name.label != "PERSON" and word in self.words.nouns
        return before.kind is Kind.DETERMINER or before.word == "s" or compound or self._possessive(before)

    def _described(self, clause: Clause) -> Subject | None:
        """`clause` ends with the comma before a verb: "Susie Jones, a director of the group,"."""
        named = [part for part in segments(clause) if part[0].kind is not Kind.RELATIVE]
        named = [part for part in named if part is named[0] or not is_somewhere(part, self.words)]
        parts = [part for part in named if not is_of_person(part, self.text, self.words)]
        if len(parts) < len(named) and not any(map(first_person, parts)):
            return UNNAMED
        if parts and (person := self._acting(parts[-1])) is not None:
            return Subject(person.entity)
        heads = [part[-1] for part in parts if part[0].kind is not Kind.DETERMINER or part is parts[0]]
        for last in [*reversed(heads), *(part[-1] for part in reversed(parts))]:
            if last.kind in PRONOUNS or (last.name and last.name.label == "PERSON"):
                return self.resolve(last)
        if heads and heads[-1].kind is Kind.UNNAMED:
            return UNNAMED
        body = next((last for last in reversed(heads) if last.name), None)
        return self.resolve(body) if body else self.first(clause)

    def _acting(self, part: Clause) -> Name | None:
        """The person of whom a part tells what they do to another: "Jane Roe meets Mark Doe,"."""
        first, last = part[0], part[-1]
        apart = first.name and last.name and first.name.label == "PERSON" and first.name.entity != last.name.entity
        does = apart and part[1].kind is Kind.WORD and part[1].word not in self.words.joiners
        return first.name if does and not self._possessive(first) else None

    def _phrase(self, clause: Clause) -> Subject | None:
        """The noun phrase that `clause` ends with."""
        parts = segments(clause)
        if not parts:
            return None
        if is_of_person(after_verb(parts[-1]), self.text, self.words):
            named = parts[-2][-1].name if len(parts) > 1 else None
            return Subject(named.entity) if named and named.label == "PERSON" else UNNAMED
        parts[-1] = before_place(parts[-1], self.words)
        last = parts[-1][-1]
        if last.kind in (*PRONOUNS, Kind.THING, Kind.UNNAMED) or (last.name and last.name.label == "PERSON"):
            return self.resolve(last)
        if last.name or last.kind in OFFICES:
            owner, head = self._owner(parts[-1])
            if owner and not first_person(head):
                return self._owned(owner, head)
            return self._holder(parts) or self._offices.holder(parts[-1])
        return self._unknown(parts[-1])

    def _unknown(self, phrase: Clause) -> Subject | None:
        """A phrase that ends with some other noun: "her driver", "one shopper"; "Mr Jones in reply"."""
        phrase = after_verb(phrase)
        if not phrase:
            return None  # the object of the verb before: "Mr Jones said demand"
        if phrase[0].kind in (Kind.DETERMINER, Kind.UNNAMED) or any(self._possessive(item) for item in phrase):
            return Subject(self._offices.titled(phrase))
        person = first_person(phrase)
        return Subject(person.entity) if person else None

    def owner(self, clause: Clause) -> Subject | None:
        """The person or body in the possessive that `clause` ends with: "Mr Hale's"."""
        last = next((item for item in reversed(clause[-2:]) if item.word != "s"), None)
        name = last.name if last and self._possessive(last) else None
        return Subject(name.entity) if name and name.label in ("PERSON", "ORG") else None

    def is_adverb(self, item: Item) -> bool:
        return item.kind is Kind.WORD and item.word.endswith(tuple(self.words.adverb_endings))

    def _possessive(self, item: Item) -> bool:
        return item.name is not None and self.text[item.end : item.end + 1] in ("'", "’")

    def _holder(self, parts: Sequence[Clause]) -> Subject | None:
        """The person whose office the last part names: "Mark Jones of the union", "Mark Jones, a spokesman"."""
        phrase = parts[-1]
        if any(item.kind is Kind.VERB for item in phrase):
            return None
        people = [item.name for item in phrase if item.name and item.name.label == "PERSON"]
        apposed = any(item.kind is Kind.ROLE for item in phrase) and phrase[0].word != self.words.definite
        if not people and len(parts) > 1 and apposed:
            named = parts[-2][-1].name
            people = [named] if named and named.label == "PERSON" else []
        return Subject(people[-1].entity) if people else None
