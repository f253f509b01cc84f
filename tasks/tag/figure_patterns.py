"""The patterns that tell what stands around a number, compiled from a lexicon."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from schemas.lexicon import FigureWords, Lexicon
from tasks.tag.number_patterns import any_of

ENDED = r"\s?(?:[,;.)](?!\w)|\n|$)"


@dataclass(frozen=True, slots=True)
class Patterns:
    """The lexicon's words compiled for the text around a number."""

    words: FigureWords
    qualifiers: tuple[str, ...]
    qualifier: re.Pattern[str]
    trailing: re.Pattern[str]
    trailing_first: re.Pattern[str]
    not_before: re.Pattern[str]
    month: re.Pattern[str]
    placing_before: re.Pattern[str]
    placing_after: re.Pattern[str]
    lasting: re.Pattern[str]
    longer: re.Pattern[str]
    weighing: re.Pattern[str]
    coordinated: re.Pattern[str]
    of_them: re.Pattern[str]
    rate: re.Pattern[str]
    polled: re.Pattern[str]
    next_polled: re.Pattern[str]
    ended: re.Pattern[str]


@lru_cache(maxsize=8)
def patterns_of(lexicon: Lexicon) -> Patterns:
    """The patterns of a lexicon, compiled once."""
    words, flags = lexicon.figures, re.IGNORECASE
    clock, ages = any_of(words.clock_after), any_of(words.ages_after)
    long_clock = any_of(words.clock_after_four_digits)
    months = any_of(month.capitalize() for month in words.months)
    rates = any_of(form.replace(" ", "-") for form in words.rates).replace("\\-", r"[\s-]")
    links = any_of({*words.joiners, *words.alternatives, *(word for word in words.to if word.isalpha())})
    joiners = any_of(words.joiners)
    polled = r"(?:[a-z]+\s){0,2}(?:[A-Z][\w'’]*\s){1,3}"  # "with the Lib Dems"
    # "9 of its 43 members", "9 of Kent's 43 members"
    placing = any_of(words.placing_before)  # "six of their last seven games"
    part = rf"\b(?:{any_of(words.of)})(?:\s(?:{any_of(words.wholes)}))?(?:\s\w{{1,20}}['’]s?)?(?:\s(?:{placing}))?"
    return Patterns(
        words,
        tuple({word.rpartition(" ")[2] for word in words.qualifiers}),
        re.compile(rf"(?<![\w-])({any_of(words.qualifiers)})\s+$", flags),
        re.compile(rf"(?:\s[^\W\d_]+)?\s({any_of(words.trailing_qualifiers)})\b", flags),
        re.compile(rf"\s(?:{any_of(words.trailing_qualifiers)})\b(?=\s\w)", flags),
        re.compile(rf"(?:[\s-]?(?:{clock})|(?<=\d{{4}})[\s-]?(?:{long_clock})|[\s-](?:{ages}))(?!\w)|['’]?s\b", flags),
        re.compile(rf"(?:st|nd|rd|th)?\s(?:{any_of(words.of)})?\s?(?:{months})\b"),
        re.compile(rf"(?<!\w)(?:{any_of(words.placing_before)})\s$", flags),
        re.compile(rf"['’]?\s(?:{any_of(words.placing_after)})\b", flags),
        re.compile(rf"(?<!\w)(?:{any_of(words.lasting)})\s(?:(?:{any_of(words.qualifiers)})\s)?$", flags),
        re.compile(rf"(?<!\w)(?:{any_of(words.lasting | words.stops)})\s(?:{any_of(words.spanning)})\s$", flags),
        re.compile(rf"(?<!\w)(?:{any_of(words.weighing)})\s(?:(?:{any_of(words.qualifiers)})\s)?$", flags),
        re.compile(
            rf"\s?(?:,|(?:,\s)?\b(?:{links})\b|[-–]|{part})\s?[£$€]?(?:\d|(?:{any_of(words.numbers)})\b)", flags
        ),
        re.compile(rf"\s(?:{any_of(words.of)})\s(?:{any_of(words.them)})\b", flags),
        re.compile(rf"[\s-]({rates})\b", flags),
        re.compile(rf"(?:[,;]|\b(?:{joiners}))\s{polled}(?:{any_of(words.polled)})\s$"),
        re.compile(rf"{ENDED}|\s(?:{joiners})\s"),
        re.compile(ENDED),
    )
