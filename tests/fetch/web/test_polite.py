"""Manners, told by the log of the server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from schemas.settings import Settings
from schemas.sources import Auth, Feeds, Pages
from tasks.fetch.web.client import Client, Limits
from tasks.fetch.web.memory import Rehearsal
from tasks.fetch.web.polite import Manners, RestingError, Visitor
from tasks.load.store import Ledger
from tests.fetch.web.copy import item, page, rss
from tests.fetch.web.crawling import HASTY, crawl, select
from tests.fetch.web.site import RSS, Answer, Asked, Site, site

SECRET = "Tide-at-4-in-the-morning"  # noqa: S105 - made up


@pytest.fixture
def here() -> Iterator[Site]:
    with site() as opened:
        yield opened


@pytest.fixture
def there() -> Iterator[Site]:
    with site() as opened:
        yield opened


def pages(at: Site, number: int, **keys: object) -> Pages:
    at.answers |= {f"/{n}": Answer(page(f"Port{n}")) for n in range(number)}
    urls = tuple(f"{at.url}/{n}" for n in range(number))
    return Pages(name=f"site-{at.port}", urls=urls, allow_private_hosts=("localhost",), **keys)


def pauses(at: Site) -> list[float]:
    return [later.at - earlier.at for earlier, later in pairwise(at.asked)]


def test_we_say_who_we_are_and_whom_to_write_to(here: Site, ledger: Ledger, tmp_path: Path) -> None:
    crawl(ledger, [pages(here, 1)], tmp_path)
    agents = {each.headers["user-agent"] for each in here.asked}
    assert len(agents) == 1
    assert agents.pop().startswith("newsledger/")
    assert here.asked[0].path == "/robots.txt"
    assert "(+desk@newsledger.example)" in here.asked[0].headers["user-agent"]


def test_requests_to_one_server_keep_their_distance_also_those_of_two_sources(
    here: Site, ledger: Ledger, tmp_path: Path
) -> None:
    one = pages(here, 4, delay_seconds=0.2)
    other = one.model_copy(update={"name": "other", "urls": (f"{here.url}/4", f"{here.url}/5")})
    crawl(ledger, [one, other], tmp_path)
    assert min(pauses(here)) > 0.15, pauses(here)  # a little less than 0.2: they leave in time, and arrive when they do


def test_a_crawl_delay_counts_and_robots_txt_is_asked_for_once(here: Site, ledger: Ledger, tmp_path: Path) -> None:
    here.answers["/robots.txt"] = Answer(b"User-agent: newsledger\nCrawl-delay: 0.3\n", type="text/plain")
    crawl(ledger, [pages(here, 3)], tmp_path)
    assert min(pauses(here)[1:]) > 0.25, pauses(here)
    crawl(ledger, [pages(here, 3)], tmp_path)
    assert [each.path for each in here.asked].count("/robots.txt") == 1


def test_who_must_wait_too_long_comes_another_time(here: Site) -> None:
    here.answers |= {"/robots.txt": Answer(b"User-agent: *\nCrawl-delay: 120\n"), "/a": Answer(page("Dover"))}
    limits, private = Limits(10**6, 10**6, 5.0), frozenset({"localhost"})
    memory = Rehearsal(lambda: datetime.now(UTC))
    visitor = Visitor(Client(limits, "test", private), memory, Manners(0, 1, 5), lambda: datetime.now(UTC), {})
    assert visitor.visit(f"{here.url}/a", {}).answer.status == 200
    with pytest.raises(RestingError) as error:
        visitor.visit(f"{here.url}/a", {})
    assert 100 < (error.value.until - datetime.now(UTC)).total_seconds() < 121


def test_a_feed_that_moved_is_asked_for_where_it_went(here: Site, ledger: Ledger, tmp_path: Path) -> None:
    here.answers["/old"] = Answer(b"", 301, headers={"Location": "/new"})
    here.answers["/new"] = Answer(rss([]), type=RSS)
    source = Feeds(name="gazette", urls=(f"{here.url}/old",), allow_private_hosts=("localhost",))
    for _ in range(2):
        crawl(ledger, [source], tmp_path)
    assert here.paths() == ["/old", "/new", "/new"]
    here.answers["/new"] = Answer(b"", 404)
    for _ in range(2):
        crawl(ledger, [source], tmp_path)
    assert here.paths()[3:] == ["/new", "/old", "/new"]


def paid(asked: Asked) -> Answer:
    """Only for those who have paid; unkindly, the error and a header say the secret again."""
    if asked.headers.get("authorization", "") == "" and asked.headers.get("x-key", "") == "":
        return Answer(b"", 401)
    return Answer(rss([item("Story", "/moved", guid="1")]), type=RSS)


BASIC = Auth(user_env="TEST_USER", password_env="TEST_SECRET")  # noqa: S106 - the variable's name
HEADER = Auth(header="X-Key", value_env="TEST_SECRET")


@pytest.mark.parametrize("auth", [BASIC, HEADER])
def test_credentials_go_to_their_server_and_nowhere_else(
    auth: Auth, here: Site, there: Site, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("TEST_USER", "reader")
    monkeypatch.setenv("TEST_SECRET", SECRET)
    here.answers |= {"/feed": paid, "/moved": Answer(b"", 302, headers={"Location": f"{there.url}/a"})}
    there.answers["/a"] = Answer(page("Dover"))
    source = Feeds(name="gazette", urls=(f"{here.url}/feed",), allow_private_hosts=("localhost",), auth=auth)
    (found,) = crawl(ledger, [source], tmp_path / "raw", replace_settings(request_tries=1))
    assert found.document == "loaded"
    secrets = {"authorization", "x-key"}
    assert all(secrets & each.headers.keys() for each in here.asked)
    assert not any(secrets & each.headers.keys() for each in there.asked)
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    dumped = str(
        [select(ledger, f"SELECT * FROM {table}") for table in ("places", "hosts", "fetches", "raw_documents")]
    )
    assert SECRET.encode() not in kept + b"".join(map(unzipped, (tmp_path / "raw").iterdir()))
    assert SECRET not in dumped + "".join(capfd.readouterr())


def test_credentials_that_are_missing_are_one_sentence(here: Site, ledger: Ledger, tmp_path: Path) -> None:
    auth = Auth(header="X-Key", value_env="NOT_SET_AT_ALL")
    source = Feeds(name="gazette", urls=(f"{here.url}/feed",), allow_private_hosts=("localhost",), auth=auth)
    (found,) = crawl(ledger, [source], tmp_path)
    assert (found.outcome, here.asked) == ("blocked", [])
    assert found.reason == "its credentials are missing: set the environment variable NOT_SET_AT_ALL"


def test_a_header_of_other_letters_is_one_sentence_that_does_not_say_it(
    here: Site, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_SECRET", "clé")
    source = Feeds(name="gazette", urls=(f"{here.url}/feed",), allow_private_hosts=("localhost",), auth=HEADER)
    (found,) = crawl(ledger, [source], tmp_path)
    assert (found.outcome, here.asked) == ("blocked", [])
    assert found.reason == "the environment variable TEST_SECRET holds what cannot be sent: letters that are not ASCII"


def replace_settings(**keys: object) -> Settings:
    return HASTY.model_copy(update=keys)


def unzipped(path: Path) -> bytes:
    import gzip

    return gzip.decompress(path.read_bytes())
