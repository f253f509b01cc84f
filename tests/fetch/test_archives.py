"""Archives as documents: what is one, what is none and why, and where the next reading begins."""

from __future__ import annotations

import gzip
import os
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace

from schemas.expectations import Expect
from schemas.records import Bookmark, Fetched, FetchOutcome, RawDocument
from schemas.sources import Archives, Fields, Selectors
from tasks.fetch import archives
from tasks.fetch.io import read_documents
from tasks.fetch.raw_store import RawWriter
from tasks.fetch.shelf import Shelf
from tests.fetch.reading import NOW, documents, failures, write
from tests.fetch.test_raw_store import raw_document
from tests.fetch.warcs import Page, members, pages, warc

compress = partial(gzip.compress, mtime=0)  # two processes collect the same tests

IMAGE = Page("https://marport.example/a.png", b"\x89PNG", headers=(("Content-Type", "image/png"),))


def read(path: Path, shelf: Shelf | None = None, max_bytes: int = 10_000, source: str | None = None) -> list[Fetched]:
    shelf = shelf or Shelf()
    return list(read_documents([str(path)], source=source, max_bytes=max_bytes, now=lambda: NOW, shelf=shelf))


def bookmarks(fetched: list[Fetched]) -> list[Bookmark]:
    return [each for each in fetched if isinstance(each, Bookmark)]


def one(folder: Path, page: Page, shelf: Shelf | None = None, source: str | None = None) -> Fetched:
    """What the archive of one page gives besides bookmarks."""
    path = write(folder / "crawl" / "a.warc.gz", warc(page))
    (found,) = [each for each in read(path, shelf, source=source) if not isinstance(each, Bookmark)]
    return found


def passed(folder: Path, *given: Page, shelf: Shelf | None = None) -> dict[tuple[str, str], int]:
    fetched = read(write(folder / "crawl" / "a.warc.gz", warc(*given)), shelf)
    assert not failures(fetched)
    return dict(bookmarks(fetched)[-1].passed)


def test_a_response_is_a_document_under_its_address_and_of_its_date(tmp_path: Path) -> None:
    page = Page(headers=(("Content-Type", 'text/html; charset="windows-1252"'),))
    found = one(tmp_path, page)
    assert isinstance(found, RawDocument)
    assert found == replace(
        raw_document(page.body, page.url, "crawl"),
        media_type="text/html",
        charset="windows-1252",
        fetched_at=datetime(2025, 3, 1, 10, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (Page(status="404 Not Found"), ("gone", "HTTP status 404")),
        (Page(status="301 Moved"), ("failed", "HTTP status 301")),
        (Page(status="304 Not Modified"), ("not_modified", "HTTP status 304")),
        (Page(status="403 Forbidden"), ("blocked", "HTTP status 403")),
        (IMAGE, ("wrong_type", "no page or text, but image")),
        (Page(headers=(("Content-Type", "x/y"),)), ("wrong_type", "no page or text, but something else")),
        (Page(headers=(), body=b"\0\1"), ("wrong_type", "does not say what it is, and is no page")),
        (Page(kind="revisit"), ("not_modified", "a revisit: the page is what it was")),
        (Page(kind="conversion", headers=()), ("wrong_type", "a conversion record")),
    ],
)
def test_a_record_that_is_no_document_is_counted_with_its_reason(
    tmp_path: Path, page: Page, why: tuple[str, str]
) -> None:
    assert passed(tmp_path, Page(), page, page) == {why: 2}


def test_records_about_others_are_not_counted(tmp_path: Path) -> None:
    assert passed(tmp_path, *(Page(kind=kind, headers=()) for kind in ("warcinfo", "metadata"))) == {}


@pytest.mark.parametrize(
    ("page", "outcome", "said"),
    [
        (Page(body=b"x" * 10_001), "too_large", "is larger than 10,000 bytes"),
        (Page(body=b"x" * 100_000), "too_large", "is larger than 10,000 bytes"),
        (Page(warc=(("WARC-Truncated", "length"),)), "wrong_type", "was cut off when it was fetched"),
        (Page(url="urn:1"), "wrong_type", "has no web address"),
        (Page(date="yesterday"), "wrong_type", "does not say when it was fetched"),
        (Page(status=""), "wrong_type", "holds no HTTP response"),
        (Page(headers=(*Page().headers, ("Content-Length", "900"))), "wrong_type", "it has 27 bytes of 900"),
        (Page(headers=(*Page().headers, ("Content-Encoding", "zip"))), "wrong_type", "packed as 'zip'"),
        (Page(headers=(*Page().headers, ("X", "y" * 40_000))), "failed", "header length"),
    ],
)
def test_a_document_that_cannot_be_had_is_a_failure_at_its_place(
    tmp_path: Path, page: Page, outcome: str, said: str
) -> None:
    before, after = pages(2)
    parts = members([before, page, after])
    path = write(tmp_path / "a.warc.gz", b"".join(parts))
    fetched = read(path)
    (failed,) = failures(fetched)
    assert (failed.uri, failed.outcome) == (f"{path.as_uri()}#offset={len(parts[0])}", outcome)
    assert page.url in failed.reason
    assert said in failed.reason
    assert [each.uri for each in documents(fetched)] == [before.url, after.url]


def test_contents_are_unpacked(tmp_path: Path) -> None:
    packed = Page(body=compress(Page().body), headers=(*Page().headers, ("Content-Encoding", "gzip")))
    found = one(tmp_path, packed)
    assert isinstance(found, RawDocument)
    assert found.content == Page().body


def test_a_text_that_was_saved_without_a_response_is_a_document(tmp_path: Path) -> None:
    found = one(tmp_path, Page(kind="resource", headers=(("Content-Type", "text/plain; charset=utf-8"),)))
    assert isinstance(found, RawDocument)
    assert (found.media_type, found.charset) == ("text/plain", "utf-8")


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "is empty; get it again"), (b"hello" * 100, "is no WARC archive"), (compress(b"hello"), "is no WARC")],
)
def test_a_file_that_is_no_archive_is_one_failure(tmp_path: Path, content: bytes, said: str) -> None:
    (failed,) = failures(read(write(tmp_path / "a.warc.gz", content)))
    assert said in failed.reason
    assert failed.outcome is FetchOutcome.WRONG_TYPE


BY_HOST = Archives(name="crawl", paths=("a",), source="host")


def test_documents_can_be_named_after_their_hosts(tmp_path: Path) -> None:
    found = one(tmp_path, Page(url="https://WWW.Marport.example:8080/1"), Shelf({"crawl": BY_HOST}))
    assert isinstance(found, RawDocument)
    assert (found.source, found.collection) == ("marport.example", "crawl")


def test_only_the_hosts_that_are_named_are_wanted(tmp_path: Path) -> None:
    urls = ["https://marport.example/1", "https://www.marport.example/2", "https://a.marport.example/3"]
    others = ["https://notmarport.example/", "https://marport.example.evil.example/"]
    shelf = Shelf({"crawl": Archives(name="crawl", paths=("a",), hosts=("www.Marport.example",))})
    given = [Page(url) for url in urls + others]
    fetched = read(write(tmp_path / "crawl" / "a.warc.gz", warc(*given)), shelf)
    assert [each.uri for each in documents(fetched)] == urls
    assert sum(bookmarks(fetched)[-1].passed.values()) == 2


# -- where the next reading begins


class Known(dict[tuple[str, str], Bookmark]):
    """What a ledger remembers."""

    def shelf(self, window: str = "", source: Archives | None = None) -> Shelf:
        return Shelf({source.name: source} if source else {}, window, lambda uri, asked: self.get((uri, asked)))

    def note(self, fetched: list[Fetched]) -> None:
        self.update({(each.uri, each.asked): each for each in bookmarks(fetched)})


def test_bookmarks_say_what_was_handed_on_and_reading_goes_on_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "EVERY", 3)
    given = [*pages(8), IMAGE]
    path = write(tmp_path / "a.warc.gz", warc(*given))
    fetched = read(path)
    for place, mark in enumerate(fetched):
        if isinstance(mark, Bookmark):
            known = Known()
            known.note([mark])
            rest = read(path, known.shelf())
            handed_on = documents(fetched[:place])
            assert [*handed_on, *documents(rest)] == documents(fetched)
    assert len(bookmarks(fetched)) == 5
    assert sum(mark.step for mark in bookmarks(fetched)) == path.stat().st_size
    assert sum(sum(mark.passed.values()) for mark in bookmarks(fetched)) == 1


def test_what_was_read_to_its_end_is_read_on_only_when_it_has_grown(tmp_path: Path) -> None:
    path, known = write(tmp_path / "a.warc.gz", warc(*pages(2))), Known()
    known.note(read(path))
    (mark,) = read(path, known.shelf())[:1]
    assert isinstance(mark, Bookmark)
    assert (mark.began, mark.offset) == (mark.size, mark.size)
    assert documents(read(path, known.shelf())) == []
    write(path, path.read_bytes() + warc(Page("https://marport.example/new")))
    assert [each.uri for each in documents(read(path, known.shelf()))] == ["https://marport.example/new"]


def test_another_file_or_another_wish_is_read_from_the_beginning(tmp_path: Path) -> None:
    path, known = write(tmp_path / "crawl" / "a.warc.gz", warc(*pages(2))), Known()
    known.note(read(path))
    assert len(documents(read(path, known.shelf("2025-01-01 None")))) == 2
    assert len(documents(read(path, known.shelf(source=BY_HOST)))) == 2
    os.utime(path, (1, 1))  # as it is when a damaged one was fetched again
    assert len(documents(read(path, known.shelf()))) == 2
    write(path, warc(*pages(3)))  # a longer one with another first record
    assert len(documents(read(path, known.shelf()))) == 3


@pytest.mark.parametrize(
    "told",
    [
        {"group": "wires"}, {"late_after_hours": 2}, {"retention_days": 9}, {"expect": Expect(dated=0.5)},
        {"selectors": Selectors(body=("article",))}, {"fields": Fields(text=("Text",))},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_told_of_a_source_but_not_asked_of_its_archives_reads_none_again(told: dict[str, object]) -> None:
    crawl = Archives(name="crawl", paths=("a",))
    changed = crawl.model_copy(update=told)
    assert Shelf({"crawl": changed}).asked("crawl") == Shelf({"crawl": crawl}).asked("crawl")


@pytest.mark.parametrize(
    "wished",
    [
        {"source": "host"}, {"hosts": ("marport.example",)}, {"languages": ("fr",)}, {"since": date(2025, 1, 1)},
        {"until": date(2025, 1, 1)}, {"timezone": "Europe/London"},
    ],
    ids=str,
)  # fmt: skip
def test_another_wish_is_another_bookmark(wished: dict[str, object]) -> None:
    crawl = Archives(name="crawl", paths=("a",))
    changed = crawl.model_copy(update=wished)
    assert Shelf({"crawl": changed}).asked("crawl") != Shelf({"crawl": crawl}).asked("crawl")


def test_an_archive_that_broke_off_is_read_on_when_it_is_whole(tmp_path: Path) -> None:
    whole, known = warc(*pages(3)), Known()
    path = write(tmp_path / "a.warc.gz", whole[:-50])
    fetched = read(path)
    assert len(documents(fetched)) == 2
    assert len(failures(fetched)) == 1
    known.note(fetched)
    write(path, whole)
    assert [each.uri for each in documents(read(path, known.shelf()))] == ["https://marport.example/2"]


# -- a raw store's own files


def test_a_raw_store_is_read_back_as_it_was_and_lands_nowhere_twice(tmp_path: Path) -> None:
    store = tmp_path / "raw"
    raws = [
        raw_document(b"one", "file:///news/a.txt", "S\u00fcd & West"),
        replace(raw_document(b"id\n1\n", "file:///news/b.csv#line=2"), media_type="text/csv", charset="cp1252"),
    ]
    with RawWriter(store, "first") as writer:
        locations = [writer.append(raw) for raw in raws]
    back = documents(read(store, source="another"))
    assert [replace(each, landed=None) for each in back] == raws
    with RawWriter(store, "second") as writer:
        assert [writer.append(raw) for raw in back] == locations
    assert [path.name for path in store.iterdir()] == ["first.warc.gz"]
    with RawWriter(tmp_path / "elsewhere", "second") as writer:
        assert {writer.append(raw).file for raw in back} == {"second.warc.gz"}


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (Page(kind="resource", url="file:///etc/hostname", warc=(("Newsledger-Source", "x"),)), "is damaged"),
        (Page(warc=(("Newsledger-Source", "x"),)), "is damaged"),
    ],
)
def test_who_only_says_that_it_is_a_raw_stores_is_refused(tmp_path: Path, page: Page, said: str) -> None:
    (failed,) = failures(read(write(tmp_path / "a.warc.gz", warc(page))))
    assert said in failed.reason
