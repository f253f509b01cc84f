"""Whether a source's days are as expected: what its file says, else what was usual. Pure.

A day that was not as expected does not count into what is usual: a source that stays silent stays conspicuous until it
speaks again, or its file says that this is how it is. docs/decisions/0025 has why the bounds are what they are.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from statistics import median

from msgspec import Struct

from schemas.expectations import KINDS, WEEKDAYS, Expect, Expected

WEEKS, FEWEST_WEEKS = 8, 4  # that are looked back at for a weekday's usual number; that there must be
MONTH = timedelta(days=28)  # that is looked back at for shares and lengths; no newer source has a usual day
FREQUENT = 500  # articles a day, of which half have no chance worth computing
ENOUGH, TOGETHER = 20, 7  # articles that make a share; days that may be put together for them
SIGMAS = 4  # of a share by chance
CHANCE = 1e-5  # of a day with so few articles by itself
MARGINS: Mapping[Expected, float] = {"dated": 0.15, "tagged": 0.15, "encoding_errors": 0.05}


class Seen(Struct, frozen=True):
    """One article, as far as it is judged."""

    day: date  # of publication; if that is not known, of when it was first fetched
    words: int
    dated: bool
    tagged: bool
    misread: bool | None  # it has characters that could not be read; None: its text is not kept any more


class Day(Struct, frozen=True):
    """The articles of a day, or of some days together."""

    articles: int = 0
    dated: int = 0
    tagged: int = 0
    misread: int = 0
    words: float = 0.0  # the median, of several days that of theirs
    removed: int = 0  # of which the text is not kept any more


class Verdict(Struct, frozen=True):
    """A day beside what was expected of it."""

    day: date
    kind: Expected
    low: float | None  # None: there is no bound
    high: float | None
    found: float
    articles: int  # that were looked at
    learned: bool  # whether the bounds are what was usual

    @property
    def is_met(self) -> bool:
        """Whether it is as expected."""
        return (self.low is None or self.found >= self.low) and (self.high is None or self.found <= self.high)


Days = Mapping[date, Day]
Bounds = tuple[float | None, float | None]
NONE: Bounds = (None, None)


def days_of(articles: Iterable[Seen]) -> dict[date, Day]:
    """What each day had that had any."""
    by_day: defaultdict[date, list[Seen]] = defaultdict(list)
    for article in articles:
        by_day[article.day].append(article)
    return {day: _summed(found) for day, found in by_day.items()}


def judge(
    days: Days, expect: Expect, began: date, first: date, last: date, broken: Collection[tuple[Expected, date]] = ()
) -> list[Verdict]:
    """What can be said of the days from `first` to `last`.

    Args:
        days: those, and as many before as are known, without days that had no article.
        expect: what is expected.
        began: when the source was first seen; what it has of days until then is no day as it brings them.
        first: the first day to judge.
        last: the last.
        broken: days before the first that were not as expected, by kind.
    """
    return [
        verdict
        for kind in KINDS
        if expect.expects(kind)
        for verdict in _judged(kind, days, expect, began, first, last, {day for of, day in broken if of == kind})
    ]


def met_on(kind: Expected, day: date, verdicts: Iterable[Verdict]) -> date | None:
    """When what was missed on a day was met again: on that day, if articles came late, or on the next that did."""
    return min((each.day for each in verdicts if each.kind == kind and each.day >= day and each.is_met), default=None)


def _judged(
    kind: Expected, days: Days, expect: Expect, began: date, first: date, last: date, broken: set[date]
) -> Iterator[Verdict]:
    for day in _days(first, last):
        here = days.get(day, Day()) if kind == "articles_a_day" else _together(kind, days, day)
        if here is None:
            continue
        (low, high), learned = _bounds(kind, days, expect, began, day, here, broken)
        if (low, high) == NONE:
            continue
        verdict = Verdict(day, kind, low, high, _found(kind, here), _telling(kind, here), learned)
        if not verdict.is_met:
            broken.add(day)
        yield verdict


def _bounds(
    kind: Expected, days: Days, expect: Expect, began: date, day: date, here: Day, broken: Collection[date]
) -> tuple[Bounds, bool]:
    written = _written(kind, expect, day)
    if written is not None:
        return written, False
    if not expect.learned or began > day - MONTH:
        return NONE, True
    if kind == "articles_a_day":
        return _usual_number(days, began, day, broken), True
    return _usual(kind, days, began, day, here, broken), True


def _written(kind: Expected, expect: Expect, day: date) -> Bounds | None:
    """None if the file says nothing of it."""
    said = getattr(expect, kind)
    if said is None:
        return None
    if kind == "articles_a_day":
        return NONE if WEEKDAYS[day.weekday()] in expect.quiet_days else (said, None)
    if kind == "median_words":
        return tuple(said)
    return (None, said) if kind == "encoding_errors" else (said, None)


def _usual_number(days: Days, began: date, day: date, broken: Collection[date]) -> Bounds:
    """Less than half of what the same weekdays had, and less than chance explains; few articles are never too few."""
    before = [day - timedelta(weeks=weeks) for weeks in range(1, WEEKS + 1)]
    numbers = [days.get(each, Day()).articles for each in before if each >= began and each not in broken]
    if len(numbers) < FEWEST_WEEKS:
        return NONE
    usual = median(numbers)
    low = min(math.ceil(usual / 2), _by_chance(usual))
    return (low, None) if low > 0 else NONE


def _by_chance(usual: float) -> int:
    """Fewer than that many have a chance of less than CHANCE, if each comes by itself (Poisson)."""
    if usual > FREQUENT:
        return math.ceil(usual / 2)
    number, probability = 0, math.exp(-usual)
    total = probability
    while total < CHANCE:
        number += 1
        probability *= usual / number
        total += probability
    return number


def _usual(kind: Expected, days: Days, began: date, day: date, here: Day, broken: Collection[date]) -> Bounds:
    before = _days(max(day - MONTH, began + timedelta(days=1)), day - timedelta(days=1))
    usual = _summed_days(days[each] for each in before if each in days and each not in broken)
    if _telling(kind, usual) < ENOUGH:
        return NONE
    share = _found(kind, usual)
    if kind == "median_words":
        return share / 2, share * 2
    margin = max(MARGINS[kind], SIGMAS * math.sqrt(share * (1 - share) / _telling(kind, here)))
    low, high = round(share - margin, 3), round(share + margin, 3)
    if kind == "encoding_errors":
        return (None, high) if high < 1 else NONE
    return (low, None) if low > 0 else NONE


def _found(kind: Expected, here: Day) -> float:
    counts = {"dated": here.dated, "tagged": here.tagged, "encoding_errors": here.misread}
    if kind in counts:
        return round(counts[kind] / _telling(kind, here), 3)
    return here.articles if kind == "articles_a_day" else here.words


def _telling(kind: Expected, here: Day) -> int:
    """How many articles a share is of."""
    return here.articles - here.removed if kind == "encoding_errors" else here.articles


def _together(kind: Expected, days: Days, day: date) -> Day | None:
    """A day that has articles, with days before it until there are enough; None if there are not."""
    some: list[Day] = []
    for number in range(TOGETHER if day in days else 0):
        some.append(days.get(day - timedelta(days=number), Day()))
        if sum(_telling(kind, each) for each in some) >= ENOUGH:
            return _summed_days(some)
    return None


def _summed(articles: Collection[Seen]) -> Day:
    return Day(
        len(articles),
        sum(each.dated for each in articles),
        sum(each.tagged for each in articles),
        sum(each.misread or False for each in articles),
        median(each.words for each in articles),
        sum(each.misread is None for each in articles),
    )


def _summed_days(some: Iterable[Day]) -> Day:
    those = [each for each in some if each.articles]
    return Day(
        sum(each.articles for each in those),
        sum(each.dated for each in those),
        sum(each.tagged for each in those),
        sum(each.misread for each in those),
        median(each.words for each in those) if those else 0.0,
        sum(each.removed for each in those),
    )


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
