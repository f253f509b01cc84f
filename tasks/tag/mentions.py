"""Names where they stand: the model's, the gazetteer's and the patterns', brought into one reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise, takewhile

from msgspec import Struct
from msgspec.structs import replace

from schemas.gazetteer import KnownName
from schemas.records import Field, Label
from tasks.tag.datelines import dateline
from tasks.tag.gazetteer import Gazetteer, Hit
from tasks.tag.labels import cue
from tasks.tag.lexicon import INSIDE_BODIES, NameWords
from tasks.tag.patterns import Form, FormFinder
from tasks.tag.people import full_names
from tasks.tag.spans import SpanIndex, without_overlap
from tasks.tag.spelt_out import spelt_out
from tasks.tag.text import Text
from tasks.tag.trim import Candidate, trim

SURE = 5
CUED = 3
NEXT = re.compile(r" ([A-Z][a-z]+)")
AND = re.compile(r",? and (?=[A-Z])")
JOINT = re.compile(r"(,? and|,| of| for) (?:the )?")
LAST_WORD = re.compile(r"\b(\w+) $")
LONGEST_FRONT = 24  # characters before a body's name in which the word that belongs to it is looked for
NAMED = re.compile(r"[A-ZÀ-ÖØ-Þ].*[^,]")
CONNECTING = frozenset({"And", "Of", "The"})  # they join the words of one name, also in Title Case
JOINTS = frozenset({"'s", "to", "and", "/", "-", "–", ",", "or", "&"})


class Name(Struct, frozen=True):
    """A mention on its way: where it stands, and what is known of it."""

    field: Field
    start: int
    end: int
    plain: str  # in the plain form of `Text`
    label: Label
    known: KnownName | None = None
    titled: bool = False
    cued: bool = False  # its words or neighbours spoke for its label

    @property
    def sure(self) -> bool:
        """Whether gazetteer or title gave the label."""
        return self.titled or self.known is not None

    @property
    def votes(self) -> int:
        """What its label weighs against those of the same form elsewhere in the article."""
        return SURE if self.sure else CUED if self.cued else 1


@dataclass(frozen=True, slots=True)
class NameFinder:
    """Finds the names in one field."""

    gazetteer: Gazetteer
    forms: FormFinder
    words: NameWords

    def find(self, field: Field, text: Text, recognised: Iterable[Candidate]) -> list[Name]:
        """Names in reading order, without overlap."""
        listed, forms = list(recognised), list(self.forms.find(text))
        fixed = self._fixed(field, text, listed, [form for form in forms if not form.yields])
        loose = [name for one in listed for name in self._from_model(field, text, one)]
        index = SpanIndex(fixed)
        people = (name for name in self._people(field, text) if not index.overlapping(name))
        beside = map(self._in_other_case, self._beside(loose, index))
        found = without_overlap([*fixed, *beside, *people])
        yielding = [form for form in forms if form.yields and not text.in_title_case(form.start)]
        return self._with_spare(found, self._forms(field, text, listed, yielding)) if yielding else found

    def _with_spare(self, found: list[Name], spare: Iterable[Name]) -> list[Name]:
        """What counts only where nothing else was found, added."""
        index = SpanIndex(found)
        more = [self._in_other_case(name) for name in spare if not index.overlapping(name)]
        return without_overlap([*found, *more]) if more else found

    def _in_other_case(self, name: Name) -> Name:
        """The name, as the gazetteer's if it differs from that in case alone."""
        known = None if name.titled else self.gazetteer.in_other_case(name.plain)
        return replace(name, known=known, label=known.label) if known else name

    def _fixed(self, field: Field, text: Text, recognised: Sequence[Candidate], forms: Sequence[Form]) -> list[Name]:
        """What gazetteer and patterns say; the longer wins, and the gazetteer on a tie."""
        found = self.gazetteer.find(text)
        hits = [hit for hit in found if not (self._in_compound(text, hit) or self._in_title(text.plain, hit))]
        known = [_known(field, text, hit) for hit in hits]
        index = SpanIndex(known)
        owned = (_without_owner(name, index.overlapping(name)) for name in self._forms(field, text, recognised, forms))
        bodies = (name for name in owned if not _is_only_described(name, index.overlapping(name)))
        formed = [self._whole(name, text.plain, known) for name in bodies]
        spelt = [_name(field, text, one) for one in spelt_out(text.plain, self.words)]
        places = [(one.start, one.end) for one in known if one.label == "PLACE"]
        town = dateline(text.plain, places, self.words)
        sent_from = [replace(_name(field, text, town), cued=True)] if town else []
        return without_overlap([*self._titled(field, text), *known, *sent_from, *spelt, *formed])

    def _whole(self, form: Name, plain: str, known: Sequence[Name]) -> Name:
        """A body that is called by its office, with what is before that: Norland | Department of Fisheries."""
        office, *rest = form.plain.split(" ", 2)
        if not INSIDE_BODIES.intersection(rest[:1]) or not self.words.is_kind_word(office):
            return form
        before = LAST_WORD.search(plain, max(0, form.start - LONGEST_FRONT), form.start)
        start = before.start() if before and before[1] in self.words.of_offices else form.start
        of = next((one for one in known if one.end + 1 == start and plain[one.end] == " "), None)
        if of and self._may_own(of, plain):
            start = of.start
        return replace(form, start=start, plain=plain[start : form.end])

    def _may_own(self, of: Name, plain: str) -> bool:
        """Whether an office may be that of a place, or be called after a person: Ada Marsh | School of Nursing."""
        if of.label == "PLACE":
            return not of.plain.isupper() and not self._is_somewhere(plain, of.start)
        return of.label == "PERSON"

    def _is_somewhere(self, plain: str, start: int) -> bool:
        """Whether a place by itself is meant: in Norland."""
        before = LAST_WORD.search(plain, max(0, start - LONGEST_FRONT), start)
        return before is not None and before[1].lower() in self.words.places_follow

    def _people(self, field: Field, text: Text) -> Iterator[Name]:
        for person in full_names(text, self.words):
            for found in trim(text.plain, person, self.words):
                yield replace(_name(field, text, found), cued=True)

    def _titled(self, field: Field, text: Text) -> Iterator[Name]:
        for match in self.words.titled.finditer(text.plain):
            if match.start() and text.plain[match.start() - 1].isalnum():
                continue  # within a word
            for found in trim(text.plain, Candidate(*match.span(), "PERSON"), self.words):
                yield _name(field, text, found)

    def _forms(
        self, field: Field, text: Text, recognised: Sequence[Candidate], forms: Iterable[Form]
    ) -> Iterator[Name]:
        persons = {one.end for one in recognised if one.label == "PERSON" and " " in text.plain[one.start : one.end]}
        for form in forms:
            start = self._without_headline(text, form.start, form.end)
            for part in self._split(text.plain, Candidate(start, form.end, form.label), persons):
                for found in trim(text.plain, part, self.words):
                    if part.label == "PERSON" or not found.titled:
                        yield replace(_name(field, text, found), cued=True)

    def _without_headline(self, text: Text, start: int, end: int) -> int:
        """Where a name begins that stands in Title Case behind what is no part of it: Says Federal Trade Commission."""
        if not text.in_title_case(start):
            return start
        *words, _ = re.finditer(r"\S+", text.plain[start:end])
        cuts = [word.end() + 1 for word in words if self.words.opens(word[0]) and word[0] not in CONNECTING]
        return start + cuts[-1] if cuts else start

    def _split(self, plain: str, form: Candidate, persons: AbstractSet[int]) -> Iterator[Candidate]:
        """What is joined, apart: Kent Police | Kent Fire and Rescue Service, Anna Dale | Kent County Council."""
        for joint in JOINT.finditer(plain, form.start, form.end):
            left = plain[form.start : joint.start()].removeprefix("The ").split()
            right = plain[joint.end() : form.end].split()
            of = joint[1].lstrip() in INSIDE_BODIES
            told = of and joint.start() in persons and not self.words.is_kind(left)
            is_person = told or self.words.is_person(left)
            if is_person or (not of and self._begins_another(left, right)):
                yield replace(form, end=joint.start(), label="PERSON" if is_person else form.label)
                yield from self._split(plain, replace(form, start=joint.end()), persons)
                return
        yield form

    def _begins_another(self, left: Sequence[str], right: Sequence[str]) -> bool:
        if self.words.is_person(list(takewhile(NAMED.fullmatch, right))):
            return True
        of = not INSIDE_BODIES.isdisjoint(right[1:2])
        is_body = of or self.words.kind(right) is not None or self._has_office(right)
        known = self.gazetteer.known(" ".join(left))
        is_known = known is not None and known.label == "ORG"
        return is_body and (is_known or self.words.is_kind(left) or self._has_office(left))

    def _has_office(self, words: Sequence[str]) -> bool:
        """Whether a body is called by its office: Norland Department of Fisheries."""
        return any(self.words.is_kind_word(word) for word, of in pairwise(words) if of in INSIDE_BODIES)

    def _in_compound(self, text: Text, hit: Hit) -> bool:
        """Whether a one-word hit is a part of another hyphenated name, as in Rhein-Main or Stratford-upon-Avon."""
        before, after = _joined_before(text.plain, hit.start), _joined_after(text.plain, hit.end)
        return any(
            part and part[0].isupper() and part.lower() not in self.words.prefixes and not self.gazetteer.known(part)
            for part in (before, after)
        )

    def _in_title(self, plain: str, hit: Hit) -> bool:
        """Whether a hit is the first word of a person's title: Labour Minister."""
        following = NEXT.match(plain, hit.end)
        return following is not None and f"{plain[hit.start : hit.end]} {following[1]}" in self.words.titles

    def _from_model(self, field: Field, text: Text, found: Candidate) -> Iterator[Name]:
        parts = _apart(text.plain, found)
        for candidate in (one for part in parts for one in trim(text.plain, part, self.words)):
            name = _name(field, text, candidate)
            if not name.titled:
                told = cue(text.plain, name.start, name.end, name.label, self.words)
                name = replace(name, label=told or name.label, cued=told is not None)
            yield name

    def _beside(self, loose: Iterable[Name], fixed: SpanIndex[Name]) -> Iterator[Name]:
        """The model's names that gazetteer and patterns leave standing."""
        for name in loose:
            inside = fixed.overlapping(name)
            if town := self._town(name, inside):
                yield town
            elif not inside or self._is_more(name, inside):
                yield name

    def _town(self, name: Name, inside: Sequence[Name]) -> Name | None:
        """The town of a name that goes on with a known place: Leek | , Staffordshire."""
        size = inside[0].start - name.start - len(", ") if len(inside) == 1 else 0
        if size <= 0 or inside[0].label != "PLACE" or name.plain[size:] != f", {inside[0].plain}":
            return None
        tokens = name.plain[:size].split()
        label = "PERSON" if self.words.is_person(tokens) else self.words.kind(tokens) or "PLACE"
        return replace(name, end=name.start + size, plain=name.plain[:size], label=label)

    def _is_more(self, name: Name, inside: Sequence[Name]) -> bool:
        """Whether a longer name from the model makes sense of what it holds: Kent in Clark Kent."""
        if any(one.start < name.start or one.end > name.end for one in inside):
            return False
        rest = _rest(name, inside).split()
        return any(token[0].isupper() for token in rest) and not any(token in JOINTS for token in rest)


def _name(field: Field, text: Text, found: Candidate) -> Name:
    plain = text.plain[found.start : found.end]
    return Name(field, found.start, found.end, plain, found.label, titled=found.titled)


def _apart(plain: str, found: Candidate) -> Iterator[Candidate]:
    """Two persons that the model takes for one: Rita | Tom."""
    joint = AND.search(plain, found.start, found.end) if found.label == "PERSON" else None
    if joint:
        yield replace(found, end=joint.start())
        yield from _apart(plain, replace(found, start=joint.end()))
    else:
        yield found


def _known(field: Field, text: Text, hit: Hit) -> Name:
    return Name(field, hit.start, hit.end, text.plain[hit.start : hit.end], hit.known.label, hit.known)


def _is_only_described(form: Name, inside: Sequence[Name]) -> bool:
    """French Police is not a name, but an adjective and what it describes; nor is Rovers' Premier League."""
    if any(one.end == form.end and form.plain[: one.start - form.start].endswith("' ") for one in inside):
        return True
    return any(one.label == "GROUP" and form.plain[one.end - form.start :].count(" ") == 1 for one in inside)


def _without_owner(form: Name, inside: Sequence[Name]) -> Name:
    """Without the people it belongs to: the Norlanders' | Liberty League."""
    owner = next((one for one in inside if one.label == "GROUP" and one.start == form.start), None)
    size = owner.end - form.start + len("' ") if owner else 0
    owned = owner is not None and form.plain[:size].endswith("' ")
    return replace(form, start=form.start + size, plain=form.plain[size:]) if owned else form


def _rest(name: Name, inside: Sequence[Name]) -> str:
    rest, at = "", name.start
    for one in inside:
        rest += name.plain[at - name.start : one.start - name.start] + " "
        at = one.end
    return rest + name.plain[at - name.start :]


def _joined_before(plain: str, start: int) -> str:
    if plain[start - 1 : start] != "-":
        return ""
    found = re.search(r"([^\W_]+)-$", plain[max(0, start - 20) : start])
    return found[1] if found else ""


def _joined_after(plain: str, end: int) -> str:
    if plain[end : end + 1] != "-":
        return ""
    found = re.match(r"-([^\W_]+)", plain[end : end + 20])
    return found[1] if found else ""
