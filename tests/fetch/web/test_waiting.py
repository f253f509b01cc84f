"""What could not be had from the web waits in quarantine until a look brings it, or says that it is as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from schemas.sources import Archives, Auth, Pages, Web
from tasks.load.store import Ledger, read_listings
from tests.fetch.warcs import pages, warc
from tests.fetch.web.copy import page, rss, urlset
from tests.fetch.web.crawling import HASTY, crawl, select
from tests.fetch.web.depot import Depot
from tests.fetch.web.site import RSS, Answer, Script, Site, site
from tests.fetch.web.situations import feed, gazette, listed, sitemap

WAITING = "SELECT uri, error FROM quarantine WHERE replayed_at IS NULL ORDER BY uri"
DOWN, TAGGED = Answer(b"", 500), {"ETag": '"1"'}


@pytest.fixture
def here() -> Iterator[Site]:
    with site() as opened:
        yield opened


def waiting(ledger: Ledger, at: Site) -> list[str]:
    return [str(row[0]).removeprefix(at.url) for row in select(ledger, WAITING)]


def archives(at: Site, path: str) -> Archives:
    hosts = ("localhost",)
    return Archives(name=f"site-{at.port}", urls=(at.url + path,), allow_private_hosts=hosts)


def collecting(at: Site, path: str) -> Web:
    match path:
        case "/feed.xml":
            return gazette(at)
        case "/sitemap.xml":
            return sitemap(at)
        case "/a":
            return listed(at)
    return archives(at, path)


def good(at: Site, path: str) -> Script:
    match path:
        case "/feed.xml":
            return feed("/a", site=at, headers=TAGGED)
        case "/sitemap.xml":
            return Answer(urlset([(f"{at.url}/a", None)]), headers=TAGGED)
        case "/a":
            return Answer(page("Dover"), headers=TAGGED)
        case "/warc.paths":
            return Answer(b"a.warc.gz", headers=TAGGED)
    return Depot(warc(*pages(2)))


KINDS = ("/feed.xml", "/sitemap.xml", "/a", "/warc.paths", "/a.warc.gz")


@pytest.mark.parametrize("before", [False, True], ids=["never had", "had before"])
@pytest.mark.parametrize("path", KINDS)
def test_what_fails_once_waits_until_it_is_had_or_said_to_be_as_it_was(
    path: str, before: bool, here: Site, ledger: Ledger, tmp_path: Path
) -> None:
    here.answers = {each: good(here, each) for each in ("/a", "/a.warc.gz", path)} | {"/b": Answer(page("Calais"))}
    source = collecting(here, path)
    if before:
        crawl(ledger, [source], tmp_path)
    well, here.answers[path] = here.answers[path], DOWN
    for _ in range(2):
        crawl(ledger, [source], tmp_path)
        assert waiting(ledger, here) == [path]
    here.answers[path] = well
    crawl(ledger, [source], tmp_path)
    assert waiting(ledger, here) == []
    assert select(ledger, "SELECT attempts FROM quarantine") == [(2,)]


def test_what_others_fetch_takes_nothing_out(here: Site, ledger: Ledger, tmp_path: Path) -> None:
    here.answers = {"/feed.xml": good(here, "/feed.xml"), "/a": Answer(page("Dover"))}
    crawl(ledger, [gazette(here)], tmp_path)
    crawl(ledger, [gazette(here, auth=Auth(header="X-Key", value_env="NOT_SET_HERE"))], tmp_path)
    assert waiting(ledger, here) == ["/feed.xml"]
    crawl(ledger, [], tmp_path)
    assert waiting(ledger, here) == ["/feed.xml"]
    crawl(ledger, [gazette(here)], tmp_path)
    assert waiting(ledger, here) == []


def cut_off(at: Site) -> Answer:
    """A feed that breaks off in its second entry."""
    whole = feed("/a", "/b", site=at).body
    return Answer(whole[: whole.rindex(b"</item>") - 10], type=RSS, headers=TAGGED)


@pytest.mark.parametrize("broken", [cut_off, lambda at: feed(*map("/{}".format, range(2_100)), site=at)])
def test_what_is_had_in_part_waits_until_it_is_whole(
    broken: Callable[[Site], Answer], here: Site, ledger: Ledger, tmp_path: Path
) -> None:
    here.answers = {"/feed.xml": broken(here), "/a": Answer(page("Dover"))}
    few = HASTY.model_copy(update={"max_pages": 1})
    for _ in range(3):  # the second and third time, nothing has changed
        crawl(ledger, [gazette(here)], tmp_path, few)
        assert "/feed.xml" in waiting(ledger, here)
    here.answers["/feed.xml"] = feed("/a", site=here)
    crawl(ledger, [gazette(here)], tmp_path, few)
    assert "/feed.xml" not in waiting(ledger, here)


def test_a_file_of_addresses_waits_until_it_can_be_read_and_its_lines_until_they_are_put_right(
    here: Site, ledger: Ledger, tmp_path: Path
) -> None:
    here.answers, file = {"/a": Answer(page("Dover"))}, tmp_path / "pages.txt"
    source = Pages(name=f"site-{here.port}", file=str(file), allow_private_hosts=("localhost",))

    def left(*lines: str) -> list[str]:
        if lines:
            file.write_text("\n".join(lines))
        crawl(ledger, [source], tmp_path)
        return [each.removeprefix(file.as_uri()) for each in waiting(ledger, here)]

    assert left() == [""]
    assert left("# ours", "nonsense", f"{here.url}/a", "more of it") == ["#line=2", "#line=4"]
    assert left("# ours", f"{here.url}/a", "more of it") == ["#line=3"]
    file.unlink()
    assert left() == ["", "#line=3"]
    assert left(f"{here.url}/a") == []


def test_a_source_whose_credentials_are_missing_waits_under_the_address_that_is_asked(
    here: Site, ledger: Ledger, tmp_path: Path
) -> None:
    here.answers = {"/feed.xml": Answer(rss([]), type=RSS)}
    spelt = (f"http://LOCALHOST:{here.port}/feed.xml?utm_source=rss#top",)
    crawl(ledger, [gazette(here, urls=spelt, auth=Auth(header="X-Key", value_env="NOT_SET_HERE"))], tmp_path)
    assert waiting(ledger, here) == ["/feed.xml"]
    failing = [(each.role, each.failures, each.outcome) for each in read_listings(ledger)]
    assert failing == [("feed", 1, "blocked")]
    crawl(ledger, [gazette(here, urls=spelt)], tmp_path, soon=False)  # it is due as soon as it can be asked
    assert waiting(ledger, here) == []
