"""Which days a run is asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from schemas.records import Article, Outcome, Timestamp
from schemas.sources import Archives, Source
from tasks.load.window import Window, windows_of

MARCH = Window(date(2026, 3, 1), date(2026, 3, 31))


def published(value: datetime | date | None) -> Article:
    return Article("Text.", published_at=Timestamp(value, "day", "text") if value else None)


@pytest.mark.parametrize(
    "value", [date(2026, 3, 1), date(2026, 3, 31), datetime(2026, 3, 31, 23, 59, tzinfo=UTC), None]
)
def test_inside_or_unknown_is_kept(value: datetime | date | None) -> None:
    assert MARCH.dropped(published(value)) is None
    assert Window().dropped(published(value)) is None


def test_a_day_is_a_day_in_the_ledgers_time_zone() -> None:
    late = published(datetime(2026, 3, 31, 23, 30, tzinfo=UTC))
    april = Window(since=date(2026, 4, 1), timezone=ZoneInfo("Europe/London"))
    assert april.dropped(late) is None
    assert Window(since=date(2026, 4, 1)).dropped(late) is not None


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (date(2026, 2, 28), "was published on 2026-02-28, before 2026-03-01"),
        (datetime(2026, 4, 1, tzinfo=UTC), "was published on 2026-04-01, after 2026-03-31"),
    ],
)
def test_outside_is_dropped_with_the_reason(value: datetime | date, reason: str) -> None:
    dropped = MARCH.dropped(published(value))
    assert dropped is not None
    assert (dropped.outcome, dropped.reason) == (Outcome.DROPPED, reason)


@pytest.mark.parametrize("window", [MARCH, Window(), Window(until=date(2026, 3, 1))])
def test_a_window_comes_back_from_its_terms(window: Window) -> None:
    assert Window.of_terms({"software": "newsledger", **window.terms}, UTC) == window


def test_another_window_may_decide_otherwise() -> None:
    dropped = MARCH.dropped(published(date(2026, 2, 28)))
    assert dropped is not None
    assert not MARCH.decides_otherwise(dropped.reason)
    assert Window().decides_otherwise(dropped.reason)
    assert Window(since=date(2026, 3, 2)).decides_otherwise(dropped.reason)
    assert not Window().decides_otherwise("no text is left after cleaning")


def test_an_article_in_another_language_than_a_source_is_asked_for_is_dropped() -> None:
    german = replace(published(None), language="de")
    asked = windows_of([Archives(name="crawl", paths=("a",), languages=("en", "fr")), Source(name="gazette")], UTC)
    assert list(asked) == ["crawl"]
    dropped = asked["crawl"].dropped(german)
    assert dropped
    assert dropped.reason == "is in another language than its source is asked for (en, fr)"
    assert asked["crawl"].dropped(replace(german, language="fr")) is None
    assert asked["crawl"].dropped(replace(german, language=None)) is None
