"""What is read, and in which portions."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import InputError
from schemas.records import Fetched, FetchFailure, FetchOutcome, RawDocument
from schemas.sources import Archives, Fields, Files, Pages
from tasks.fetch.batches import FIRST, Total, batches, count, documents, left_unread, to_collect
from tests.fetch.reading import write

NOW = datetime(2026, 3, 4, tzinfo=UTC)


def raw(size: int) -> RawDocument:
    return RawDocument("paper", "file:///a.txt", "text/plain", b"x" * size, "", NOW)


def content_size(fetched: Fetched) -> int:
    return len(fetched.content) if isinstance(fetched, RawDocument) else 0


@given(st.lists(st.integers(0, 30)), st.integers(1, 5), st.integers(1, 40))
def test_portions_keep_order_and_limits(sizes: list[int], most: int, max_bytes: int) -> None:
    found = [raw(size) for size in sizes]
    portions = list(batches(found, most, max_bytes))
    assert [each for portion in portions for each in portion] == found
    for portion in portions:
        assert 1 <= len(portion) <= most
        assert (
            len(portion) == 1
            or sum(len(each.content) for each in portion if isinstance(each, RawDocument)) <= max_bytes
        )


def test_portions_begin_small_and_grow() -> None:
    portions = batches((raw(1) for _ in range(1000)), 300)
    assert [len(portion) for portion in portions] == [FIRST, 2 * FIRST, 4 * FIRST, 300, 300, 50]


def test_without_inputs_the_configured_sources_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one")
    there = Files(name="there", paths=(str(tmp_path),))
    gone = Files(name="gone", paths=(str(tmp_path / "nowhere"),))
    lost, found = documents([], None, [gone, there], max_bytes=100, now=lambda: NOW)
    assert isinstance(found, RawDocument)
    assert (found.source, found.content) == ("there", b"one")
    assert isinstance(lost, FetchFailure)
    assert (lost.source, lost.outcome) == ("gone", FetchOutcome.GONE)


def test_one_source_can_be_chosen(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one")
    both = [Files(name=name, paths=(str(tmp_path),)) for name in ("one", "two")]
    assert [each.source for each in documents([], "two", both, max_bytes=100, now=lambda: NOW)] == ["two"]


def test_a_source_brings_its_field_map_to_its_files(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("ID;Artikel\n7;Text\n")
    own = Files(name="wire", paths=(str(tmp_path),), fields=Fields(text=("Artikel",)))
    for inputs, source in (([], None), ([str(tmp_path)], "wire")):
        (found,) = documents(inputs, source, [own], max_bytes=100, now=lambda: NOW)
        assert isinstance(found, RawDocument)
    (failed,) = documents([str(tmp_path)], "another", [own], max_bytes=100, now=lambda: NOW)
    assert isinstance(failed, FetchFailure)


def test_documents_are_counted_where_names_tell_how_many_there_are(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.html.gz").write_text("two")
    (tmp_path / "sub" / "c.pdf").write_text("not read")
    (tmp_path / "away").symlink_to("/")  # a document that fails
    own = [Files(name="wire", paths=(str(tmp_path), str(tmp_path / "gone")))]
    assert count([str(tmp_path), str(tmp_path / "a.txt")], None, []) == Total(number=4)
    assert count([], None, own) == Total(number=4)
    assert len(list(documents([], None, own, max_bytes=100, now=lambda: NOW))) == 4
    assert count([str(tmp_path), "-"], None, []) == Total()
    (tmp_path / "sub" / "d.csv").write_text("text\none\n")
    assert count([str(tmp_path)], None, []) == Total()


def test_archives_are_counted_in_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(b"x" * 100)
    (tmp_path / "b.warc").write_bytes(b"x" * 50)
    assert count([str(tmp_path)], None, []) == Total("byte", 150)
    assert count([], None, [Archives(name="crawl", paths=(str(tmp_path),))]) == Total("byte", 150)
    (tmp_path / "c.txt").write_text("one")
    assert count([str(tmp_path)], None, []) == Total()


def test_archives_on_servers_come_on_top_of_that_once_they_are_opened(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(b"x" * 100)
    url = "https://crawl.example/a.warc.gz"
    assert count([url], None, []) == Total("byte", 0)
    assert count([str(tmp_path), url], None, []) == Total("byte", 100)
    assert count([], None, [Archives(name="crawl", urls=(url,))]) == Total("byte", 0)
    assert count([], None, [Archives(name="crawl", paths=(str(tmp_path),), urls=(url,))]) == Total("byte", 100)
    (tmp_path / "c.txt").write_text("one")
    assert count([str(tmp_path), url], None, []) == Total()
    assert count([], None, [Archives(name="a", urls=(url,)), Pages(name="b", urls=(url,))]) == Total()


def test_an_address_that_is_no_archives_is_said_at_once() -> None:
    with pytest.raises(InputError, match="is no archive by its address"):
        documents(["https://news.example/story"], None, [], max_bytes=100, now=lambda: NOW)


def test_servers_are_asked_by_those_who_name_some() -> None:
    local, remote = Archives(name="a", paths=("crawl",)), Archives(name="b", urls=("https://crawl.example/a.warc",))
    listed = Pages(name="c", file="pages.txt")
    assert to_collect([], None, [local, remote, listed]) == [remote, listed]
    assert to_collect(["a.txt"], None, [local, remote]) == []


@pytest.mark.parametrize(("source", "said"), [(None, "no source is configured"), ("x", "no source is named 'x'")])
def test_nothing_to_read_is_said_at_once(source: str | None, said: str) -> None:
    with pytest.raises(InputError, match=said):
        documents([], source, [], max_bytes=100, now=lambda: NOW)


@pytest.mark.parametrize(
    ("source", "said"), [("cm", '; did you mean "cms"?'), ("gazette", '; the sources are "cms", "wire"')]
)
def test_a_source_that_is_not_there_is_told_the_nearest_or_all(source: str, said: str) -> None:
    known = [Files(name=name, paths=("/news",)) for name in ("cms", "wire")]
    with pytest.raises(InputError) as error:
        documents([], source, known, max_bytes=100, now=lambda: NOW)
    assert str(error.value).endswith(f"no source is named {source!r} under config/sources{said}")


def test_files_that_are_not_read_are_counted_by_their_endings(tmp_path: Path) -> None:
    """Of folders: whoever names a file, or a pattern, has said which."""
    read, hidden = ("a.txt", "b/rows.jsonl.gz"), (".git/f.md", "b/.hidden.md")
    for name in (*read, *hidden, "a.md", "b/c.PDF", "b/d.pdf", "b/e.tar.gz", "b/README", "b/1.2015", "b/odd. x"):
        write(tmp_path / name, "x")
    (tmp_path / "b" / "up").symlink_to(tmp_path)
    expected = {".md": 1, ".pdf": 2, ".gz": 1, "others": 3}
    own = [Files(name="wire", paths=(str(tmp_path), str(tmp_path / "gone")))]
    assert left_unread([], None, own) == left_unread([str(tmp_path)], None, own) == expected
    assert left_unread([str(tmp_path / "a.txt"), f"{tmp_path}/*", "-"], None, []) == {}
