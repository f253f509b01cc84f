"""What headers say of time and kind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.fetch.web.headers import content_type, fresh_seconds, http_date, retry_at

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120), (" 0 ", 0), ("Sun, 01 Mar 2026 12:02:00 GMT", 120), ("Sun, 01 Mar 2026 11:00:00 GMT", 0),
        ("99999999999999999999", 86_400), ("Mon, 01 Mar 2060 12:00:00 GMT", 86_400),
    ],
)  # fmt: skip
def test_retry_after_is_seconds_or_a_date_and_at_most_a_day(said: str, seconds: int) -> None:
    assert retry_at({"retry-after": said}, NOON) == NOON + timedelta(seconds=seconds)


@pytest.mark.parametrize("said", ["", "soon", "-5", "²", "Sun, 99 Mar 2026 12:02:00 GMT"])
def test_what_says_nothing_is_passed_over(said: str) -> None:
    assert retry_at({"retry-after": said}, NOON) is None


@given(st.text(max_size=40))
def test_nothing_that_a_server_says_is_an_error(said: str) -> None:
    http_date(said)
    retry_at({"retry-after": said}, NOON)
    content_type({"content-type": said})
    assert fresh_seconds({"cache-control": said}) >= 0


def test_freshness_is_max_age() -> None:
    assert fresh_seconds({"cache-control": "public, max-age=300"}) == 300
    assert fresh_seconds({"cache-control": "s-maxage=300, no-cache"}) == 0


def test_a_content_type_has_a_media_type_and_a_charset() -> None:
    assert content_type({"content-type": "Text/HTML; charset=ISO-8859-1"}) == ("text/html", "ISO-8859-1")
    assert content_type({"content-type": "text/html"}) == ("text/html", None)
    assert content_type({}) == ("", None)
