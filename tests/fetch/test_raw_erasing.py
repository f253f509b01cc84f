"""What is erased from the raw store is nowhere in it, and all else stands where it stood."""

from __future__ import annotations

import gzip
import os
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from warcio.archiveiterator import ArchiveIterator

from schemas.errors import StoreError
from schemas.records import RawDocument
from tasks.fetch.raw_erasing import Doomed, erase
from tasks.fetch.raw_records import filler, members
from tasks.fetch.raw_store import RawWriter, iterate_raw, read_raw
from tests.fetch.reading import NOW
from tests.fetch.test_raw_store import raw_document, stored


def of(*raws: RawDocument) -> Doomed:
    return Doomed(frozenset(raw.sha256 for raw in raws))


def everything(folder: Path) -> bytes:
    """All that can be read in the store, packed or not."""
    found = b""
    for path in folder.iterdir():
        with path.open("rb") as file:
            found += path.read_bytes() + b"".join(member.content for member in members(file))
    return found


@pytest.mark.parametrize("size", [*range(200, 700), 65_000, 65_535, *range(65_700, 65_800), 300_000])
def test_a_filler_has_just_its_size(size: int) -> None:
    made = filler(size, NOW)
    assert len(made) == size
    assert gzip.decompress(made).startswith(b"WARC/1.1\r\nWARC-Type: metadata\r\n")


@settings(max_examples=40, deadline=None)
@given(contents=st.lists(st.binary(max_size=80_000), min_size=1, max_size=6, unique=True), data=st.data())
def test_others_stand_where_they_stood(
    tmp_path_factory: pytest.TempPathFactory, contents: list[bytes], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("raw")
    raws = [raw_document(content, uri=f"file:///{number}.txt") for number, content in enumerate(contents)]
    before = list(zip(stored(folder, *raws), raws, strict=True))
    gone = data.draw(st.sets(st.sampled_from(range(len(raws)))))
    assert erase(folder, of(*(raws[number] for number in gone)), NOW) == len(gone)
    left = [each for number, each in enumerate(before) if number not in gone]
    assert list(iterate_raw(folder)) == left
    assert [read_raw(folder, location) for location, _ in left] == [raw for _, raw in left]
    for path in folder.iterdir():
        with path.open("rb") as file:
            list(ArchiveIterator(file, check_digests="raise"))


def test_nothing_of_it_is_left_neither_bytes_nor_place(tmp_path: Path) -> None:
    secret = raw_document(b"Ferry Marigold sank", uri="file:///marigold.txt")
    stored(tmp_path, raw_document(b"one"), secret, replace(secret, uri="file:///marigold-copy.txt"), name="a")
    stored(tmp_path, replace(secret, fetched_at=NOW + timedelta(days=1)), name="b")
    assert b"arigold" in everything(tmp_path)
    assert erase(tmp_path, of(secret), NOW) == 3
    assert b"arigold" not in everything(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["a.warc.gz"]  # of b nothing is left
    assert erase(tmp_path, of(secret), NOW) == 0


def test_what_came_from_its_place_goes_unless_the_bytes_are_kept(tmp_path: Path) -> None:
    one, two, kept = (raw_document(text) for text in (b"one", b"two", b"kept"))
    elsewhere = replace(kept, source="courier")
    stored(tmp_path, one, two, kept, elsewhere)
    doomed = Doomed(of(one).bytes, frozenset({(one.source, one.uri)}), frozenset({kept.sha256}))
    assert erase(tmp_path, doomed, NOW) == 2
    assert [raw for _, raw in iterate_raw(tmp_path)] == [kept, elsewhere]


def test_a_note_of_bytes_that_were_erased_is_passed_over(tmp_path: Path) -> None:
    raw = raw_document(b"one")
    location = stored(tmp_path, raw, raw_document(b"two"), name="a")[0]
    with RawWriter(tmp_path, "b") as writer:
        writer.note(replace(raw, source="courier"), location)
    erase(tmp_path, of(raw), NOW)
    assert [found.content for _, found in iterate_raw(tmp_path)] == [b"two"]
    with pytest.raises(StoreError, match=r"what stood in a\.warc\.gz at byte \d+ was erased"):
        read_raw(tmp_path, location)
    erase(tmp_path, of(raw_document(b"two")), NOW)
    assert list(iterate_raw(tmp_path)) == []


def test_what_a_killed_writer_left_unfinished_goes(tmp_path: Path) -> None:
    location = stored(tmp_path, raw_document(b"one"), raw_document(b"Marigold " * 50))[1]
    path = tmp_path / location.file
    path.write_bytes(path.read_bytes()[:-10])
    assert erase(tmp_path, of(), NOW) == 0
    assert path.stat().st_size == location.offset
    assert [raw.content for _, raw in iterate_raw(tmp_path)] == [b"one"]


def test_a_file_that_is_being_written_is_left_alone(tmp_path: Path) -> None:
    raw = raw_document(b"one")
    with RawWriter(tmp_path, "run") as writer:
        writer.append(raw)
        before = (tmp_path / "run.warc.gz").read_bytes()
        assert erase(tmp_path, of(raw_document(b"two")), NOW) == 0
        with pytest.raises(StoreError, match=r"a run is writing run\.warc\.gz: say it again"):
            erase(tmp_path, of(raw), NOW)
        assert (tmp_path / "run.warc.gz").read_bytes() == before
        writer.append(raw_document(b"two"))
    assert erase(tmp_path, of(raw), NOW) == 1
    assert [raw.content for _, raw in iterate_raw(tmp_path)] == [b"two"]


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raws = [raw_document(b"one"), raw_document(b"two")]
    stored(tmp_path, *raws)
    before = (tmp_path / "run-1.warc.gz").read_bytes()

    def full(_: int) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="cannot be written"):
        erase(tmp_path, of(raws[0]), NOW)
    assert (tmp_path / "run-1.warc.gz").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["run-1.warc.gz"]
