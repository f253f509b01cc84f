"""Days beside what is expected of them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from schemas.expectations import WEEKDAYS, Expect, Expected
from tasks.link.expectations import Day, Seen, Verdict, days_of, judge, met_on

MONDAY = date(2026, 1, 5)
USUAL = Expect()
WRITTEN = Expect(articles_a_day=10, dated=0.9, median_words=(100, 500), encoding_errors=0.1, tagged=0.5, learned=False)


def day(articles: int, *, dated: float = 1.0, tagged: float = 0.5, misread: float = 0.0, words: float = 300) -> Day:
    return Day(articles, round(articles * dated), round(articles * tagged), round(articles * misread), words)


def after(days: int) -> date:
    return MONDAY + timedelta(days=days)


def weeks(count: int, week: Sequence[int], **parts: float) -> dict[date, Day]:
    """So many weeks of so many articles on each weekday."""
    return {after(n): day(week[n % 7], **parts) for n in range(7 * count) if week[n % 7]}


def broken(verdicts: Sequence[Verdict]) -> list[tuple[Expected, date]]:
    return [(each.kind, each.day) for each in verdicts if not each.is_met]


def on(last: int, days: dict[date, Day], expect: Expect = USUAL, first: int | None = None) -> list[Verdict]:
    return judge(days, expect, MONDAY, after(last if first is None else first), after(last))


def test_articles_stand_on_their_days() -> None:
    seen = [
        Seen(MONDAY, 100, True, True, False),
        Seen(MONDAY, 300, True, False, False),
        Seen(after(1), 50, *[False] * 3),
        Seen(after(2), 70, dated=True, tagged=False, misread=None),
    ]
    assert days_of(seen) == {
        MONDAY: Day(2, 2, 1, 0, 200),
        after(1): Day(1, 0, 0, 0, 50),
        after(2): Day(1, 1, 0, 0, 70, removed=1),
    }


def test_texts_that_are_not_kept_do_not_count_as_read_well() -> None:
    days = {day_: replace(found, removed=30) for day_, found in weeks(5, [40] * 7, misread=0.05).items()}
    usual = on(34, days)
    assert broken(usual) == []
    assert [(each.found, each.articles) for each in usual if each.kind == "encoding_errors"] == [(0.2, 20)]
    gone = replace(days[after(34)], removed=40, misread=0)
    assert [each.articles for each in on(34, {**days, after(34): gone}) if each.kind == "encoding_errors"] == [20]


@pytest.mark.parametrize(
    ("found", "kinds"),
    [
        (day(40), []),
        (day(9), ["articles_a_day"]),
        (day(40, dated=0.5), ["dated"]),
        (day(40, words=99), ["median_words"]),
        (day(40, words=501), ["median_words"]),
        (day(40, misread=0.2), ["encoding_errors"]),
        (day(40, tagged=0.1), ["tagged"]),
    ],
)
def test_what_a_file_says_is_expected_at_once(found: Day, kinds: list[Expected]) -> None:
    assert [kind for kind, _ in broken(on(0, {MONDAY: found}, WRITTEN))] == kinds


def test_a_day_without_an_article_is_too_few_but_not_on_quiet_days() -> None:
    every_day = Expect(articles_a_day=10, quiet_days=(), learned=False)
    assert broken(on(6, {}, WRITTEN, first=0)) == [("articles_a_day", after(n)) for n in range(5)]
    assert [each.found for each in on(5, {}, every_day)] == [0]


def test_nothing_is_usual_of_a_new_source() -> None:
    days = weeks(4, [40] * 7)
    assert on(27, {**days, after(27): day(1, dated=0.0, words=1)}) == []
    assert on(28, days) != []


def test_a_day_with_less_than_half_of_what_its_weekday_has_is_noticed() -> None:
    week = [40, 60, 80, 40, 40, 20, 0]
    days = weeks(9, week)
    assert broken(on(9 * 7 - 1, days, first=8 * 7)) == []
    for number, usual in enumerate(week):
        short = {**days, after(56 + number): day(usual // 8)}
        expected = [("articles_a_day", after(56 + number))] if usual else []
        assert broken(on(56 + number, short)) == expected


def test_few_articles_are_never_too_few() -> None:
    assert broken(on(8 * 7 + 13, weeks(8, [11, 5, 2, 1, 9, 0, 1]), first=8 * 7)) == []


def test_a_weekly_paper_is_not_missed_on_other_days_though_it_once_came_on_one() -> None:
    days = {**weeks(8, [0, 0, 0, 30, 0, 0, 0]), after(7 * 7 + 1): day(30)}
    verdicts = on(8 * 7 + 6, days, first=8 * 7)
    assert broken(verdicts) == [("articles_a_day", after(8 * 7 + 3))]


def test_a_source_that_stays_silent_stays_conspicuous() -> None:
    """It is not what is usual of it by and by: a day that was missed does not count."""
    days = weeks(8, [40] * 7)
    missed: set[tuple[Expected, date]] = set()
    for last in range(56, 56 + 60):
        verdicts = judge(days, Expect(), MONDAY, after(last), after(last), missed)
        missed |= set(broken(verdicts))
        assert not [each for each in verdicts if each.is_met]
    assert ("articles_a_day", after(56 + 27)) in missed


def test_a_share_that_falls_is_noticed_and_one_that_was_always_low_is_usual() -> None:
    days = weeks(5, [40] * 7, dated=0.3)
    assert broken(on(34, days, first=28)) == []
    good = weeks(5, [40] * 7)
    worse = {**good, after(34): day(40, dated=0.5, words=100, misread=0.3, tagged=0.0)}
    assert [kind for kind, _ in broken(on(34, worse))] == ["dated", "median_words", "encoding_errors", "tagged"]


def test_articles_of_some_days_make_a_share_where_a_day_has_few() -> None:
    days = {**weeks(6, [6] * 7), **{after(42 + n): day(6, dated=0.0) for n in range(4)}}
    dated = [each for each in on(45, days, first=42) if each.kind == "dated"]
    assert [each.articles for each in dated] == [24] * 4
    assert [each.found for each in dated] == [0.75, 0.5, 0.25, 0.0]
    assert broken(dated) == [("dated", after(42 + n)) for n in range(4)]


def test_a_day_without_articles_says_nothing_of_those_before() -> None:
    days = {**weeks(6, [6] * 7), **{after(42 + n): day(6, dated=0.0) for n in range(4)}}
    assert [each.kind for each in on(46, days) if each.kind != "articles_a_day"] == []


def test_what_was_missed_is_met_on_that_day_if_articles_come_late_or_on_the_next_that_is_well() -> None:
    short = {MONDAY: day(3), after(1): day(2), after(2): day(40)}
    verdicts = on(2, short, WRITTEN, first=0)
    assert met_on("articles_a_day", MONDAY, verdicts) == after(2)
    assert met_on("articles_a_day", MONDAY, on(2, {**short, MONDAY: day(10)}, WRITTEN, first=0)) == MONDAY
    assert met_on("articles_a_day", MONDAY, verdicts[:2]) is None


def test_nothing_is_learned_where_the_file_says_so() -> None:
    assert on(60, weeks(8, [40] * 7), Expect(learned=False)) == []


@pytest.mark.parametrize("usual", [2, 10, 20, 50, 200])
def test_chance_alone_raises_no_alarm(usual: int) -> None:
    """Half a year of a source whose days differ as chance has it, and which rests on Sundays."""
    dice = random.Random(usual)
    number: Callable[[], int] = lambda: sum(dice.random() < usual / 1000 for _ in range(1000))  # noqa: E731
    days = {}
    for n in range(180):
        if n % 7 != 6 and (count := number()):
            share = {name: sum(dice.random() < p for _ in range(count)) for name, p in (("d", 0.95), ("t", 0.4))}
            days[after(n)] = Day(count, share["d"], share["t"], 0, dice.uniform(220, 380))
    assert broken(on(179, days, first=28)) == []


up_to_300 = st.integers(0, 300)


def some_day(articles: int, dated: int, tagged: int, misread: int, words: float) -> Day:
    return Day(articles, min(articles, dated), min(articles, tagged), min(articles, misread), words)


days_at_random = st.dictionaries(
    st.integers(0, 70).map(after),
    st.builds(some_day, st.integers(1, 300), up_to_300, up_to_300, up_to_300, st.floats(0, 2_000)),
)
expectations = st.builds(
    Expect,
    articles_a_day=st.none() | st.integers(1, 100),
    quiet_days=st.sets(st.sampled_from(WEEKDAYS)).map(tuple),
    dated=st.none() | st.floats(0, 1),
    tagged=st.none() | st.floats(0, 1),
    encoding_errors=st.none() | st.floats(0, 1),
    learned=st.booleans(),
)


@given(days_at_random, expectations, st.integers(0, 70), st.integers(0, 14))
def test_whatever_the_days_verdicts_hold_together(days: dict[date, Day], expect: Expect, first: int, more: int) -> None:
    verdicts = judge(days, expect, MONDAY, after(first), after(first + more))
    assert len({(each.kind, each.day) for each in verdicts}) == len(verdicts)
    for each in verdicts:
        assert after(first) <= each.day <= after(first + more)
        assert (each.low, each.high) != (None, None)
        assert expect.expects(each.kind)
        assert each.learned == (getattr(expect, each.kind) is None)
        assert each.kind == "articles_a_day" or each.articles >= 20
        if each.kind == "articles_a_day":
            assert each.found == days.get(each.day, Day()).articles
        elif each.kind != "median_words":
            assert 0 <= each.found <= 1


@given(days_at_random, expectations, st.integers(30, 70))
def test_more_articles_never_make_too_few(days: dict[date, Day], expect: Expect, last: int) -> None:
    def too_few(days: dict[date, Day]) -> bool:
        return ("articles_a_day", after(last)) in broken(on(last, days, expect))

    more = {**days, after(last): Day(days.get(after(last), Day()).articles + 50, 0, 0, 0, 1.0)}
    assert too_few(days) or not too_few(more)


@given(days_at_random, expectations, st.integers(20, 70), st.integers(0, 14))
def test_what_comes_later_changes_no_verdict(days: dict[date, Day], expect: Expect, first: int, more: int) -> None:
    """Of earlier days: so judging day by day comes to the same as judging a fortnight at once."""
    at_once = judge(days, expect, MONDAY, after(first), after(first + more))
    one_by_one: list[Verdict] = []
    for number in range(first, first + more + 1):
        one_by_one += judge(days, expect, MONDAY, after(number), after(number), broken(one_by_one))
    assert sorted(broken(at_once)) == sorted(broken(one_by_one))
