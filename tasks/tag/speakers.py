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
from tasks.tag.clauses import REACH, Item, Kind, Name, items
from tasks.tag.quotation_marks import Quoted

LOOK_BACK = 1500  # code points that a pronoun may reach back
SUBJECTS = (Kind.NAME, Kind.PERSON, Kind.GROUP, Kind.UNNAMED, Kind.ROLE, Kind.BODY)
ENDS_SENTENCE = ".!?…"


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
        after_first = self._asks_for_more(quote) and not (left and left[-1].kind is Kind.COLON)
        if after_first:
            return self._after(right) or self._before(left)
        return self._before(left) or self._after(right)

    def _asks_for_more(self, quote: Quoted) -> bool:
        """Whether a quote ends as one does that "he said" follows."""
        return self.text[quote.end - 1] in ",?!—" or self.text[quote.outer_end : quote.outer_end + 1] == ","

    def _left(self, quote: Quoted) -> list[Item]:
        start = self.starts[bisect_right(self.starts, quote.outer_start) - 1]
        start = max(start, quote.outer_start - REACH)
        return items(self.text, start, quote.outer_start, self.names, self.quotes, self.lexicon)

    def _right(self, quote: Quoted) -> list[Item]:
        at = bisect_left(self.starts, quote.outer_end)
        end = self.starts[min(at, len(self.starts) - 1)]
        if (
            not self.text[quote.outer_end : end].strip()
            and self.text[quote.end - 1] in "?!"
            and at + 1 < len(self.starts)
        ):
            end = self.starts[at + 1] if "\n" not in self.text[quote.outer_end : end] else end
        end = min(end, quote.outer_end + REACH)
        found = items(self.text, quote.outer_end, end, self.names, self.quotes, self.lexicon)
        stop = next((i for i, item in enumerate(found) if item.kind in (Kind.QUOTE, Kind.COLON)), len(found))
        return found[:stop]

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

    @staticmethod
    def _is_noun(clause: list[Item], index: int) -> bool:
        """Whether a word that could be a verb ("claims") stands as a noun or as a participle."""
        return index > 0 and clause[index - 1].kind is Kind.DETERMINER

    # -- noun phrases

    def _subject(self, clause: list[Item], verb: int) -> Attribution | None:
        """Who the verb at `verb` belongs to, looking to its left."""
        end = verb
        while end and clause[end - 1].kind is Kind.FILLER:
            end -= 1
        if end and clause[end - 1].kind is Kind.COMMA:
            return self._apposition(clause[:end])
        return self._phrase_before(clause[:end])

    def _apposition(self, clause: list[Item]) -> Attribution | None:
        """`clause` ends with the comma before a verb: "Susie Homan, a director of the group,"."""
        segments = _segments(clause)
        for labels in (("PERSON",), ("ORG", "GROUP", "PLACE")):
            for segment in reversed(segments):
                if (
                    segment[0].kind in (Kind.RELATIVE, Kind.DETERMINER)
                    and segment is not segments[0]
                    and labels[0] != "PERSON"
                ):
                    continue
                last = segment[-1]
                if last.kind in (Kind.PERSON, Kind.GROUP) and segment[0].kind is not Kind.RELATIVE:
                    return self._resolve(last)
                if last.name and last.name.label in labels and segment[0].kind is not Kind.RELATIVE:
                    return Attribution(last.name.entity, None)
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
        return None

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
        after_verb = next(
            (i + 1 for i in range(len(phrase) - 1, -1, -1) if phrase[i].kind in (Kind.VERB, Kind.RELATIVE)), 0
        )
        tail = phrase[after_verb:]
        named = [item.name for item in tail if item.name]
        body = next((name for name in reversed(named) if name.label == "ORG"), named[-1] if named else None)
        if body:
            return Attribution(body.entity, None)
        if tail and tail[-1].kind is Kind.BODY:
            return self._latest(tail[-1].start, ("ORG",))
        if tail and tail[-1].kind is Kind.ROLE and any(item.word == "the" for item in tail):
            return Attribution(self.speakers[-1][1], None) if self.speakers else Attribution(None, None)
        return Attribution(None, None) if tail else None

    def _phrase_after(self, clause: list[Item], begin: int) -> Attribution | None:
        """The noun phrase that begins at `begin`: "said RHA chief executive Richard Burnett"."""
        segments = _segments(clause[begin:])
        if not segments or (begin < len(clause) and clause[begin].kind is Kind.COMMA):
            return None
        first = segments[0]
        head = first[
            : next(
                (i for i, item in enumerate(first) if item.kind in (Kind.VERB, Kind.RELATIVE, Kind.PARTICIPLE)),
                len(first),
            )
        ]
        person = next((item.name for item in head if item.name and item.name.label == "PERSON"), None)
        if person:
            return Attribution(person.entity, None)
        if head and head[0].kind in (Kind.PERSON, Kind.GROUP):
            return self._resolve(head[0])
        if (
            len(segments) > 1
            and segments[1][0].name
            and segments[1][0].name.label == "PERSON"
            and any(i.kind is Kind.ROLE for i in head)
        ):
            return Attribution(segments[1][0].name.entity, None)
        if any(item.name or item.kind in (Kind.ROLE, Kind.BODY, Kind.UNNAMED) for item in head):
            return self._of_office(
                [
                    item
                    for item in head
                    if item.name or item.kind in (Kind.ROLE, Kind.BODY, Kind.UNNAMED, Kind.DETERMINER)
                ]
            )
        return None

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

    def _latest(self, at: int, labels: tuple[str, ...], *, male: bool | None = None) -> Attribution | None:
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
