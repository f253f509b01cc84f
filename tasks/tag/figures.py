"""Figures: numbers that a reporter could chart, with what they count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from schemas.config import config_hash
from schemas.lexicon import FigureWords, Lexicon
from schemas.records import FIELDS, Article, Field, Figure, Processor
from tasks.tag.numbers import Numeral, find_numerals

VERSION = "1"
BEFORE, AFTER = 40, 90  # code points around a number that are looked at
NOUN_WITHIN = 6  # words after a number that may hold its noun
WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
PHRASE_END = re.compile(r"[\n,;:!?()\[\]\"“”„«»]|\.(?!\w)|[–—]")
SENTENCE_END = re.compile(r"[.!?]\s|\n")
LAST_WORD = re.compile(r"([^\W_][\w'’.-]*)[\s(]*$")
HYPHEN = re.compile(r"[-‑]([^\W\d_]+)")
DAYS = range(1, 32)


@dataclass(frozen=True, slots=True)
class Noun:
    """What a number counts."""

    unit: str
    end: int  # in the text
    time: bool = False


def processor(lexicon: Lexicon) -> Processor:
    """What the results of `find_figures` are made by."""
    return Processor("figures", VERSION, config_hash(lexicon.figures))


def find_figures(article: Article, lexicon: Lexicon) -> tuple[Figure, ...]:
    """The figures of headline, standfirst and body, in that order.

    Left out: dates, years, ages, clock times, ordinals, scores, phone and road numbers and other labels, "one",
    spans that only place an event in time, and numbers that count nothing named.
    """
    fields = ((field, getattr(article, field)) for field in FIELDS)
    return tuple(figure for field, text in fields if text for figure in _in_field(field, text, lexicon))


def _in_field(field: Field, text: str, lexicon: Lexicon) -> Iterator[Figure]:
    patterns = _patterns(lexicon)
    waiting: Numeral | None = None  # a number whose noun may follow the next one: "six or seven ferries"
    last: tuple[int, str] | None = None  # where a noun was counted, and which
    for numeral in find_numerals(text, lexicon):
        before = text[max(0, numeral.start - BEFORE) : numeral.start]
        if numeral.single or _is_label(numeral, before, text, patterns):
            waiting = None
            continue
        unit = numeral.unit or numeral.measure
        noun = Noun(unit, numeral.end) if unit else _noun(text, numeral, patterns)
        if noun is None:
            if _leads_to_next(text, numeral, patterns):
                waiting = numeral
                continue
            unit = _shared(text, numeral, before, last, patterns)
            if unit:
                yield _figure(field, text, numeral, unit, before, patterns)
            waiting = None
            continue
        if noun.time and _only_places(text, before, noun, patterns):
            waiting = None
            continue
        if (
            waiting
            and not SENTENCE_END.search(text, waiting.end, numeral.start)
            and numeral.start - waiting.end < BEFORE
        ):
            head = text[max(0, waiting.start - BEFORE) : waiting.start]
            yield _figure(field, text, waiting, noun.unit, head, patterns)
        waiting = None
        if noun.unit not in patterns.words.never:
            yield _figure(field, text, numeral, noun.unit, before, patterns)
            if numeral.unit is None and numeral.measure is None and not noun.time:
                last = noun.end, noun.unit


def _figure(field: Field, text: str, numeral: Numeral, unit: str, before: str, patterns: Patterns) -> Figure:
    low, high = round(numeral.low, 2), round(numeral.high, 2)
    span = text[numeral.start : numeral.end]
    return Figure(field, numeral.start, numeral.end, span, low, high, unit, _qualifier(text, numeral, before, patterns))


def _qualifier(text: str, numeral: Numeral, before: str, patterns: Patterns) -> str | None:
    if found := patterns.qualifier.search(before):
        return " ".join(found[1].lower().split())
    found = patterns.trailing.match(text, numeral.end)
    return found[1].lower() if found else None


# -- what is no figure


def _is_label(numeral: Numeral, before: str, text: str, patterns: Patterns) -> bool:
    """Whether the number is a year, an age, a clock time, part of a date, or the name of something."""
    if patterns.not_after.match(text, numeral.end):
        return True
    previous = LAST_WORD.search(before)
    word = previous[1].lower().rstrip(".") if previous else ""
    if word in patterns.words.ages_before:
        return True
    if numeral.unit or numeral.measure:
        return False
    if numeral.year and not patterns.qualifier.search(before):
        return True
    if int(numeral.low) in DAYS and (word in patterns.words.months or patterns.month.match(text, numeral.end)):
        return True
    if word in patterns.words.labels and previous:
        return previous[1][0].isupper() or _noun(text, numeral, patterns) is None
    return False


def _only_places(text: str, before: str, noun: Noun, patterns: Patterns) -> bool:
    """Whether a length of time only dates an event: "next three months", "two days ago"."""
    return (
        patterns.placing_before.search(before) is not None or patterns.placing_after.match(text, noun.end) is not None
    )


# -- what is counted


def _noun(text: str, numeral: Numeral, patterns: Patterns) -> Noun | None:
    """The first plural after the number, "three-hour" read as hours."""
    words = patterns.words
    if hyphen := HYPHEN.match(text, numeral.end):
        unit = words.measures.get(hyphen[1].lower())
        return Noun(unit, hyphen.end(), unit in words.times) if unit else None
    limit = PHRASE_END.search(text, numeral.end, numeral.end + AFTER)
    found = list(WORD.finditer(text, numeral.end, limit.start() if limit else numeral.end + AFTER))[: NOUN_WITHIN + 1]
    for index, match in enumerate(_skip_whole(found, words)):
        word = match[0].lower()
        following = found[found.index(match) + 1][0].lower() if found.index(match) + 1 < len(found) else ""
        if f"{word} {following}" in words.compounds:
            return Noun(f"{match[0]} {following}", found[found.index(match) + 1].end())
        if index == 0 and word in words.measures and not (word.isalpha() and _is_plural(following, words)):
            return Noun(words.measures[word], match.end(), words.measures[word] in words.times)
        if word in words.stops or word[0].isdigit() or word in words.numbers:
            return None
        if _is_plural(word, words) and not (word in words.plurals and _is_plural(following, words)):
            return Noun(match[0], match.end(), word in words.times)
    return None


def _skip_whole(found: list[re.Match[str]], words: FigureWords) -> list[re.Match[str]]:
    """Without the "of the" of "two of the ships"."""
    lead = [match[0].lower() for match in found[:2]]
    whole = len(lead) == 2 and lead[0] in words.of and lead[1] in words.wholes
    return found[2:] if whole else found


def _is_plural(word: str, words: FigureWords) -> bool:
    if word in words.plurals:
        return True
    return len(word) > 2 and word[-1] == "s" and word[-2] not in "su'’." and word not in words.not_plurals


def _leads_to_next(text: str, numeral: Numeral, patterns: Patterns) -> bool:
    return patterns.coordinated.match(text, numeral.end) is not None


def _shared(text: str, numeral: Numeral, before: str, last: tuple[int, str] | None, patterns: Patterns) -> str | None:
    """The noun counted before in the sentence, for "600 jobs, including 70 in Dover"."""
    if last is None or HYPHEN.match(text, numeral.end) or SENTENCE_END.search(text, last[0], numeral.start):
        return None
    lead = patterns.qualifier.sub("", before)
    word = LAST_WORD.search(lead)
    return last[1] if word and word[1].lower() in patterns.words.sharing else None


# -- patterns


@dataclass(frozen=True, slots=True)
class Patterns:
    """The lexicon's words compiled for the text around a number."""

    words: FigureWords
    qualifier: re.Pattern[str]
    trailing: re.Pattern[str]
    not_after: re.Pattern[str]
    month: re.Pattern[str]
    placing_before: re.Pattern[str]
    placing_after: re.Pattern[str]
    coordinated: re.Pattern[str]


def _any(words: frozenset[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@lru_cache(maxsize=8)
def _patterns(lexicon: Lexicon) -> Patterns:
    w = lexicon.figures
    flags = re.IGNORECASE
    return Patterns(
        w,
        re.compile(rf"(?<![\w-])({_any(w.qualifiers)})\s+$", flags),
        re.compile(rf"(?:\s[^\W\d_]+)?\s({_any(w.trailing_qualifiers)})\b", flags),
        re.compile(rf"[\s-]?(?:{_any(w.clock_after)})(?!\w)|[\s-](?:{_any(w.ages_after)})(?!\w)|['’]?s\b", flags),
        re.compile(rf"(?:st|nd|rd|th)?\s(?:of\s)?(?:{_any(frozenset(m.capitalize() for m in w.months))})\b"),
        re.compile(rf"(?<!\w)(?:{_any(w.placing_before)})\s$", flags),
        re.compile(rf"['’]?\s(?:{_any(w.placing_after)})\b", flags),
        re.compile(
            rf"\s?(?:,|(?:,\s)?\b(?:{_any(w.joiners)}|{_any(w.to)}|or)\b|[-–])\s?(?:£|\$|€)?(?:\d|{_any(frozenset(w.numbers))}\b)",
            flags,
        ),
    )
