"""What a feed says of a page, and what became of pages that could not be digested at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from schemas.records import Failure, RawDocument
from tasks.clean.batch import Cleaned
from tasks.clean.rules import CleaningRules
from tasks.fetch.again import Again
from tasks.fetch.raw_store import RawWriter, iterate_raw
from tasks.load.store import Ledger, begin_run, end_run, find_quarantined, open_ledger, waiting_ids
from tests.fetch.web import crawling
from tests.fetch.web.copy import item, news, page, rss
from tests.fetch.web.crawling import HASTY, crawl, load, select
from tests.fetch.web.site import RSS, Answer, Site, site
from tests.fetch.web.situations import gazette, sitemap

DATES = "SELECT published_at, published_precision, published_method FROM v_articles"
SEPTEMBER = "Mon, 09 Sep 2024 10:00:00 GMT"


@pytest.fixture
def here() -> Iterator[Site]:
    with site() as opened:
        yield opened


def listed(at: Site, date: str, path: str = "/a") -> Answer:
    return Answer(rss([item("Story", at.url + path, guid="story-1", date=date)]), type=RSS)


def one_run(ledger: Ledger, found: Iterator[object], folder: Path) -> None:
    now = datetime.now(UTC)
    run_id = begin_run(ledger, "retry", code_version="1", config_hash="a", now=now)
    with RawWriter(folder, f"run-{run_id}") as writer:
        load(ledger, run_id, found, writer, now)  # type: ignore[arg-type]
    end_run(ledger, run_id, "completed", now)


def test_an_undated_page_has_the_date_of_its_entry_also_when_it_changes(
    here: Site, ledger: Ledger, tmp_path: Path
) -> None:
    here.answers = {"/feed.xml": listed(here, SEPTEMBER), "/a": Answer(page("Dover", date=None))}
    crawl(ledger, [gazette(here)], tmp_path / "raw")
    dated = select(ledger, DATES)
    assert [(str(at)[:16], *how) for at, *how in dated] == [("2024-09-09 10:00", "second", "feed")]
    here.answers["/a"] = Answer(page("Dover", date=None, more="<p>The talks broke down on Tuesday.</p>"))
    here.answers["/feed.xml"] = listed(here, "Tue, 10 Sep 2024 10:00:00 GMT")
    crawl(ledger, [gazette(here)], tmp_path / "raw")
    assert select(ledger, "SELECT count(*) FROM revisions") == [(2,)]
    assert select(ledger, DATES) == dated


def test_an_undated_page_has_the_date_of_its_news_sitemap_also_when_it_changes(
    here: Site, ledger: Ledger, tmp_path: Path
) -> None:
    here.answers = {
        "/sitemap.xml": Answer(news((f"{here.url}/a", "2024-09-09T11:00:00+01:00"))),
        "/a": [Answer(page("Dover", date=None)), Answer(page("Dover", date=None, more="<p>The talks broke down.</p>"))],
    }
    for _ in range(2):
        crawl(ledger, [sitemap(here)], tmp_path / "raw")
    assert select(ledger, "SELECT count(*) FROM revisions") == [(2,)]
    assert [(str(at)[:16], *how) for at, *how in select(ledger, DATES)] == [("2024-09-09 10:00", "second", "feed")]


@pytest.mark.parametrize("first", ["feed", "sitemap", "both"])
def test_whichever_listing_has_a_date_gives_it(first: str, here: Site, ledger: Ledger, tmp_path: Path) -> None:
    undated = rss([item("Story", f"{here.url}/a", guid="story-1", said="Lorries wait at Dover.")])
    lists = {"feed": ("/feed.xml", undated), "sitemap": ("/news.xml", news((f"{here.url}/a", "2024-09-09T10:00:00Z")))}
    here.answers = {"/a": [Answer(page("Dover", date=None)), Answer(page("Dover", date=None, more="<p>More.</p>"))]}
    here.answers |= {"/feed.xml": Answer(rss([]), type=RSS), "/news.xml": Answer(news(), type="text/xml")}
    source = gazette(here, sitemaps=(f"{here.url}/news.xml",))
    for names in (lists if first == "both" else [first], lists):
        here.answers |= {path: Answer(body, type="text/xml") for path, body in (lists[name] for name in names)}
        crawl(ledger, [source], tmp_path / "raw")
    assert select(ledger, "SELECT count(*) FROM revisions") == [(2,)]
    assert [(str(at)[:16], *how) for at, *how in select(ledger, DATES)] == [("2024-09-09 10:00", "second", "feed")]


def test_a_feed_that_dates_its_entries_later_dates_them(here: Site, ledger: Ledger, tmp_path: Path) -> None:
    undated = rss([item("Story", f"{here.url}/a", guid="story-1")])
    here.answers = {"/feed.xml": [Answer(undated, type=RSS), listed(here, SEPTEMBER)]}
    here.answers["/a"] = [Answer(page("Dover", date=None)), Answer(page("Dover", date=None, more="<p>More.</p>"))]
    for _ in range(2):
        crawl(ledger, [gazette(here)], tmp_path / "raw")
    assert select(ledger, DATES)[0][1:] == ("second", "feed")


def test_a_page_of_a_news_sitemap_is_fetched_also_where_feeds_have_the_whole_text(
    here: Site, ledger: Ledger, tmp_path: Path
) -> None:
    here.answers = {
        "/feed.xml": Answer(rss([]), type=RSS),
        "/sitemap.xml": Answer(news((f"{here.url}/a", "2024-09-09"))),
        "/a": Answer(page("Dover", date=None)),
    }
    crawl(ledger, [gazette(here, full_text=True, sitemaps=(f"{here.url}/sitemap.xml",))], tmp_path / "raw")
    assert select(ledger, "SELECT published_on, published_method FROM v_articles")[0][1] == "feed"


def test_the_raw_store_keeps_the_date_of_the_entry(here: Site, ledger: Ledger, tmp_path: Path) -> None:
    here.answers = {"/feed.xml": listed(here, SEPTEMBER), "/a": Answer(page("Dover", date=None))}
    crawl(ledger, [gazette(here)], tmp_path / "raw")
    with open_ledger(f"sqlite:///{tmp_path / 'again.db'}") as again:
        one_run(again, (raw for _, raw in iterate_raw(tmp_path / "raw")), tmp_path / "raw-again")
        assert select(again, DATES)[0][1:] == ("second", "feed")


def test_a_page_that_says_its_date_is_believed(here: Site, ledger: Ledger, tmp_path: Path) -> None:
    here.answers = {"/feed.xml": listed(here, SEPTEMBER), "/a": Answer(page("Dover"))}
    crawl(ledger, [gazette(here)], tmp_path)
    assert select(ledger, "SELECT published_on, published_method FROM v_articles")[0][1] == "meta"


def test_a_date_that_nobody_can_read_dates_nothing(here: Site, ledger: Ledger, tmp_path: Path) -> None:
    here.answers = {"/feed.xml": listed(here, "the day before yesterday"), "/a": Answer(page("Dover", date=None))}
    crawl(ledger, [gazette(here)], tmp_path)
    assert select(ledger, DATES) == [(None, None, None)]


HOURS = {
    "nothing": ({}, "", 1),
    "ttl": ({}, "<ttl>180</ttl>", 3),
    "Cache-Control": ({"Cache-Control": "public, max-age=7200"}, "", 2),
    "both": ({"Cache-Control": "max-age=7200"}, "<ttl>240</ttl>", 4),
    "too much": ({"Cache-Control": "max-age=999999999"}, "<ttl>999999</ttl>", 24),
}


@pytest.mark.parametrize("said", HOURS)
def test_a_feed_is_left_alone_as_long_as_it_and_its_server_ask_for(
    said: str, here: Site, ledger: Ledger, tmp_path: Path
) -> None:
    headers, head, hours = HOURS[said]
    here.answers["/feed.xml"] = Answer(rss([], head=head), type=RSS, headers=headers)
    hourly, noon = HASTY.model_copy(update={"feed_minutes": 60}), datetime(2026, 3, 1, 12, tzinfo=UTC)
    for at in (noon, noon + timedelta(hours=hours, minutes=-1), noon + timedelta(hours=hours)):
        crawl(ledger, [gazette(here)], tmp_path, hourly, partial(max, at, noon), soon=False)
    assert here.paths() == ["/feed.xml"] * 2


def test_more_entries_than_usual_are_read_if_the_settings_say_so(here: Site, ledger: Ledger, tmp_path: Path) -> None:
    items = [{"id": n, "content_text": f"The harbour counted {n} lorries."} for n in range(10_050)]
    here.answers["/feed.json"] = Answer(json.dumps({"items": items}).encode(), type="application/json")
    many = HASTY.model_copy(update={"max_feed_entries": 20_000, "max_pages": 1})
    assert [each.outcome for each in crawl(ledger, [gazette(here, "/feed.json")], tmp_path, many)] == ["fetched"]
    assert select(ledger, "SELECT count(*) FROM places WHERE role = 'page'") == [(10_050,)]


def test_a_page_in_quarantine_is_digested_from_what_was_kept(
    here: Site, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if cleaning had had a mistake; no server is asked when it has none any more."""
    here.answers = {"/feed.xml": listed(here, SEPTEMBER, "/old"), "/old": Answer(b"", 301, headers={"Location": "/a"})}
    here.answers["/a"] = Answer(page("Dover", date=None))

    def mistaken(*_: RawDocument | CleaningRules) -> Cleaned | Failure:
        return Failure("clean", "cleaning failed with KeyError")

    with monkeypatch.context() as patched:
        patched.setattr(crawling, "clean_one", mistaken)
        (ending,) = crawl(ledger, [gazette(here)], tmp_path / "raw")
    assert (ending.uri, ending.document) == (f"{here.url}/old", "quarantined")
    asked = len(here.asked)
    waiting = find_quarantined(ledger, waiting_ids(ledger))
    one_run(ledger, Again(tmp_path / "raw", 10**6, lambda: datetime.now(UTC)).fetch(waiting), tmp_path / "raw")
    assert len(here.asked) == asked
    assert waiting_ids(ledger) == []
    (found,) = select(ledger, "SELECT canonical_url, headline, published_method FROM v_articles")
    assert found == (f"{here.url}/a", "Harbour of Dover at a standstill", "feed")
    assert ("guid", "story-1") in select(ledger, "SELECT kind, value FROM article_keys")
    endings = crawl(ledger, [gazette(here)], tmp_path / "raw")
    assert {each.outcome for each in endings} == {"not_modified"}
    assert select(ledger, "SELECT count(*) FROM articles") == [(1,)]
