"""Who says a quote: the subject of the verb of speech in its sentence, or whoever was speaking before.

Rules over the items of the sentence; no parser.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from msgspec import Struct

from schemas.lexicon import Lexicon
from tasks.tag.antecedents import Discourse, Wanted
from tasks.tag.bearers import Name
from tasks.tag.clauses import Item, Kind, items
from tasks.tag.offices import Subject
from tasks.tag.quotation_marks import Quoted
from tasks.tag.subjects import Subjects
from tasks.tag.voice import Voice

WORD = re.compile(r"\w+")
LETTER = re.compile(r"[^\W\d_]")
REACH = 400  # code points on each side of a quote that may name its speaker
QUOTES_BACK = 3  # quotes of the same sentence that are read across
AGENT_WITHIN = 3  # items before a quote that may hold its verb, where its subject follows
VERB_WITHIN = 40  # items after a quote that may hold its verb
NEXT_LINES = 2  # line breaks before the next paragraph
CAPTION_LINES = 6  # those before a paragraph that goes on with a quote that nothing closed, captions between them
SOMEBODY = Wanted(("PERSON",))


class Attribution(Struct, frozen=True):
    """An answer: an entity, or None for a speaker without a name; and the verb as printed."""

    speaker: int | None
    cue: str | None


class Attributor:
    """Goes through the quotes of one field in order and remembers who spoke."""

    def __init__(
        self, text: str, names: Sequence[Name], quotes: Sequence[Quoted], starts: Sequence[int], lexicon: Lexicon
    ) -> None:
        """`names`, `quotes` and the `starts` of sentences, all in reading order."""
        names, self._told_of = _outside(names, quotes)
        self._text, self._names, self._quotes, self._starts = text, names, quotes, starts
        self._lexicon = lexicon
        self._discourse = Discourse(names, starts, self._led())
        self._subjects = Subjects(text, lexicon.quotes, self._discourse)
        self._voice = Voice(lexicon.quotes, self._subjects)
        self._previous: tuple[Quoted, int | None] | None = None

    def attribute(self, quote: Quoted) -> Attribution:
        """Who says `quote`; to be asked in reading order."""
        self._discourse.told_of = self._told_of.get(quote, frozenset())
        found = self._by_sentence(quote) or self._by_context(quote) or Attribution(None, None)
        if found.speaker is not None:
            self._discourse.spoke(max(quote.outer_end, self._sentence_end(quote) - 1), found.speaker)
        self._previous = quote, found.speaker
        return found

    def _led(self) -> dict[int, bool]:
        """The sentences that begin with a person's pronoun, and whether it is a man's."""
        words = self._lexicon.quotes
        first = ((start, WORD.match(self._text, start)) for start in self._starts)
        pronouns = ((start, word[0].lower()) for start, word in first if word)
        return {start: word in words.male for start, word in pronouns if word in words.people}

    # -- the quote's own sentence

    def _by_sentence(self, quote: Quoted) -> Attribution | None:
        left, right = self._left(quote), self._right(quote)
        glued = bool(left) and left[-1].kind is Kind.QUOTE and self._goes_on(quote)
        asks = self._text[quote.end - 1] == "?"
        if glued and (found := self._after(right, asks=asks)):
            return found
        if found := self._agent(left, right) or self._before(left):
            return found
        return self._after(right, asks=asks) or (self._unlisted_verb(right) if self._goes_on(quote) else None)

    def _goes_on(self, quote: Quoted) -> bool:
        """Whether a quote ends as one does that "he said" follows."""
        return self._text[quote.end - 1] in ",?!—" or self._text[quote.outer_end : quote.outer_end + 1] == ","

    def _left(self, quote: Quoted) -> list[Item]:
        at = bisect_left(self._quotes, quote.outer_start, key=lambda other: other.outer_start)
        earlier = self._quotes[at - QUOTES_BACK].outer_start if at >= QUOTES_BACK else 0
        start = max(self._sentence_start(quote), earlier, quote.outer_start - REACH)
        return items(self._text, start, quote.outer_start, self._names, self._quotes, self._lexicon)

    def _sentence_start(self, quote: Quoted) -> int:
        return self._starts[bisect_right(self._starts, quote.outer_start) - 1]

    def _right(self, quote: Quoted) -> list[Item]:
        at = bisect_right(self._quotes, quote.outer_start, key=lambda other: other.outer_start)
        later = self._quotes[at].outer_start if at < len(self._quotes) else len(self._text)
        end = min(self._sentence_end(quote), later, quote.outer_end + REACH)
        found = items(self._text, quote.outer_end, end, self._names, self._quotes, self._lexicon)
        stop = next((i for i, item in enumerate(found) if item.kind is Kind.COLON), len(found))
        return found[: min(stop, VERB_WITHIN)]

    def _sentence_end(self, quote: Quoted) -> int:
        """The end of the quote's sentence, which after "?" or "!" may go on with "Mr Hale asked"."""
        at = bisect_left(self._starts, quote.outer_end)
        end = self._starts[min(at, len(self._starts) - 1)]
        gap = self._text[quote.outer_end : min(end, quote.outer_end + REACH)]
        asks = self._text[quote.end - 1] in "?!" and not gap.strip() and "\n" not in gap
        asks = asks and not self._opens_sentence(end)
        return self._starts[at + 1] if asks and at + 1 < len(self._starts) else end

    def _opens_sentence(self, start: int) -> bool:
        """Whether what begins at `start` begins as a sentence does that has its own subject to come: "In May ..."."""
        first = WORD.match(self._text, start)
        return first is not None and first[0].lower() in self._lexicon.quotes.openers

    def _before(self, left: list[Item]) -> Attribution | None:
        """By the nearest verb to the left that has a subject; a word without one was a noun ("on call centres").

        Participles, infinitives and joined verbs ("left and called it") take the subject of the sentence.
        """
        cue: str | None = None
        for index in range(len(left) - 1, -1, -1):
            item, found = left[index], None
            if item.kind is Kind.ACCORDING:
                found = self._subjects.after(left, index + 1)
            elif self._voice.is_saying(left, index):
                found = self._subjects.owner(left[:index])
            elif self._voice.shares_subject(left, index):
                found = self._subjects.before(left, index) if self._voice.has_subject(left, index) else None
                cue = cue or self._printed(item)
            elif item.kind is Kind.VERB:
                found = self._of_verb(left, index)
                cue = cue or (self._printed(item) if found else None)
            if found:
                return Attribution(found.entity, cue)
        introduced = cue or (left and left[-1].kind is Kind.COLON)
        return _attribution(self._subjects.first(left), cue) if introduced else None

    def _of_verb(self, clause: list[Item], index: int) -> Subject | None:
        """Whose verb stands at `index`: before it, behind "by" if it is passive, or behind it after a quote."""
        if self._subjects.is_noun(clause, index):
            return None
        if self._voice.is_passive(clause, index):
            return self._subjects.after(clause, index + 2)
        if self._voice.is_suffered(clause, index):
            return None
        found = self._subjects.before(clause, index)
        inverted = found is None and index > 0 and self._voice.is_inverted(clause, index)
        return self._subjects.after(clause, index + 1) if inverted else found

    def _agent(self, left: list[Item], right: list[Item]) -> Attribution | None:
        """Who stands behind a quote and "by": `branded "a disgrace" by Mr Hale`."""
        verb = next((item for item in left[-AGENT_WITHIN:] if item.kind is Kind.VERB), None)
        if verb is None or not right or right[0].word != self._lexicon.quotes.agent:
            return None
        return _attribution(self._subjects.after(right, 1), self._printed(verb))

    def _after(self, right: list[Item], *, asks: bool) -> Attribution | None:
        """By the first verb to the right that has a subject, on either side of it: `asks` is for "?" asked Mr Hale."""
        for index, item in enumerate(right):
            if item.kind is Kind.ACCORDING:
                return _attribution(self._subjects.after(right, index + 1), None)
            if (
                item.kind is Kind.VERB
                and not self._subjects.is_noun(right, index)
                and not self._voice.is_suffered(right, index)
            ):
                found = self._subjects.before(right, index)
                inverted = not index or right[index - 1].kind is Kind.COMMA
                addressed = item.word in self._lexicon.quotes.addressing and not (asks and not index)
                if found is None and inverted and not addressed:
                    found = self._subjects.after(right, index + 1)
                if found:
                    return Attribution(found.entity, self._printed(item))
        return None

    def _unlisted_verb(self, right: list[Item]) -> Attribution | None:
        """`," Mr Hale thundered`, `," thundered Mr Hale`: the place says that it is a verb of speech."""
        pair = right[1:3] if right and right[0].kind is Kind.COMMA else right[:2]
        speaker = next((i for i in pair if i.kind is Kind.PERSON or (i.name and i.name.label == "PERSON")), None)
        verb = next((self._printed(i) for i in pair if i.kind is Kind.WORD), None)
        return _attribution(self._subjects.resolve(speaker), verb) if speaker and verb else None

    def _printed(self, item: Item) -> str:
        return self._text[item.start : item.end]

    # -- the text before

    def _by_context(self, quote: Quoted) -> Attribution | None:
        """A quote that stands alone is by the speaker before it, or by whom the paragraph before is about."""
        if self._previous and not self._text[self._previous[0].outer_end : quote.outer_start].strip(" "):
            return self._same(self._previous[1])
        if self._is_foreign(quote):
            return None
        start = max(self._sentence_start(quote), quote.outer_start - REACH)
        if self._text[start : quote.outer_start].strip():
            return self._told_further(quote, start)
        if self._previous:
            before, speaker = self._previous
            lines = self._text.count("\n", before.outer_end, quote.outer_start)
            if lines <= (NEXT_LINES if before.closed else CAPTION_LINES):
                return self._same(speaker)
        entity = self._discourse.latest(quote.outer_start, SOMEBODY, frozenset())
        return None if entity is None else self._same(entity)

    def _is_foreign(self, quote: Quoted) -> bool:
        """Whether a quote is in another script than the text before it, and so hardly by whom that tells of."""
        first = LETTER.search(self._text, quote.start, quote.end)
        before = self._text[max(0, quote.outer_start - REACH) : quote.outer_start]
        last = next((char for char in reversed(before) if char.isalpha()), None)
        return first is not None and last is not None and _script(first[0]) != _script(last)

    def _told_further(self, quote: Quoted, start: int) -> Attribution | None:
        """A part of a sentence that goes on telling what the sentence before quoted, and names nobody else."""
        if self._previous is None or self._previous[1] is None:
            return None
        before, speaker = self._previous
        follows = self._sentence_end(before) == start and "\n" not in self._text[before.outer_end : start]
        first, last = (bisect_left(self._names, at, key=lambda name: name.start) for at in (start, quote.outer_start))
        others = any(name.label in ("PERSON", "ORG") for name in self._names[first:last])
        return self._same(speaker) if follows and not others else None

    def _same(self, speaker: int | None) -> Attribution:
        """Whoever goes on speaking, unless the quote speaks of them."""
        return Attribution(None if speaker in self._discourse.told_of else speaker, None)


def _outside(names: Sequence[Name], quotes: Sequence[Quoted]) -> tuple[list[Name], Mapping[Quoted, AbstractSet[int]]]:
    """The names outside quotes, and the entities that are named inside, by quote."""
    starts = [quote.outer_start for quote in quotes]
    outside, inside = list[Name](), defaultdict[Quoted, set[int]](set)
    for name in names:
        at = bisect_right(starts, name.start) - 1
        if at < 0 or name.start >= quotes[at].outer_end:
            outside.append(name)
        else:
            inside[quotes[at]].add(name.entity)
    return outside, inside


def _script(letter: str) -> str:
    """Such as LATIN: names of letters begin with it."""
    return unicodedata.name(letter, "").partition(" ")[0]


def _attribution(subject: Subject | None, cue: str | None) -> Attribution | None:
    return Attribution(subject.entity, cue) if subject else None
