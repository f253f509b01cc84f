"""When places are asked for next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from schemas.records import FetchOutcome
from tasks.fetch.web.memory import Place
from tasks.fetch.web.schedule import LONGEST, PAGE_TRIES, failed, next_listing, next_page, validators
from tasks.fetch.web.trouble import RequestError

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FEED = Place("gazette", "feed", "https://a.example/feed", NOON, NOON)
PAGE = Place("gazette", "page", "https://a.example/a", NOON, NOON)
DOWN = RequestError(FetchOutcome.FAILED, "is down", may_pass=True)


def test_a_feed_that_changes_is_asked_more_often_one_that_does_not_less_often() -> None:
    waits = []
    feed = FEED
    for changed in (True, False, False, False, True, True, True):
        feed = next_listing(feed, NOON, changed=changed, at_least=600)
        waits.append(feed.every_seconds)
    assert waits == [600, 900, 1350, 2025, 1012, 600, 600]
    assert feed.due_at == NOON + timedelta(seconds=600)


@given(st.lists(st.booleans(), max_size=40), st.integers(0, 10**7))
def test_a_feed_is_never_asked_sooner_than_wished_nor_given_up(changes: list[bool], wished: int) -> None:
    feed = FEED
    for changed in changes:
        feed = next_listing(feed, NOON, changed=changed, at_least=wished)
        assert min(wished, LONGEST) <= feed.every_seconds <= LONGEST


def test_a_page_is_looked_at_again_with_growing_intervals_until_it_is_old() -> None:
    page, now, looks = PAGE, NOON, 0
    while page.due_at is not None and looks < 100:
        page = next_page(page, now, timedelta(days=3))
        assert page.due_at is None or page.due_at - now >= timedelta(minutes=30)
        now, looks = page.due_at or now, looks + 1
    assert page.due_at is None
    assert 8 <= looks <= 15
    assert now - NOON >= timedelta(days=3)


def test_a_feed_that_fails_slows_down_and_comes_again_for_ever() -> None:
    feed, waits = FEED, []
    for _ in range(30):
        feed = failed(feed, DOWN, NOON)
        assert feed.due_at
        waits.append((feed.due_at - NOON).total_seconds())
    assert 450 <= waits[0] <= 750
    assert LONGEST * 0.75 <= waits[-1] <= LONGEST * 1.25
    assert (feed.failures, feed.outcome, feed.reason) == (30, "failed", "is down")


def test_a_server_that_asks_to_wait_is_waited_for() -> None:
    until = NOON + timedelta(hours=20)
    assert failed(FEED, RequestError(FetchOutcome.FAILED, "is busy", until=until), NOON).due_at == until


def test_a_page_that_is_gone_or_fails_for_long_is_let_be() -> None:
    assert failed(PAGE, RequestError(FetchOutcome.GONE, "is gone"), NOON).due_at is None
    assert failed(replace(PAGE, failures=PAGE_TRIES - 2), DOWN, NOON).due_at
    assert failed(replace(PAGE, failures=PAGE_TRIES - 1), DOWN, NOON).due_at is None


def test_a_body_is_asked_for_only_if_it_changed_but_for_once_a_day() -> None:
    seen = replace(PAGE, body_hash="f00", had_at=NOON, etag='"v1"', last_modified="Mon")
    assert validators(PAGE, NOON) == {}
    assert validators(seen, NOON + timedelta(hours=23)) == {"If-None-Match": '"v1"', "If-Modified-Since": "Mon"}
    assert validators(seen, NOON + timedelta(hours=25)) == {}


def test_a_validator_that_no_header_can_hold_is_left_out() -> None:
    seen = replace(PAGE, body_hash="f00", had_at=NOON, etag='"été"', last_modified="Mon")
    assert validators(seen, NOON) == {"If-Modified-Since": "Mon"}
    assert validators(replace(seen, etag='"v1"', last_modified="1. März"), NOON) == {"If-None-Match": '"v1"'}
