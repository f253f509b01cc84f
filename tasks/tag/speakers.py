"""Who says a quote: the subject of the speech verb in its sentence, or whoever was speaking before.

Rules over the items of the sentence; no parser. The subject of a verb is looked for where English news puts it:
right before the verb ("Mr Burnett told the BBC"), before an apposition ("Susie Homan, a director, said"), right
after it ("said Mr Burnett"), or as the sentence's own subject for a participle ("..., adding:").
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from schemas.lexicon import Lexicon
from tasks.tag.clauses import Item, Kind, Name, items
from tasks.tag.quotation_marks import Quoted

REACH = 400  # code points on each side of a quote that may name its speaker
LOOK_BACK = 1500  # code points that a pronoun may reach back
PRONOUNS = (Kind.PERSON, Kind.GROUP)
OFFICES = (Kind.ROLE, Kind.BODY, Kind.UNNAMED)


@dataclass(frozen=True, slots=True)
class Attribution:
    """An answer: an entity, or None for a speaker without a name; and the verb as printed."""

    speaker: int | None
    cue: str | None


@dataclass(slots=True)
class Attributor:
    """Goes through the quotes of one field in order and remembers who spoke."""

    text: str
    names: Sequence[Name]  # outside quotes, in reading order
    quotes: Sequence[Quoted]
    starts: Sequence[int]  # of sentences
    lexicon: Lexicon
    previous: Quoted | None = None
    said: Attribution | None = None
    speakers: list[tuple[int, int]] = field(default_factory=list)  # (where, entity)

    def attribute(self, quote: Quoted) -> Attribution:
        """Who says `quote`; quotes come in reading order."""
        found = self._from_sentence(quote) or self._from_before(quote) or Attribution(None, None)
        if found.speaker is not None:
            self.speakers.append((quote.outer_end, found.speaker))
        self.previous, self.said = quote, found
        return found

    # -- the quote's own sentence

    def _from_sentence(self, quote: Quoted) -> Attribution | None:
        left, right = self._left(quote), self._right(quote)
        if self._asks_for_more(quote):
            return self._before(left) or self._after(right) or self._unknown_verb(right)
        return self._before(left) or self._after(right)

    def _asks_for_more(self, quote: Quoted) -> bool:
        """Whether a quote ends as one does that "he said" follows."""
        return self.text[quote.end - 1] in ",?!—" or self.text[quote.outer_end : quote.outer_end + 1] == ","

    def _left(self, quote: Quoted) -> list[Item]:
        start = self.starts[bisect_right(self.starts, quote.outer_start) - 1]
        start = max(start, quote.outer_start - REACH)
        return items(self.text, start, quote.outer_start, self.names, self.quotes, self.lexicon)

    def _right(self, quote: Quoted) -> list[Item]:
        end = min(self._right_end(quote), quote.outer_end + REACH)
        found = items(self.text, quote.outer_end, end, self.names, self.quotes, self.lexicon)
        stop = next((i for i, item in enumerate(found) if item.kind in (Kind.QUOTE, Kind.COLON)), len(found))
        return found[:stop]

    def _right_end(self, quote: Quoted) -> int:
        """The end of the quote's sentence, which after "?" or "!" may go on with "Mr Burnett asked"."""
        at = bisect_left(self.starts, quote.outer_end)
        end = self.starts[min(at, len(self.starts) - 1)]
        gap = self.text[quote.outer_end : min(end, quote.outer_end + REACH)]
        asks = self.text[quote.end - 1] in "?!" and not gap.strip() and "\n" not in gap
        return self.starts[at + 1] if asks and at + 1 < len(self.starts) else end

    def _before(self, left: list[Item]) -> Attribution | None:
        cue: str | None = None
        for index in range(len(left) - 1, -1, -1):
            item = left[index]
            if item.kind is Kind.ACCORDING:
                found = self._phrase_after(left, index + 1)
            elif item.kind is Kind.VERB and not self._is_noun(left, index):
                cue = cue or self.text[item.start : item.end]
                found = self._subject(left, index)
            elif item.kind is Kind.PARTICIPLE:
                cue = cue or self.text[item.start : item.end]
                continue
            else:
                continue
            if found:
                return Attribution(found.speaker, cue)
        if cue or (left and left[-1].kind is Kind.COLON):
            found = self._first_subject(left)
            return Attribution(found.speaker, cue) if found else None
        return None

    def _after(self, right: list[Item]) -> Attribution | None:
        for index, item in enumerate(right[:40]):
            if item.kind is Kind.ACCORDING:
                return self._phrase_after(right, index + 1)
            if item.kind is Kind.VERB and not self._is_noun(right, index):
                found = self._subject(right, index)
                if not found and item.word not in self.lexicon.quotes.addressing:
                    found = self._phrase_after(right, index + 1)
                if found:
                    return Attribution(found.speaker, self.text[item.start : item.end])
        return None

    def _unknown_verb(self, right: list[Item]) -> Attribution | None:
        """`," Mr Burnett thundered` and `," thundered Mr Burnett`: the place says that it is a verb of speech."""
        pair = right[1:3] if right and right[0].kind is Kind.COMMA else right[:2]
        speaker = next((i for i in pair if i.kind is Kind.PERSON or (i.name and i.name.label == "PERSON")), None)
        verb = next((i for i in pair if i.kind is Kind.WORD), None)
        found = self._resolve(speaker) if speaker else None
        return Attribution(found.speaker, self.text[verb.start : verb.end] if verb else None) if found else None

    def _is_noun(self, clause: list[Item], index: int) -> bool:
        """Whether a word that could be a verb ("claims") stands as a noun: "the claims", "Trump's claims"."""
        before = clause[index - 1] if index else None
        if before is None:
            return False
        return before.kind is Kind.DETERMINER or before.word == "s" or self._possessive(before)

    def _possessive(self, item: Item) -> bool:
        return item.name is not None and self.text[item.end : item.end + 1] in ("'", "’")

    # -- noun phrases

    def _subject(self, clause: list[Item], verb: int) -> Attribution | None:
        """Who the verb at `verb` belongs to, looking to its left."""
        end = verb
        while end and (clause[end - 1].kind is Kind.FILLER or self._is_adverb(clause[end - 1])):
            end -= 1
        if end and clause[end - 1].kind is Kind.COMMA:
            return self._apposition(clause[:end])
        return self._phrase_before(clause[:end])

    def _is_adverb(self, item: Item) -> bool:
        return item.kind is Kind.WORD and item.word.endswith(tuple(self.lexicon.quotes.adverb_endings))

    def _apposition(self, clause: list[Item]) -> Attribution | None:
        """`clause` ends with the comma before a verb: "Susie Homan, a director of the group,"."""
        segments = [part for part in _segments(clause) if part[0].kind is not Kind.RELATIVE]
        for segment in reversed(segments):
            last = segment[-1]
            if last.kind in PRONOUNS or (last.name and last.name.label == "PERSON"):
                return self._resolve(last)
        for segment in reversed(segments):
            described = segment[0].kind is Kind.DETERMINER and segment is not segments[0]
            if segment[-1].name and not described:
                return self._resolve(segment[-1])
        return self._first_subject(clause)

    def _phrase_before(self, clause: list[Item]) -> Attribution | None:
        """The noun phrase that `clause` ends with."""
        if not clause:
            return None
        segments = _segments(clause)
        segment, last = segments[-1] if segments else [], clause[-1]
        if last.kind in (Kind.PERSON, Kind.GROUP, Kind.THING, Kind.UNNAMED):
            return self._resolve(last)
        if last.name and last.name.label == "PERSON":
            return Attribution(last.name.entity, None)
        if last.name or last.kind in (Kind.ROLE, Kind.BODY):
            return self._person_in_front(segments) or self._of_office(segment)
        return self._of_nobody(segment)

    def _of_nobody(self, phrase: list[Item]) -> Attribution | None:
        """A phrase that ends with an unknown noun: "her driver", "Ms Jones's driver"; "Mr Jones in reply"."""
        if phrase and (phrase[0].kind is Kind.DETERMINER or any(self._possessive(item) for item in phrase)):
            return Attribution(None, None)
        person = _first_person(phrase)
        return Attribution(person.entity, None) if person else None

    @staticmethod
    def _person_in_front(segments: list[list[Item]]) -> Attribution | None:
        """The person whose office the last phrase names: "Mark Jones of the RHA", "Mark Jones, a spokesman"."""
        phrase = segments[-1]
        people = [item for item in phrase if item.name and item.name.label == "PERSON"]
        verbs = any(item.kind is Kind.VERB for item in phrase)
        if people and not verbs:
            return Attribution(people[-1].name.entity, None) if people[-1].name else None
        if len(segments) > 1 and any(item.kind is Kind.ROLE for item in phrase) and not verbs:
            named = segments[-2][-1].name
            if named and named.label == "PERSON":
                return Attribution(named.entity, None)
        return None

    def _of_office(self, phrase: list[Item]) -> Attribution | None:
        """The body that a phrase without a person stands for: "a Home Office spokesman", "the company"."""
        tail = _after_last(phrase, (Kind.VERB, Kind.RELATIVE))
        if not tail:
            return None
        last = tail[-1]
        body = next((i.name for i in reversed(tail) if i.name and i.name.label == "ORG"), last.name)
        if body:
            return Attribution(body.entity, None)
        if last.kind is Kind.BODY:
            return self._latest(last.start, ("ORG",))
        if self.speakers and any(item.word == "the" for item in tail):
            return Attribution(self.speakers[-1][1], None)
        return Attribution(None, None)

    def _phrase_after(self, clause: list[Item], begin: int) -> Attribution | None:
        """The noun phrase that begins at `begin`: "said RHA chief executive Richard Burnett"."""
        if begin >= len(clause) or clause[begin].kind is Kind.COMMA:
            return None
        head, *rest = _segments(_until_verb(clause[begin:])) or [[]]
        person = _first_person(head)
        if person is None and rest and any(item.kind is Kind.ROLE for item in head):
            person = _first_person(rest[0][:1])
        if person:
            return Attribution(person.entity, None)
        if head and head[0].kind in PRONOUNS:
            return self._resolve(head[0])
        known = [item for item in head if item.name or item.kind in OFFICES or item.kind is Kind.DETERMINER]
        return self._of_office(known) if any(item.name or item.kind in OFFICES for item in head) else None

    def _first_subject(self, clause: list[Item]) -> Attribution | None:
        """The first item of the sentence that can speak."""
        for item in clause:
            if item.name and item.name.label in ("PERSON", "ORG"):
                return Attribution(item.name.entity, None)
            if item.kind in (Kind.PERSON, Kind.GROUP, Kind.UNNAMED):
                return self._resolve(item)
        return None

    # -- pronouns

    def _resolve(self, item: Item) -> Attribution | None:
        if item.name:
            return Attribution(item.name.entity, None)
        if item.kind is Kind.UNNAMED:
            return Attribution(None, None)
        if item.kind is Kind.THING:
            return self._latest(item.start, ("ORG",))
        male = item.word in self.lexicon.quotes.male
        female = item.word in self.lexicon.quotes.female
        labels = ("PERSON",) if male or female else ("PERSON", "ORG")
        return self._latest(item.start, labels, male=male if male or female else None)

    def _latest(self, at: int, labels: tuple[str, ...], male: bool | None = None) -> Attribution | None:
        """The one that was last spoken of: the latest speaker, or the first fitting name of the latest sentence."""
        sentence = bisect_right(self.starts, at) - 1
        number = bisect_left(self.names, at, key=lambda name: name.start) - 1
        best: Name | None = None
        while number >= 0 and at - self.names[number].start < LOOK_BACK:
            name = self.names[number]
            if best and name.start < self.starts[sentence]:
                break
            while name.start < self.starts[sentence]:
                sentence -= 1
            if name.label in labels and (male is None or name.male is None or name.male == male):
                best = name
            number -= 1
        spoke = self._latest_speaker(best.start if best else 0, labels, male)
        if spoke is not None:
            return Attribution(spoke, None)
        return Attribution(best.entity, None) if best else None

    def _latest_speaker(self, since: int, labels: tuple[str, ...], male: bool | None) -> int | None:
        if not self.speakers or self.speakers[-1][0] < since:
            return None
        entity = self.speakers[-1][1]
        known = next((name for name in self.names if name.entity == entity), None)
        if known is None or known.label not in labels:
            return None
        return entity if male is None or known.male is None or known.male == male else None

    # -- no verb of its own

    def _from_before(self, quote: Quoted) -> Attribution | None:
        """A quote that stands alone goes on with the speaker before it, or with whom the paragraph before is about."""
        start = self.starts[bisect_right(self.starts, quote.outer_start) - 1]
        if self.text[start : quote.outer_start].strip():
            return None
        if self.previous and self.said and self.text.count("\n", self.previous.outer_end, quote.outer_start) <= 2:
            return Attribution(self.said.speaker, None)
        return self._latest(quote.outer_start, ("PERSON",))


def _segments(clause: list[Item]) -> list[list[Item]]:
    """The clause cut at its commas, without empty pieces."""
    out: list[list[Item]] = [[]]
    for item in clause:
        if item.kind is Kind.COMMA:
            out.append([])
        else:
            out[-1].append(item)
    return [segment for segment in out if segment]


def _after_last(clause: list[Item], kinds: tuple[Kind, ...]) -> list[Item]:
    begin = next((i + 1 for i in range(len(clause) - 1, -1, -1) if clause[i].kind in kinds), 0)
    return clause[begin:]


def _until_verb(clause: list[Item]) -> list[Item]:
    verbs = (Kind.VERB, Kind.PARTICIPLE, Kind.RELATIVE)
    return clause[: next((i for i, item in enumerate(clause) if item.kind in verbs), len(clause))]


def _first_person(clause: list[Item]) -> Name | None:
    return next((item.name for item in clause if item.name and item.name.label == "PERSON"), None)
