"""Amounts in two measures, which are one figure: "two years and six months", "5ft 10in"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from msgspec import Struct

from schemas.lexicon import Lexicon
from tasks.tag.number_patterns import any_of
from tasks.tag.numbers import Numeral

LONGEST_LINK = 16  # code points from the first number to the second


@dataclass(frozen=True, slots=True)
class _Measures:
    smaller: dict[str, dict[str, float]]
    units: dict[str, str]  # by every form
    link: re.Pattern[str]  # group 1: the larger measure, from the first number to the second
    last: re.Pattern[str]  # the last group: the smaller measure, behind the second
    hyphened: re.Pattern[str]  # groups: larger measure and second number of 5-foot-10, whose first is one


class _Amount(Struct, frozen=True):
    numeral: Numeral
    share: float = 1  # of its measure, that its last and smallest part is


def compounded(text: str, numerals: Iterable[Numeral], lexicon: Lexicon) -> Iterator[Numeral]:
    """The numbers of a text, of which two that make one amount are one."""
    measures = _measures(lexicon)
    before: _Amount | None = None
    for found in numerals:
        numeral = _hyphened(text, found, measures)
        whole = _whole(text, before, numeral, measures) if before else None
        if before and not whole:
            yield before.numeral
        before = whole or _Amount(numeral)
    if before:
        yield before.numeral


def _hyphened(text: str, first: Numeral, measures: _Measures) -> Numeral:
    """The number with what goes on behind its measure: 5-foot-10 is five feet and ten inches."""
    found = measures.hyphened.match(text, first.end)
    if found is None or first.unit or first.low != first.high:
        return first
    larger = measures.units[found[1].lower()]
    parts, second = next(iter(measures.smaller[larger].values())), float(found[2])
    if second >= parts:
        return first
    value = first.low + second / parts
    return Numeral(first.start, found.end(2), value, value, measure=larger, measure_end=found.end())


def _whole(text: str, amount: _Amount, second: Numeral, measures: _Measures) -> _Amount | None:
    first = amount.numeral
    if second.start - first.end > LONGEST_LINK or first.unit or second.unit:
        return None
    link = measures.link.fullmatch(text, first.end, second.start)
    last = measures.last.match(text, second.end) if link else None
    if link is None or last is None:
        return None
    larger, smaller = (measures.units[found[found.lastindex or 0].lower()] for found in (link, last))
    parts = measures.smaller[larger].get(smaller, 0)
    if not (first.low == first.high and 0 < second.low == second.high < parts):
        return None
    share = amount.share / parts
    value, measure = first.low + second.low * share, first.measure if amount.share != 1 else larger
    return _Amount(Numeral(first.start, second.end, value, value, measure=measure, measure_end=last.end()), share)


@lru_cache(maxsize=8)
def _measures(lexicon: Lexicon) -> _Measures:
    words = lexicon.figures
    apart = words.measures | {unit: unit for unit in words.measures.values()}
    units = apart | words.joined_measures
    larger = any_of(form for form, unit in units.items() if unit in words.smaller)
    joiners, flags = any_of(words.joiners), re.IGNORECASE
    return _Measures(
        words.smaller,
        units,
        re.compile(rf"[\s-]?({larger})\.?(?:,?\s|,?\s(?:{joiners})\s)?", flags),
        re.compile(rf"(?:[\s-]?({any_of(apart)})|({any_of(words.joined_measures)}))(?!\w)", flags),
        re.compile(rf"-({larger})-(\d{{1,2}})(?:-(?:{any_of(apart)}))?(?!\w)", flags),
    )
