"""Figures: numbers that a reporter could chart, with what they count."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemas.config import config_hash
from schemas.lexicon import FigureWords, Lexicon
from schemas.records import FIELDS, Article, Field, Figure, Processor
from tasks.tag.compounds import compounded
from tasks.tag.figure_patterns import Patterns, patterns_of
from tasks.tag.nouns import HYPHEN, Noun, may_be_model, noun_after
from tasks.tag.numbers import PERCENT, Numeral, find_numerals

VERSION = "5"
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
    """Numbers with their units; one whose noun is left out takes it from a neighbour."""
    waiting: list[Numeral] = []  # the noun may follow the next number: "six or seven ferries"
    last: Noun | None = None
    share: Noun | None = None  # of those whom a poll lists
    ages = False  # whether the next number follows one that is an age: "aged 19, 23 and 31"
    for numeral in compounded(text, find_numerals(text, lexicon), lexicon):
        ages = ages or _is_age(text, numeral, patterns)
        if ages or numeral.single or _is_label(text, numeral, patterns):
            waiting = []
            ages = ages and patterns.coordinated.match(text, numeral.end) is not None
            continue
        if waiting and SENTENCE_END.search(text, waiting[-1].end, numeral.start):
            waiting = []
        first = waiting[0] if waiting else numeral
        noun = _countable(text, numeral, first, patterns)
        if noun:
            yield from ((one, noun.unit) for one in (*waiting, numeral))
            waiting = []
            share = noun if noun.unit == PERCENT else None
            last = last if numeral.unit or numeral.measure or noun.unit in patterns.words.times else noun
        elif patterns.coordinated.match(text, numeral.end):
            waiting.append(numeral)
        elif unit := _left_out(text, first, numeral, (last, share), patterns):
            share = Noun(PERCENT, numeral.end) if unit == PERCENT else share
            waiting = []
            yield numeral, unit


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
    return Noun(f"{noun.unit} {patterns.words.rates[time[1].lower().replace('-', ' ')]}", time.end())


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
    if patterns.not_before.match(text, numeral.end):
        return True
    before = _before(text, numeral)
    found = _last_word(before)
    word = found[1].lower().rstrip(".") if found else ""
    if word in patterns.words.bases or _is_score(text, numeral):
        return True
    if text[numeral.start : numeral.end].lower() in patterns.words.halves and word in patterns.words.half_labels:
        return True
    if numeral.unit or numeral.measure:
        return False
    if numeral.year and not _qualified(before, patterns):
        return True
    if int(numeral.low) in DAYS and (word in patterns.words.months or patterns.month.match(text, numeral.end)):
        return True
    if found and word in patterns.words.labels:
        return _names(text, numeral, before, patterns)
    named = patterns.model.search(before)
    return named is not None and may_be_model(named[1], patterns.words)


def _is_score(text: str, numeral: Numeral) -> bool:
    """Whether two numbers stand between two names: "Hull 0-2 Man City"."""
    if SCORE.fullmatch(text, numeral.start, numeral.end) is None:
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


def _left_out(
    text: str, first: Numeral, numeral: Numeral, counted: tuple[Noun | None, Noun | None], patterns: Patterns
) -> str | None:
    """The unit that a number has from what was counted before it, or the share that was told."""
    last, share = counted
    if share and _is_polled(text, numeral, share, patterns):
        return PERCENT
    apposed = first is not numeral and _apposed(text, first, numeral, patterns)
    return last.unit if last and not apposed and _shares(text, numeral, last, patterns) else None


def _shares(text: str, numeral: Numeral, last: Noun, patterns: Patterns) -> bool:
    """Whether the number counts what was counted last: "500 jobs, including 60 in Hull", "60 of them"."""
    if patterns.of_them.match(text, numeral.end):
        return True
    if HYPHEN.match(text, numeral.end) or SENTENCE_END.search(text, last.end, numeral.start):
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


def _is_polled(text: str, numeral: Numeral, share: Noun, patterns: Patterns) -> bool:
    """Whether a number is a share as the last one is: "Labour on 43 per cent, the Tories on 22"."""
    if numeral.high > WHOLE or SENTENCE_END.search(text, share.end, numeral.start):
        return False
    listed = patterns.polled.search(text, max(share.end, numeral.start - BEFORE), numeral.start)
    return listed is not None and patterns.next_polled.match(text, numeral.end) is not None


def _ends_phrase(word: str, words: FigureWords) -> bool:
    """Whether a word after a number leaves its noun out: "60 in Hull", "60 died", "60 more"."""
    listed = any(word in each for each in (words.stops, words.joiners, words.stand_ins))
    return listed or word.endswith(tuple(words.verb_endings))


def _goes_on_list(word: str, words: FigureWords) -> bool:
    """Whether a word says of which part the number before it is: ", 60 in Hull", ", 60 injured", but no age."""
    return word in words.listed or word in words.stand_ins or word.endswith(tuple(words.verb_endings))
