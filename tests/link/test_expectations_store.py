"""What is expected of sources, in the ledger."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import bindparam, insert, text, update

from schemas.expectations import Expect
from schemas.records import Timestamp
from schemas.sources import Archives, Files
from schemas.tables import UtcTime, breaches, sources
from tasks.link.store import Breach, expectations, find_open, judge_sources
from tasks.load.decide import LoadItem
from tasks.load.store import Ledger
from tests.load.making import NOON, document, load_run, rows, some_tags

BEGAN = date(2026, 1, 4)  # a Sunday; the sources are in the ledger from then on
TODAY = NOON  # a Sunday, too, eight weeks later
GAZETTE = Files(name="gazette", paths=("inbox",), expect=Expect(articles_a_day=2, dated=0.5, learned=False))
BREACHES = (
    "SELECT source, day, kind, expected_low, found, of_articles, is_learned, met_on FROM v_breaches ORDER BY day, kind"
)


def day(number: int) -> date:
    return TODAY.date() + timedelta(days=number)


def article(number: int, on: date | None, *, body: str = "Ferry crews walked out", source: str = "gazette") -> LoadItem:
    published = Timestamp(on, "day", "text") if on else None
    fetched = NOON - timedelta(days=1)
    return document(number, f"{body} {number}", source=source, published_at=published, fetched_at=fetched)


def filled(ledger: Ledger, *items: LoadItem) -> None:
    load_run(ledger, [items], some_tags)
    known_since(ledger, BEGAN)


def known_since(ledger: Ledger, on: date) -> None:
    with ledger.write() as connection:
        connection.execute(update(sources).values(created_at=datetime.combine(on, time(12), UTC)))


def judge(ledger: Ledger, source: Files | Archives = GAZETTE, at: datetime = TODAY) -> list[Breach]:
    return judge_sources(ledger, [source], at)


def two_a_day(*but: int) -> list[LoadItem]:
    """Two articles on every day of the last three weeks, but on those."""
    return [article(100 + 2 * n + m, day(n)) for n in range(-21, 0) if n not in but for m in (0, 1)]


def test_a_day_that_is_not_as_expected_is_a_row_and_a_gap(ledger: Ledger) -> None:
    filled(ledger, *two_a_day(-4, -2, -1), article(1, day(-4)))  # of which two are Friday and Saturday
    assert judge(ledger) == [Breach("gazette", "articles_a_day", day(-2), day(-2), 1, 2, None, 0, False)]
    assert [row[2:] for row in rows(ledger, BREACHES)] == [
        ("articles_a_day", 2, 1, 1, 0, str(day(-3)) if ledger.engine.dialect.name == "sqlite" else day(-3)),
        ("articles_a_day", 2, 0, 0, 0, None),
    ]
    seen = "SELECT gaps, last_gap_on, open_breaches FROM v_sources"
    assert [tuple(map(str, row)) for row in rows(ledger, seen)] == [("2", str(day(-2)), "1")]


def test_what_comes_late_closes_it_and_leaves_no_gap(ledger: Ledger) -> None:
    filled(ledger, *two_a_day(-2))
    assert len(judge(ledger)) == 1
    load_run(ledger, [[article(1, day(-2)), article(2, day(-2))]])
    assert judge(ledger, at=TODAY + timedelta(hours=1)) == []
    assert rows(ledger, "SELECT CAST(met_on AS TEXT), closed_at > noted_at FROM v_breaches") == [(str(day(-2)), 1)]
    assert rows(ledger, "SELECT gaps, last_gap_on, open_breaches FROM v_sources") == [(0, None, 0)]


def test_the_next_day_that_is_well_closes_it_and_the_gap_stays(ledger: Ledger) -> None:
    filled(ledger, *two_a_day(-2))
    judge(ledger)
    load_run(ledger, [[article(1, day(1)), article(2, day(1))]])
    assert judge(ledger, at=TODAY + timedelta(days=2)) == []
    assert rows(ledger, "SELECT CAST(met_on AS TEXT) FROM v_breaches") == [(str(day(1)),)]
    assert rows(ledger, "SELECT gaps, open_breaches FROM v_sources") == [(1, 0)]


def test_what_met_it_may_go_again(ledger: Ledger) -> None:
    filled(ledger, *two_a_day(-2))
    load_run(ledger, [[article(1, day(-2)), article(2, day(-2))]])
    assert judge(ledger) == []
    with ledger.write() as connection:
        connection.execute(text("DELETE FROM articles WHERE key LIKE '%/1.txt'"))
    assert [breach.since for breach in judge(ledger)] == [day(-2)]


def test_days_before_a_source_was_first_seen_are_not_judged(ledger: Ledger) -> None:
    load_run(ledger, [[article(1, day(-9))]])
    known_since(ledger, day(-3))
    assert [breach.since for breach in judge(ledger)] == [day(-2)]  # a Friday; the third is the day it came


def test_days_that_were_late_and_then_whole_are_usual(ledger: Ledger) -> None:
    filled(ledger, *(article(100 * n + m, BEGAN + timedelta(days=n)) for n in range(56 - 1) for m in range(12)))
    late = {"kind": "articles_a_day", "expected_low": 1, "found": 0, "of_articles": 0, "learned": True}
    noted = [{**late, "day": day(n), "met_on": day(n), "noted_at": TODAY, "closed_at": TODAY} for n in range(-56, -14)]
    with ledger.write() as connection:
        connection.execute(insert(breaches), [{**each, "source_id": 1} for each in noted])
    (breach,) = judge(ledger, Files(name="gazette", paths=("inbox",)))
    assert (breach.kind, breach.since) == ("articles_a_day", day(-1))


def test_nothing_is_learned_of_what_is_older_than_the_source(ledger: Ledger) -> None:
    """What it brings on its first day is history, all dated; what comes without a date stands on the day it comes."""
    history = [article(n, day(-40 + n)) for n in range(38)]
    filled(ledger, *history, *(article(100 + n, None if n % 2 else day(-1)) for n in range(30)))
    known_since(ledger, day(-2))
    assert judge(ledger, Files(name="gazette", paths=("inbox",))) == []


def test_it_stays_open_until_nobody_expects_it_any_more(ledger: Ledger) -> None:
    filled(ledger, *two_a_day(-2))
    judge(ledger)
    (breach,) = judge(ledger, at=TODAY + timedelta(days=40))
    assert (breach.since, breach.last) == (day(-2), day(39))
    assert breach.days == 1 + 5 * 5 + 4  # weekdays, also those on which nobody looked
    assert judge(ledger, Files(name="gazette", paths=("inbox",), expect=Expect(learned=False))) == []
    assert rows(ledger, "SELECT count(*) FROM v_breaches WHERE closed_at IS NULL OR met_on IS NOT NULL") == [(0,)]


def test_a_source_that_is_not_configured_any_more_is_not_expected_to_bring_anything(ledger: Ledger) -> None:
    filled(ledger, *two_a_day(-2))
    assert len(judge(ledger)) == 1
    assert judge_sources(ledger, [], TODAY) == []


def test_what_was_usual_is_learned_of_all_but_archives(ledger: Ledger) -> None:
    many = [article(100 * n + m, BEGAN + timedelta(days=n)) for n in range(56 - 1) for m in range(12)]
    filled(ledger, *many)
    (breach,) = judge(ledger, Files(name="gazette", paths=("inbox",)))
    assert (breach.kind, breach.since, breach.low, breach.learned) == ("articles_a_day", day(-1), 1, True)
    assert judge(ledger, Archives(name="gazette", paths=("inbox",))) == []


def test_dates_topics_and_what_could_not_be_read_are_counted(ledger: Ledger) -> None:
    """Twenty of a day: ten without a date, which stand on the day they were fetched, and four not whole."""
    items = [article(n, None if n < 10 else day(-1), body="S\ufffdtrike" if n < 4 else "Strike") for n in range(20)]
    filled(ledger, *items)
    expect = Expect(dated=0.6, median_words=(3, 9), encoding_errors=0.1, tagged=1.0, learned=False)
    found = {each.kind: each.found for each in judge(ledger, Files(name="gazette", paths=("a",), expect=expect))}
    assert found == {"dated": 0.5, "median_words": 2, "encoding_errors": 0.2}
    load_run(ledger, [[article(30, day(-1))]])
    untagged = {each.kind: each.found for each in judge(ledger, Files(name="gazette", paths=("a",), expect=expect))}
    assert (untagged["tagged"], untagged["encoding_errors"]) == (round(20 / 21, 3), round(4 / 21, 3))
    with ledger.write() as connection:  # as when a text may not be kept any longer
        gone = "UPDATE revisions SET body = '', text_removed_at = :at WHERE body = 'Strike 4'"
        connection.execute(text(gone).bindparams(bindparam("at", TODAY, UtcTime)))
    kept = {each.kind: each.found for each in judge(ledger, Files(name="gazette", paths=("a",), expect=expect))}
    assert (kept["encoding_errors"], kept["dated"]) == (4 / 20, untagged["dated"])


def test_it_is_done_once_a_day_unless_something_is_open_or_other_things_are_expected(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(ledger, *two_a_day())
    judge(ledger)
    judged: list[int] = []
    monkeypatch.setattr(expectations, "_judge", lambda _, source_id, *__: judged.append(source_id))
    assert judge_sources(ledger, [GAZETTE], TODAY, due=True) == []
    assert judged == []
    judge_sources(ledger, [GAZETTE], TODAY + timedelta(days=1), due=True)
    judge_sources(ledger, [Files(name="gazette", paths=("inbox",))], TODAY + timedelta(days=1), due=True)
    assert len(judged) == 2


def test_while_something_is_open_every_run_looks_again(ledger: Ledger) -> None:
    filled(ledger, *two_a_day(-2))
    assert len(judge(ledger)) == 1
    load_run(ledger, [[article(1, day(-2)), article(2, day(-2))]])
    assert judge_sources(ledger, [GAZETTE], TODAY, due=True) == find_open(ledger) == []
