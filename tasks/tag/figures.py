"""Figures: numbers that a reporter could chart, with what they count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from schemas.config import config_hash
from schemas.lexicon import FigureWords, Lexicon
from schemas.records import FIELDS, Article, Field, Figure, Processor
from tasks.tag.compounds import compounded
from tasks.tag.figure_patterns import Patterns, patterns_of
from tasks.tag.nouns import HYPHEN, Noun, noun_after
from tasks.tag.numbers import PERCENT, Numeral, find_numerals

VERSION = "6"
BEFORE = 40  # code points before a number that are looked at
SENTENCE_END = re.compile(r"[.!?]\s|\n")
LINE_START = re.compile(r"(?:^|(?<=\n))[ \t]*$")
LINE_END = re.compile(r"[ \t.]*(?:\n|$)")
ALIKE = str.maketrans("ſıİ", "sii")  # what patterns that know no case take for these letters, and `str.lower` does not
NEXT_WORD = re.compile(r"[ \t\u00a0]+([^\W\d_]+)")
LAST_WORD = re.compile(r"([^\W_][\w'’.-]{0,39})[\s(]{0,3}$")
SPACES = " \n(\t\r\u00a0"
SCORE = re.compile(r"\d{1,2}[-–]\d{1,2}")
NAME_AFTER = re.compile(r"[ \u00a0][A-Z]")
LISTED = re.compile(r"[^\W\d][,;:–—]\s$")  # "70 in Dover, 60 in Hull"
DAYS = range(1, 32)
WHOLE = 100  # percent
PLACES = 6  # decimal places: what a text prints, without the noise of binary fractions


def processor(lexicon: Lexicon) -> Processor:
    """What the results of `find_figures` are made by."""
    return Processor("figures", VERSION, config_hash(lexicon.figures))


def find_figures(article: Article, lexicon: Lexicon) -> tuple[Figure, ...]:
    """The figures of headline, standfirst and body, in that order.

    Left out: dates, years, ages, clock times, ordinals, scores, phone and road numbers and other labels, "one",
    spans that only place an event in time, and numbers that count nothing named. An article in another language
    than the lexicon's has none: its numbers may be printed otherwise ("12.500").
    """
    if article.language not in (None, lexicon.language):
        return ()
    patterns = patterns_of(lexicon)
    fields = ((field, getattr(article, field)) for field in FIELDS)
    return tuple(found for field, text in fields if text for found in _in_field(field, text, lexicon, patterns))


def _in_field(field: Field, printed: str, lexicon: Lexicon, patterns: Patterns) -> Iterator[Figure]:
    text = printed.translate(ALIKE) if any(letter in printed for letter in "ſıİ") else printed
    for numeral, unit in _counted(text, lexicon, patterns):
        span = printed[numeral.start : numeral.end]
        low, high = round(numeral.low, PLACES), round(numeral.high, PLACES)
        qualifier = _qualifier(text, numeral, unit, patterns)
        yield Figure(field, numeral.start, numeral.end, span, low, high, unit, qualifier)


def _counted(text: str, lexicon: Lexicon, patterns: Patterns) -> Iterator[tuple[Numeral, str]]:
    """Numbers with their units."""
    told = _Told()
    for numeral in compounded(text, find_numerals(text, lexicon), lexicon):
        if numeral.start >= told.position:  # else it is of what the last one counts: "171 Max 9 jets"
            yield from told.units(text, numeral, patterns)


@dataclass(slots=True)
class _Told:
    """What was counted so far: a number whose noun is left out takes it from a neighbour."""

    position: int = 0  # where the last number, or what it counts, ends
    waiting: list[Numeral] = field(default_factory=list)  # the noun may follow: "six or seven ferries"
    last: Noun | None = None
    near: Noun | None = None  # the same, if no sentence has ended since
    polled: bool = False  # whether shares were told in this sentence: "Labour on 43 per cent"
    ages: bool = False  # whether the next number follows one that is an age: "aged 19, 23 and 31"

    def units(self, text: str, numeral: Numeral, patterns: Patterns) -> list[tuple[Numeral, str]]:
        """The number with its unit, and those that waited for it; nothing if it counts nothing, or waits."""
        if SENTENCE_END.search(text, self.position, numeral.start):
            self.waiting, self.near, self.polled = [], None, False
        if self.waiting and not self._goes_on(text, numeral, patterns):
            self.waiting = []
        self.position = numeral.end
        if self._is_no_figure(text, numeral, patterns):
            return []
        if noun := _countable(text, numeral, self.waiting[0] if self.waiting else numeral, patterns):
            placed = self.waiting and patterns.placing_before.search(_before(text, numeral))
            return self._with_noun([*self.waiting, *(() if placed else (numeral,))], noun, patterns.words)
        if patterns.coordinated.match(text, numeral.end):
            self.waiting.append(numeral)
            return []
        unit = self._left_out(text, numeral, patterns)
        self.waiting = [] if unit else self.waiting
        return [(numeral, unit)] if unit else []

    def _goes_on(self, text: str, numeral: Numeral, patterns: Patterns) -> bool:
        """Whether a number is the one that those before it are joined to: but "a 3-1 win in their two games"."""
        joined = patterns.coordinated.match(text, self.waiting[-1].end)
        return joined is not None and joined.end() > numeral.start

    def _is_no_figure(self, text: str, numeral: Numeral, patterns: Patterns) -> bool:
        self.ages = self.ages or _is_age(text, numeral, patterns)
        if not (self.ages or numeral.single or _is_label(text, numeral, patterns)):
            return False
        self.waiting = []
        self.ages = self.ages and patterns.coordinated.match(text, numeral.end) is not None
        return True

    def _with_noun(self, counted: list[Numeral], noun: Noun, words: FigureWords) -> list[tuple[Numeral, str]]:
        numeral = counted[-1]
        self.waiting, self.position, self.polled = [], noun.end, noun.unit == PERCENT
        if not (numeral.unit or numeral.measure or noun.unit in words.times):
            self.last = self.near = noun
        return [(one, noun.unit) for one in counted]

    def _left_out(self, text: str, numeral: Numeral, patterns: Patterns) -> str | None:
        if self.polled and _is_polled(text, numeral, patterns):
            return PERCENT
        if self.last is None or (self.waiting and _apposed(text, self.waiting[0], numeral, patterns)):
            return None
        shares = self.near is not None and _shares(text, numeral, patterns)
        return self.last.unit if shares or patterns.of_them.match(text, numeral.end) else None


def _countable(text: str, numeral: Numeral, first: Numeral, patterns: Patterns) -> Noun | None:
    """What the number counts, unless nobody would chart it; `first` is the first of those that share the noun."""
    own = _weight(text, numeral, patterns) or numeral.unit or numeral.measure
    trailing = patterns.trailing_first.match(text, numeral.end)
    end = trailing.end() if trailing else numeral.end
    noun = Noun(own, numeral.behind) if own else noun_after(text, end, patterns.words)
    noun = _rated(text, noun, patterns) if noun else None
    if noun is None or noun.unit in patterns.words.never:
        return None
    only_dates = noun.unit in patterns.words.times and _places(text, first, noun, patterns)
    return None if only_dates else noun


def _rated(text: str, noun: Noun, patterns: Patterns) -> Noun:
    """A measure with the time that makes a speed of it: "70 miles an hour" is miles per hour."""
    time = patterns.rate.match(text, noun.end) if noun.unit in patterns.words.rated else None
    if time is None:
        return noun
    return Noun(f"{noun.unit} {patterns.words.rates[' '.join(time[1].lower().replace('-', ' ').split())]}", time.end())


def _weight(text: str, numeral: Numeral, patterns: Patterns) -> str | None:
    """The unit of pounds that are no money: "weighing 63 pounds"."""
    said = text[numeral.start : numeral.end].rpartition(" ")[2].lower()
    both = said in patterns.words.currency_words and said in patterns.words.smaller
    return said if both and patterns.weighing.search(_before(text, numeral)) else None


def _qualifier(text: str, numeral: Numeral, unit: str, patterns: Patterns) -> str | None:
    before = _before(text, numeral)
    found = _qualified(before, patterns) or patterns.trailing.match(text, numeral.behind)
    if found is None:
        return None
    said, words = " ".join(found[1].lower().split()), patterns.words
    if said in words.spanning and (_spans(unit, before, patterns) or _concerns(before[: found.start()], words)):
        return None
    return said


def _spans(unit: str, before: str, patterns: Patterns) -> bool:
    """Whether it says how long something went on: "over three years"."""
    return unit in patterns.words.times and not patterns.longer.search(before)


def _concerns(before: str, words: FigureWords) -> bool:
    """Whether it says what something is about: "jailed over £3m fraud"."""
    word = before.rstrip().rpartition(" ")[2].lower()
    return word in words.concerning


def _before(text: str, numeral: Numeral) -> str:
    return text[max(0, numeral.start - BEFORE) : numeral.start]


def _last_word(before: str) -> re.Match[str] | None:
    """The search begins behind the last space, or it would try every letter before that."""
    return LAST_WORD.search(before, before.rfind(" ", 0, len(before.rstrip(SPACES))) + 1)


def _qualified(before: str, patterns: Patterns) -> re.Match[str] | None:
    may_be = before.rstrip().lower().endswith(patterns.qualifiers)  # far quicker than the search
    return patterns.qualifier.search(before) if may_be else None


# -- what is no figure


def _is_age(text: str, numeral: Numeral, patterns: Patterns) -> bool:
    found = _last_word(_before(text, numeral))
    return found is not None and found[1].lower() in patterns.words.ages_before


def _is_label(text: str, numeral: Numeral, patterns: Patterns) -> bool:
    """Whether the number is a year, an age, a clock time, part of a date, or the name of something."""
    if patterns.not_before.match(text, numeral.end) or _is_called(text, numeral, patterns.words):
        return True
    before = _before(text, numeral)
    found = _last_word(before)
    word = found[1].lower().rstrip(".") if found else ""
    if word in patterns.words.bases or _is_score(text, numeral, patterns.words):
        return True
    if text[numeral.start : numeral.end].lower() in patterns.words.halves and word in patterns.words.half_labels:
        return True
    if numeral.unit or numeral.measure:
        return False
    if numeral.year and not _qualified(before, patterns):
        return True
    if int(numeral.low) in DAYS and (word in patterns.words.months or patterns.month.match(text, numeral.end)):
        return True
    return bool(found and word in patterns.words.labels) and _names(text, numeral, before, patterns)


def _is_called(text: str, numeral: Numeral, words: FigureWords) -> bool:
    """Whether a number is one that is called: "999 calls"."""
    if text[numeral.start : numeral.end] not in words.dialled:
        return False
    following = NEXT_WORD.match(text, numeral.end)
    return following is not None and following[1].lower() in words.dialled_nouns


def _is_score(text: str, numeral: Numeral, words: FigureWords) -> bool:
    """Whether two numbers stand between two names: "Hull 0-2 Man City", but not "Storm Kills 10-12 People"."""
    if SCORE.fullmatch(text, numeral.start, numeral.end) is None:
        return False
    noun = noun_after(text, numeral.end, words) if numeral.low else None
    if noun and text.count(" ", numeral.end, noun.end) == 1:
        return False
    name = _last_word(_before(text, numeral))
    return name is not None and name[1][0].isupper() and NAME_AFTER.match(text, numeral.end) is not None


def _names(text: str, numeral: Numeral, before: str, patterns: Patterns) -> bool:
    """Whether a number after "phase" or "train" is part of a name: "Phase 4", but "train 40 drivers"."""
    capital = _last_word(before)
    return bool(capital and capital[1][0].isupper()) or noun_after(text, numeral.end, patterns.words) is None


def _places(text: str, numeral: Numeral, noun: Noun, patterns: Patterns) -> bool:
    """Whether a length of time only dates an event: "next three months", "two days ago"."""
    before = patterns.placing_before.search(_before(text, numeral))
    after = patterns.placing_after.match(text, noun.end) is not None
    placed = before is not None or (after and not patterns.lasting.search(_before(text, numeral)))
    return placed or _is_line(text, numeral.start, noun.end)


def _is_line(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] has a line to itself, as the title "Six months" has."""
    return LINE_START.search(text, max(0, start - BEFORE), start) is not None and LINE_END.match(text, end) is not None


def _shares(text: str, numeral: Numeral, patterns: Patterns) -> bool:
    """Whether the number counts what the sentence counted last: "500 jobs, including 60 in Hull"."""
    if HYPHEN.match(text, numeral.end):
        return False
    following = NEXT_WORD.match(text, numeral.end)
    if following and not _ends_phrase(following[1].lower(), patterns.words):
        return False
    before = patterns.qualifier.sub("", _before(text, numeral))
    if LISTED.search(before):
        return following is not None and _goes_on_list(following[1].lower(), patterns.words)
    word = _last_word(before)
    return word is not None and word[1].lower() in patterns.words.sharing


def _apposed(text: str, first: Numeral, last: Numeral, patterns: Patterns) -> bool:
    """Whether numbers stand between commas by themselves, as ages do: "Two men, 23 and 31, were held"."""
    opened = text[max(0, first.start - 2) : first.start].endswith((", ", "("))
    return opened and patterns.ended.match(text, last.end) is not None


def _is_polled(text: str, numeral: Numeral, patterns: Patterns) -> bool:
    """Whether a number is a share as the last one is: "Labour on 43 per cent, the Tories on 22"."""
    if numeral.high > WHOLE or patterns.next_polled.match(text, numeral.end) is None:
        return False
    return patterns.polled.search(text, max(0, numeral.start - BEFORE), numeral.start) is not None


def _ends_phrase(word: str, words: FigureWords) -> bool:
    """Whether a word after a number leaves its noun out: "60 in Hull", "60 died", "60 more"."""
    listed = any(word in each for each in (words.stops, words.joiners, words.stand_ins))
    return listed or word.endswith(tuple(words.verb_endings))


def _goes_on_list(word: str, words: FigureWords) -> bool:
    """Whether a word says of which part the number before it is: ", 60 in Hull", ", 60 injured", but no age."""
    return word in words.listed or word in words.stand_ins or word.endswith(tuple(words.verb_endings))
