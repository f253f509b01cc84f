"""Manners, as the log of the server has them: what came, when, and how many requests at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from threading import Lock

import pytest

from schemas.sources import Pages
from tasks.load.store import Ledger, open_ledger
from tests.fetch.web.copy import page
from tests.fetch.web.crawling import HASTY, Ending, crawl
from tests.fetch.web.site import Answer, Asked, Site, site

ROBOTS = "/robots.txt"
LATE = 0.25  # seconds by which a busy machine may be late with a request, which then comes too soon before the next


@pytest.fixture
def here() -> Iterator[Site]:
    with site() as opened:
        yield opened


def pages(at: Site, numbers: range, name: str = "gazette", **keys: object) -> Pages:
    urls = tuple(f"{at.url}/{n}" for n in numbers)
    return Pages(name=name, urls=urls, allow_private_hosts=("localhost",), **keys)


def served(at: Site, number: int) -> None:
    at.answers |= {f"/{n}": Answer(page(f"Port{n}")) for n in range(number)}


def shortest_of_three(asked: list[Asked]) -> float:
    """The seconds from a request to the next but one: two delays, also if one request was late."""
    return min(later.at - earlier.at for earlier, later in zip(asked, asked[2:], strict=False))


def at_once(url: str, tmp_path: Path, sources: list[Pages]) -> list[list[Ending]]:
    """As many runs as sources, each with a connection of its own to the ledger."""

    def run(number: int) -> list[Ending]:
        with open_ledger(url) as ledger:
            return crawl(ledger, [sources[number]], tmp_path / f"raw-{number}")

    with ThreadPoolExecutor() as pool:
        return list(pool.map(run, range(len(sources))))


def test_runs_at_the_same_time_share_the_rate_of_a_server(here: Site, database_url: str, tmp_path: Path) -> None:
    served(here, 6)
    sources = [pages(here, range(n, n + 3), f"paper-{n}", delay_seconds=0.3) for n in (0, 3)]
    rows = at_once(database_url, tmp_path, sources)
    assert [each.document for run in rows for each in run] == ["loaded"] * 6
    assert len(here.paths()) == 6
    assert shortest_of_three(here.asked) > 2 * 0.3 - LATE


def test_the_longer_of_delay_and_crawl_delay_counts(here: Site, ledger: Ledger, tmp_path: Path) -> None:
    served(here, 3)
    here.answers[ROBOTS] = Answer(b"User-agent: *\nCrawl-delay: 0.1\n", type="text/plain")
    crawl(ledger, [pages(here, range(3), delay_seconds=0.3)], tmp_path)
    assert shortest_of_three(here.asked) > 2 * 0.3 - LATE


def test_robots_txt_is_asked_for_once_however_many_sources_and_requests_there_are(
    here: Site, ledger: Ledger, tmp_path: Path
) -> None:
    served(here, 400)
    here.answers[ROBOTS] = Answer(b"User-agent: *\nDisallow: /none\n" + b"#" * 400, type="text/plain", drip=0.001)
    sources = [pages(here, range(n, n + 200), f"paper-{n}") for n in (0, 200)]
    rows = crawl(ledger, sources, tmp_path, HASTY.model_copy(update={"host_connections": 4}))
    assert [each.document for each in rows] == ["loaded"] * 400
    assert [each.path for each in here.asked].count(ROBOTS) == 1
    assert here.asked[0].path == ROBOTS
    crawl(ledger, sources, tmp_path / "again")
    assert [each.path for each in here.asked].count(ROBOTS) == 1


class Counted:
    """Answers slowly, and knows how many requests it had at once."""

    def __init__(self) -> None:
        self.now, self.most, self._lock = 0, 0, Lock()

    def __call__(self, _: Asked) -> Answer:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(0.005)
        with self._lock:
            self.now -= 1
        return Answer(page("Dover"))


@pytest.mark.parametrize("allowed", [1, 3])
def test_a_server_has_no_more_requests_at_once_than_are_allowed(
    allowed: int, here: Site, ledger: Ledger, tmp_path: Path
) -> None:
    counted = Counted()
    here.answers = {f"/{n}": counted for n in range(220)}
    crawl(ledger, [pages(here, range(220))], tmp_path, HASTY.model_copy(update={"host_connections": allowed}))
    assert counted.most == allowed


def test_a_connection_is_used_again_also_after_answers_that_bring_nothing(
    here: Site, ledger: Ledger, tmp_path: Path
) -> None:
    here.answers = {f"/{n}": Answer(page(f"Port{n}"), headers={"ETag": f'"{n}"'}) for n in range(3)}
    here.answers["/3"] = Answer(b"It is gone for good.", 410)
    here.answers["/4"] = Answer(b"It has moved.", 302, headers={"Location": "/0"})
    for _ in range(2):
        crawl(ledger, [pages(here, range(5))], tmp_path)
        assert len({each.connection for each in here.asked}) == 1
        here.asked.clear()


def in_seconds(seconds: int) -> str:
    return str(seconds)


def as_a_date(seconds: int) -> str:
    """A date has no parts of seconds: the next whole one."""
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds + 1), usegmt=True)


@pytest.mark.parametrize("said", [in_seconds, pytest.param(as_a_date, marks=pytest.mark.full)])
def test_retry_after_is_kept_by_all_who_ask(
    said: Callable[[int], str], here: Site, database_url: str, tmp_path: Path
) -> None:
    served(here, 6)
    refused: list[float] = []

    def busy(asked: Asked) -> Answer:
        refused.append(asked.at)
        return Answer(b"", 429, headers={"Retry-After": said(2)})

    here.answers["/0"] = [busy, Answer(page("Port0"))]
    sources = [pages(here, range(n, n + 3), f"paper-{n}", delay_seconds=0.05) for n in (0, 3)]
    rows = at_once(database_url, tmp_path, sources)
    assert [each.document for run in rows for each in run] == ["loaded"] * 6
    meanwhile = [each.path for each in here.asked if refused[0] < each.at < refused[0] + 2 - LATE]
    assert len(meanwhile) <= 1  # what the other run had on its way when the word came
    assert len(refused) == 1


def test_who_is_refused_for_long_is_not_asked_again_by_anybody(here: Site, ledger: Ledger, tmp_path: Path) -> None:
    served(here, 6)
    here.answers["/2"] = Answer(b"", 503, headers={"Retry-After": "3600"})
    crawl(ledger, [pages(here, range(6))], tmp_path)
    asked = here.paths()
    assert asked == ["/0", "/1", "/2"]
    crawl(ledger, [pages(here, range(3, 6), "other")], tmp_path / "other")
    assert here.paths() == asked
