"""Feeds read in a process of their own."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from schemas.errors import InputError
from tasks.fetch.feed_process import FeedProcess

FEED = b"<rss version='2.0'><channel><item><title>One</title></item><item><title>Two</title></item></channel></rss>"
SLOW = b"<rss version='2.0'><channel><item %b/></channel></rss>" % b" ".join(b'a%d=""' % n for n in range(200_000))


def titles(feeds: FeedProcess, feed: bytes) -> list[str]:
    return [json.loads(item)["title"] for item in feeds.read(feed)]


def processes() -> set[str]:
    """Those that this process has started and not seen the end of."""
    return {path.read_text() for path in Path(f"/proc/{os.getpid()}/task").glob("*/children")} - {""}


def test_feeds_are_read_one_after_the_other_and_nothing_is_left_behind() -> None:
    before = processes()
    with FeedProcess() as feeds:
        assert titles(feeds, FEED) == ["One", "Two"]
        with pytest.raises(InputError, match=r"^is no feed: it begins with <html>"):
            titles(feeds, b"<html></html>")
        broken = feeds.read(FEED[:-20])
        assert [json.loads(next(broken))["title"] for _ in range(2)] == ["One", "Two"]
        with pytest.raises(EOFError, match="breaks off"):
            next(broken)
        assert titles(feeds, FEED) == ["One", "Two"]
        assert processes() != before
    assert processes() == before


def test_a_feed_that_takes_too_long_is_ended_and_the_next_is_read() -> None:
    with FeedProcess(seconds=1) as feeds:
        with pytest.raises(TimeoutError, match="takes more than 1 seconds of processor time"):
            titles(feeds, SLOW)
        assert titles(feeds, FEED) == ["One", "Two"]


def test_a_reading_that_was_given_up_ends_with_its_block() -> None:
    before = processes()
    with FeedProcess() as feeds:
        next(feeds.read(FEED * 2))
    assert processes() == before
