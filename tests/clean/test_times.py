"""Where a page says when it was published and changed."""

from __future__ import annotations

from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tasks.clean.clues import PrintedTime
from tasks.clean.language import reads_day_first, said_language
from tasks.clean.times import When, choose_time
from tests.clean.saying import told

MAY, JUNE = "2015-05-03T10:00:00+00:00", "2015-06-03T10:00:00+00:00"


def chosen(when: When = "published", **said: Any) -> tuple[str, str, str] | None:
    found = choose_time(told(**said), when, UTC)
    return (found.value.isoformat(), found.precision, found.method) if found else None


def article(**times: str) -> dict[str, str]:
    return {"@type": "NewsArticle", "headline": "Storm", **times}


def test_json_ld_wins_then_meta_then_the_page_then_the_address() -> None:
    printed = (PrintedTime("3 May 2015, 12:00", None, marked=True),)
    url = "https://courier.example/2015/05/02/storm"
    said: dict[str, Any] = {"article__published_time": MAY, "times": printed, "canonical": (url,)}
    assert chosen(ld=article(datePublished=JUNE), **said) == (JUNE, "second", "json-ld")
    assert chosen(**said) == (MAY, "second", "meta")
    assert chosen(times=printed, canonical=(url,)) == ("2015-05-03T12:00:00+00:00", "minute", "page")
    assert chosen(canonical=(url,)) == ("2015-05-02", "day", "url")
    assert chosen() is None


def test_a_title_may_end_in_the_day() -> None:
    assert chosen(title="Storm over Wexley | Courier | 03.05.2015") == ("2015-05-03", "day", "title")
    assert chosen(og__title="Storm over Wexley - 3 May 2015") == ("2015-05-03", "day", "title")
    assert chosen(title="The storm of 3 May 2015") is None
    assert chosen("modified", title="Storm over Wexley | 03.05.2015") is None


def test_what_cannot_be_read_is_passed_over() -> None:
    assert chosen(ld=article(datePublished="soon"), article__published_time=MAY) == (MAY, "second", "meta")


def test_a_change_is_no_publication() -> None:
    changed = (PrintedTime(MAY, "dateModified", marked=True),)
    assert chosen(times=changed, article__modified_time=MAY) is None
    assert chosen("modified", times=changed) == (MAY, "second", "page")
    assert chosen("modified", ld=article(dateModified=JUNE)) == (JUNE, "second", "json-ld")


def test_a_marked_time_may_have_words_around_it() -> None:
    times = (PrintedTime("on Friday December 19, 2025 @08:00PM", None, marked=True),)
    assert chosen(times=times) == ("2025-12-19T20:00:00+00:00", "minute", "page")


def test_the_pages_language_tells_day_from_month() -> None:
    found = {tag: chosen(date="3/5/2015", languages=(tag,)) for tag in ("en-US", "en-GB", "es", "en")}
    assert {tag: time and time[0] for tag, time in found.items()} == {
        "en-US": "2015-03-05",
        "en-GB": "2015-05-03",
        "es": "2015-05-03",
        "en": None,
    }


def test_a_clock_without_zone_is_the_sources() -> None:
    found = choose_time(told(article__published_time="2015-07-31 14:05"), "published", ZoneInfo("Europe/London"))
    assert found is not None
    assert found.value.isoformat() == "2015-07-31T13:05:00+00:00"


@pytest.mark.parametrize(
    ("tags", "code"),
    [(("de-AT",), "de"), (("", "pt_BR"), "pt"), (("english", "x"), None), (("zh-Hans",), "zh"), ((), None)],
)
def test_said_language(tags: tuple[str, ...], code: str | None) -> None:
    assert said_language(tags) == code


def test_order_of_day_and_month() -> None:
    assert [reads_day_first([tag]) for tag in ("en-us", "en-ZA", "fr-CA", "en", "")] == [False, True, True, None, None]
