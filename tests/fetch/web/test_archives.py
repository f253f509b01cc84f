"""Archives by their addresses, over real HTTP on loopback: what comes of them, and how many bytes that takes."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from datetime import timedelta
from itertools import islice
from pathlib import Path

import pytest

from schemas.records import Bookmark, Fetched, FetchOutcome, RawDocument
from schemas.settings import Settings
from schemas.sources import Archives, Auth
from tasks.fetch import archives
from tasks.fetch.shelf import Shelf, archives_of
from tasks.fetch.web import remote
from tasks.fetch.web.collect import collect
from tasks.fetch.web.memory import Rehearsal
from tests.fetch.reading import NOW, documents, failures, write
from tests.fetch.test_archives import Known, bookmarks
from tests.fetch.test_archives import read as read_file
from tests.fetch.warcs import Page, members, pages, warc
from tests.fetch.web.crawling import HASTY
from tests.fetch.web.depot import Depot, archive
from tests.fetch.web.site import Answer, Asked, Site, site

LARGE = archive(150)  # 1.4 MB
DATE = "Sat, 01 Mar 2025 10:00:00 GMT"


@pytest.fixture
def here() -> Iterator[Site]:
    with site() as opened:
        yield opened


@pytest.fixture
def near(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if archives were larger: little of them is kept at hand, and bookmarks are close."""
    monkeypatch.setattr(remote, "KEPT", 250_000)
    monkeypatch.setattr(archives, "EVERY", 5)


class Desk:
    """One source that collects archives, and what is remembered of them."""

    def __init__(self, at: Site, *paths: str, settings: Settings = HASTY, **keys: object) -> None:
        given = {"allow_private_hosts": ("localhost",), **keys}
        self.source = Archives(name="crawl", urls=tuple(at.url + path for path in paths or ("/a.warc.gz",)), **given)
        self.now, self.settings = NOW, settings
        self.memory, self.known = Rehearsal(lambda: self.now), Known()

    def collecting(self, *, soon: bool = False) -> Generator[Fetched, None, None]:
        shelf = Shelf(archives_of([self.source]), "", lambda uri, asked: self.known.get((uri, asked)))
        return collect([self.source], self.memory, self.settings, "test", lambda: self.now, soon=soon, shelf=shelf)

    def run(self, *, soon: bool = False) -> list[Fetched]:
        """All that comes, after which the bookmarks are stored."""
        fetched = list(self.collecting(soon=soon))
        self.known.note(fetched)
        return fetched

    def stopped_after(self, number: int) -> list[Fetched]:
        """What a run brought that was killed after so many results: what stands before the last bookmark is stored."""
        with closing(self.collecting()) as found:
            fetched = list(islice(found, number))
        while not isinstance(fetched[-1], Bookmark):
            fetched.pop()
        self.known.note(fetched)
        return fetched


def contents(fetched: list[Fetched]) -> list[tuple[str, bytes]]:
    return [(each.uri, each.content) for each in documents(fetched)]


def local(tmp_path: Path, content: bytes) -> list[Fetched]:
    return read_file(write(tmp_path / "crawl" / "a.warc.gz", content), max_bytes=10**6)


def test_an_archive_gives_what_it_gives_as_a_file(here: Site, tmp_path: Path) -> None:
    content = warc(*pages(3), Page(status="404 Not Found"), Page(kind="revisit"), Page(url="urn:1"))
    here.answers["/a.warc.gz"] = Depot(content)
    fetched, as_file = Desk(here).run(), local(tmp_path, content)
    assert documents(fetched) == documents(as_file)
    assert bookmarks(fetched)[-1].passed == bookmarks(as_file)[-1].passed
    (failed,), (failed_in_file,) = failures(fetched), failures(as_file)
    assert failed.reason == failed_in_file.reason
    offset = failed_in_file.uri.partition("#")[2]
    assert failed.uri == f"{here.url}/a.warc.gz#{offset}"


@pytest.mark.usefixtures("near")
@pytest.mark.parametrize(
    ("headers", "ranges"),
    [
        ({"ETag": '"1"'}, True), ({"ETag": 'W/"1"'}, True), ({"Last-Modified": DATE}, True), ({}, True),
        ({"ETag": '"1"', "Last-Modified": DATE}, False), ({}, False),
    ],
    ids=str,
)  # fmt: skip
def test_a_run_that_was_killed_is_gone_on_with_whatever_the_server_can_do(
    headers: Mapping[str, str], ranges: bool, here: Site, tmp_path: Path
) -> None:
    depot = here.answers["/a.warc.gz"] = Depot(LARGE, headers, ranges)
    desk = Desk(here)
    first = desk.stopped_after(100)
    begun = bookmarks(first)[-1].offset
    assert 0 < begun < len(LARGE)
    depot.sent = 0
    depot.parts.clear()
    second = desk.run()
    assert contents(first) + contents(second) == contents(local(tmp_path, LARGE))
    assert bookmarks(second)[0].began == begun
    if ranges:
        assert depot.sent <= len(LARGE) - begun + remote.PIECE  # the head is looked at
        assert depot.parts[0] == (0, remote.PIECE)
        assert all(begins >= begun for begins, _ in depot.parts[1:])
    else:
        assert depot.sent == len(LARGE)  # once, of which is passed over what was read


def test_what_was_read_to_its_end_is_fetched_again_only_when_its_server_says_that_it_changed(here: Site) -> None:
    depot = here.answers["/a.warc.gz"] = Depot(warc(*pages(3)))
    desk = Desk(here)
    assert len(documents(desk.run())) == 3
    asked, sent = len(here.paths()), depot.sent
    assert desk.run() == []  # it is not due
    assert len(here.paths()) == asked
    desk.now += timedelta(days=2)
    (same,) = failures(desk.run())
    assert (same.outcome, len(here.paths()), depot.sent) == (FetchOutcome.NOT_MODIFIED, asked + 1, sent)
    desk.now += timedelta(days=1.5)
    assert desk.run() == []  # the longer it stays as it is, the later
    here.answers["/a.warc.gz"] = Depot(warc(*pages(4)), {"ETag": '"2"'})
    desk.now += timedelta(days=1)
    assert len(documents(desk.run())) == 4


def test_a_server_without_validators_is_not_asked_for_the_whole_again(here: Site) -> None:
    depot = here.answers["/a.warc.gz"] = Depot(LARGE, {})
    desk = Desk(here)
    desk.run()
    depot.sent = 0
    assert documents(desk.run(soon=True)) == []
    assert depot.sent <= remote.PIECE
    assert not here.asked[-1].headers.keys() & {"if-modified-since", "if-none-match", "if-range"}


@pytest.mark.usefixtures("near")
def test_an_archive_that_changed_since_a_run_was_killed_is_read_from_its_beginning(here: Site, tmp_path: Path) -> None:
    here.answers["/a.warc.gz"] = Depot(LARGE)
    desk = Desk(here)
    desk.stopped_after(100)
    other = archive(150, seed=2)
    here.answers["/a.warc.gz"] = Depot(other, {"ETag": '"2"'})
    assert contents(desk.run()) == contents(local(tmp_path, other))


@pytest.mark.usefixtures("near")
@pytest.mark.parametrize("headers", [{"ETag": '"1"'}, {"Last-Modified": DATE}, {}], ids=str)
def test_an_archive_that_changes_while_it_is_read_is_not_mixed_up(
    headers: Mapping[str, str], here: Site, tmp_path: Path
) -> None:
    changed = {"ETag": '"2"'} if "ETag" in headers else {"Last-Modified": DATE.replace("01", "02", 1)}
    before, after = Depot(LARGE, headers, breaks_after=300_000), Depot(archive(150, seed=2) + b"\r\n", changed)
    here.answers["/a.warc.gz"] = [before, before, after]
    desk = Desk(here)
    fetched = desk.run()
    (failed,) = failures(fetched)
    assert "has changed on its server" in failed.reason
    assert 0 < len(documents(fetched)) < 150
    assert set(contents(fetched)) < set(contents(local(tmp_path, LARGE)))
    desk.now += timedelta(hours=1)
    assert len(documents(desk.run())) == 150


@pytest.mark.usefixtures("near")
@pytest.mark.parametrize("ranges", [True, False])
def test_a_connection_that_breaks_off_is_made_again_where_it_broke(ranges: bool, here: Site, tmp_path: Path) -> None:
    whole, broken = Depot(LARGE, ranges=ranges), Depot(LARGE, ranges=ranges, breaks_after=400_000)
    here.answers["/a.warc.gz"] = [broken] * (3 if ranges else HASTY.request_tries - 1) + [whole]
    fetched = Desk(here).run()
    assert failures(fetched) == []
    assert contents(fetched) == contents(local(tmp_path, LARGE))
    if ranges:
        assert broken.sent + whole.sent < len(LARGE) + 3 * remote.PIECE


def test_a_connection_that_never_brings_anything_is_given_up_and_the_next_run_goes_on(here: Site) -> None:
    here.answers["/a.warc.gz"] = Depot(LARGE, breaks_after=1_000)
    desk = Desk(here)
    (failed,) = failures(desk.run())
    assert failed.outcome is FetchOutcome.FAILED
    assert len(here.paths()) == HASTY.request_tries
    assert desk.run() == []  # it waits, as all that fails
    here.answers["/a.warc.gz"] = Depot(LARGE)
    desk.now += timedelta(hours=1)
    assert len(documents(desk.run())) == 150


def test_a_server_without_ranges_that_breaks_off_at_the_same_place_is_given_up(here: Site) -> None:
    depot = here.answers["/a.warc.gz"] = Depot(LARGE, ranges=False, breaks_after=400_000)
    fetched = Desk(here).run()
    assert documents(fetched)
    assert any(each.outcome is FetchOutcome.FAILED for each in failures(fetched))
    assert len(depot.parts) == HASTY.request_tries


def test_a_server_that_brings_a_byte_an_answer_is_given_up(here: Site) -> None:
    whole = Depot(LARGE)
    asked: list[int] = []

    def answer(request: Asked) -> Answer:
        asked.append(1)
        whole.breaks_after = 1 if len(asked) > 1 else None
        return whole(request)

    here.answers["/a.warc.gz"] = answer
    assert any(each.outcome is FetchOutcome.FAILED for each in failures(Desk(here).run()))
    assert len(asked) <= 2 * HASTY.request_tries


@pytest.mark.usefixtures("near")
def test_machines_of_one_server_may_differ_in_when_a_file_changed(here: Site, tmp_path: Path) -> None:
    dates = (f"Sat, 01 Mar 2025 10:00:{second:02} GMT" for second in range(60))

    def answer(request: Asked) -> Answer:
        return Depot(LARGE, {"ETag": '"1"', "Last-Modified": next(dates)})(request)

    here.answers["/a.warc.gz"] = answer
    desk = Desk(here)
    desk.stopped_after(30)
    stopped = bookmarks(list(desk.collecting()))[0]
    assert stopped.offset > 0
    assert contents(Desk(here).run()) == contents(local(tmp_path, LARGE))


def test_a_time_that_there_is_not_costs_its_own_record_or_nothing(here: Site) -> None:
    pages_ = Page("https://marport.example/1", date="9999-12-31T23:59:59-23:00"), Page("https://marport.example/2")
    changed = {"ETag": '"1"', "Last-Modified": "Fri, 31 Dec 9999 23:59:59 -2300"}
    here.answers["/a.warc.gz"] = Depot(warc(*pages_), changed)
    fetched = Desk(here).run()
    assert [each.uri for each in documents(fetched)] == ["https://marport.example/2"]
    assert ["WARC-Date" in each.reason for each in failures(fetched)] == [True]
    assert bookmarks(fetched)[-1].modified_at == remote.NEVER


def test_an_archive_that_lists_name_twice_is_read_once(here: Site) -> None:
    for name in ("one", "two"):
        here.answers[f"/{name}.paths"] = Answer(b"a.warc.gz\n", type="text/plain")
    here.answers["/a.warc.gz"] = Depot(warc(*pages(2)))
    assert len(documents(Desk(here, "/one.paths", "/two.paths", "/a.warc.gz").run())) == 2


def test_what_nobody_foresaw_in_one_archive_does_not_cost_the_next(here: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    here.answers["/a.warc.gz"] = here.answers["/b.warc.gz"] = Depot(warc(*pages(2)))
    sound = archives.read_archive
    fails: Callable[..., object] = lambda *given: 1 / 0 if given[2].uri.endswith("/a.warc.gz") else sound(*given)  # noqa: E731
    monkeypatch.setattr("tasks.fetch.web.archives.read_archive", fails)
    fetched = Desk(here, "/a.warc.gz", "/b.warc.gz").run()
    assert len(documents(fetched)) == 2
    assert [(each.uri[-10:], each.reason[:17]) for each in failures(fetched)] == [("/a.warc.gz", "ZeroDivisionError")]


def test_a_body_that_drips_is_timed_out_however_steadily(here: Site) -> None:
    here.answers["/a.warc.gz"] = Answer(b"WARC/1.0\r\n" * 1_000, drip=0.05)
    hurried = HASTY.model_copy(update={"request_seconds": 0.3, "request_tries": 1})
    (failed,) = failures(Desk(here, settings=hurried).run())
    assert failed.outcome is FetchOutcome.TIMED_OUT


def test_an_archive_that_breaks_off_is_loaded_as_far_as_it_goes_and_read_on_when_it_is_whole(here: Site) -> None:
    whole = warc(*pages(3))
    here.answers["/a.warc.gz"] = Depot(whole[:-50])
    desk = Desk(here)
    fetched = desk.run()
    (failed,) = failures(fetched)
    place = bookmarks(fetched)[-1].offset
    assert (failed.uri, len(documents(fetched))) == (f"{here.url}/a.warc.gz#offset={place}", 2)
    asked = len(here.paths())
    assert desk.run() == []  # not at once again
    assert len(here.paths()) == asked
    here.answers["/a.warc.gz"] = Depot(whole, {"ETag": '"2"'})
    desk.now += timedelta(hours=1)
    assert len(documents(desk.run())) == 3  # another ETag is another archive; what is loaded is unchanged


def test_a_damaged_record_costs_itself_alone(here: Site, tmp_path: Path) -> None:
    parts = members(pages(4))
    parts[1] = parts[1][:40] + b"\0" * 20 + parts[1][60:]
    here.answers["/a.warc.gz"] = Depot(b"".join(parts))
    fetched = Desk(here).run()
    assert [each.uri[-1] for each in documents(fetched)] == ["0", "2", "3"]
    assert [each.uri for each in failures(fetched)] == [f"{here.url}/a.warc.gz#offset={len(parts[0])}"]


@pytest.mark.parametrize(
    ("answer", "outcome", "said"),
    [
        (Answer(b"nothing here", 404), "gone", "404"),
        (Answer(b"", 403), "blocked", "403"),
        (Answer(b"hello" * 9), "wrong_type", "is no WARC archive"),
        (Answer(b""), "wrong_type", "is empty"),
        (Answer(b"", 304, validated=False), "failed", "was not asked that"),
        (Depot(LARGE, sizeless=True), "failed", "does not say how large it is"),
        (Answer(b"", 302, headers={"Location": "http://127.0.0.1:1/a.warc.gz"}), "blocked", "private network"),
        (Answer(b"", 206, headers={"Content-Range": "bytes 5-4/99"}), "failed", "another part"),
        (Answer(b"W", 206, headers={"Content-Range": "bytes 0-0/99"}), "failed", "another part"),
        (Answer(b"x", 206, headers={"Content-Range": "bytes 0-0/9000000000000"}), "too_large", "MAX_ARCHIVE_BYTES"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_what_cannot_be_had_is_one_failure(
    answer: Answer | Callable[[Asked], Answer], outcome: str, said: str, here: Site
) -> None:
    here.answers["/a.warc.gz"] = answer
    fetched = Desk(here).run()
    (failed,) = failures(fetched)
    assert (failed.uri, failed.outcome) == (f"{here.url}/a.warc.gz", outcome)
    assert said in failed.reason
    assert documents(fetched) == []


def test_a_private_address_is_not_asked(here: Site) -> None:
    (failed,) = failures(Desk(here, allow_private_hosts=()).run())
    assert failed.outcome is FetchOutcome.BLOCKED
    assert here.asked == []


def test_robots_txt_counts(here: Site) -> None:
    here.answers["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /a", type="text/plain")
    (failed,) = failures(Desk(here).run())
    assert failed.outcome is FetchOutcome.BLOCKED
    assert here.paths() == []


def test_who_asks_to_wait_is_left_alone(here: Site) -> None:
    here.answers["/a.warc.gz"] = [Answer(b"", 503, headers={"Retry-After": "3600"}), Depot(LARGE)]
    desk = Desk(here)
    assert failures(desk.run())[0].outcome is FetchOutcome.FAILED
    desk.run(soon=True)
    assert len(here.paths()) == 1
    desk.now += timedelta(hours=2)
    assert len(documents(desk.run())) == 150


def test_a_list_of_archives_names_them_from_the_root(here: Site) -> None:
    listed = b"crawl/b.warc.gz\n/crawl/c.warc.gz\n"
    answer = Answer(gzip.compress(listed), type="application/gzip", headers={"ETag": '"1"'})
    here.answers = {
        "/2025/03/warc.paths.gz": answer,
        "/crawl/b.warc.gz": Depot(warc(*pages(2))),
        "/crawl/c.warc.gz": Depot(warc(Page("https://marport.example/c"))),
    }
    desk = Desk(here, "/2025/03/warc.paths.gz")
    assert [each.uri[-1] for each in documents(desk.run())] == ["0", "1", "c"]
    here.answers["/crawl/d.warc.gz"] = Depot(warc(Page("https://marport.example/d")))
    here.answers["/2025/03/warc.paths.gz"] = Answer(listed + b"crawl/d.warc.gz\n", headers={"ETag": '"2"'})
    desk.now += timedelta(days=1)
    asked = len(here.paths())
    assert [each.uri[-1] for each in documents(desk.run())] == ["d"]
    assert here.paths()[asked:] == ["/2025/03/warc.paths.gz", *(f"/crawl/{n}.warc.gz" for n in "bcd")]


def test_what_is_no_list_says_so(here: Site) -> None:
    here.answers["/warc.paths"] = Answer(b"<html><p>Please log in</p></html>")
    (failed,) = failures(Desk(here, "/warc.paths").run())
    assert failed.outcome is FetchOutcome.WRONG_TYPE
    assert "is no list of archives" in failed.reason


def test_one_archive_that_fails_leaves_the_others(here: Site) -> None:
    here.answers["/b.warc.gz"] = Depot(warc(*pages(2)))
    fetched = Desk(here, "/a.warc.gz", "/b.warc.gz").run()
    assert len(failures(fetched)) == 1
    assert len(documents(fetched)) == 2


def test_credentials_go_to_the_server_that_is_named_and_not_where_it_leads(
    here: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRAWL_KEY", "hush")
    with site() as other:
        other.answers["/a.warc.gz"] = Depot(LARGE)
        here.answers["/a.warc.gz"] = Answer(b"", 302, headers={"Location": f"{other.url}/a.warc.gz"})
        fetched = Desk(here, auth=Auth(header="X-Key", value_env="CRAWL_KEY")).run()
        assert len(documents(fetched)) == 150
        assert {each.headers.get("x-key") for each in here.asked if each.path != "/robots.txt"} == {"hush"}
        assert not any("x-key" in each.headers for each in other.asked)


def test_what_says_that_it_is_a_raw_stores_is_not_believed_of_a_server(here: Site) -> None:
    """Else whoever keeps an archive could speak for any source."""
    here.answers["/a.warc.gz"] = Depot(warc(Page(warc=(("Newsledger-Source", "harbour-gazette"),))))
    (found,) = documents(Desk(here).run())
    assert found.source == "crawl"


def test_only_what_is_wanted_is_asked_of_them(here: Site) -> None:
    given = [Page("https://marport.example/1"), Page("https://dover.example/1")]
    here.answers["/a.warc.gz"] = Depot(warc(*given))
    fetched = Desk(here, source="host", hosts=("dover.example",)).run()
    assert [(each.source, each.collection) for each in documents(fetched)] == [("dover.example", "crawl")]


def test_nothing_that_was_fetched_is_held(here: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an archive, a window is held, however large it is."""
    monkeypatch.setattr(remote, "KEPT", 200_000)
    most = 0
    bring = remote.RemoteFile._bring

    def watched(self: remote.RemoteFile) -> None:
        nonlocal most
        bring(self)
        most = max(most, len(self._held))

    monkeypatch.setattr(remote.RemoteFile, "_bring", watched)
    here.answers["/a.warc.gz"] = Depot(archive(300))
    fetched = Desk(here).run()
    assert len(documents(fetched)) == 300
    assert 200_000 < most <= 2 * 200_000 + 2 * remote.PIECE
    assert isinstance(fetched[1], RawDocument)
