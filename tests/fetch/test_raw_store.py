"""The raw store: what goes in comes out, other tools can read it, and damage is noticed."""

import gzip
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from warcio.archiveiterator import ArchiveIterator

from schemas.errors import StoreError
from schemas.records import Exchange, RawDocument, RawLocation
from tasks.fetch import raw_store
from tasks.fetch.raw_store import WRITABLE, RawWriter, iterate_raw, read_raw, read_terms
from tests.fetch.reading import NOW


def raw_document(content: bytes, uri: str = "file:///news/a.txt", source: str = "news") -> RawDocument:
    return RawDocument(source, uri, "text/plain", content, sha256(content).hexdigest(), NOW)


def stored(folder: Path, *raws: RawDocument, name: str = "run-1") -> list[RawLocation]:
    with RawWriter(folder, name) as writer:
        return [writer.append(raw) for raw in raws]


@contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    """What a full disk is like: files stop growing, in the middle of a write."""
    was = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, was)


RAW_DOCUMENTS = st.builds(
    lambda content, **rest: RawDocument(content=content, sha256=sha256(content).hexdigest(), **rest),
    content=st.binary(max_size=5_000),
    source=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=50),
    uri=st.from_regex(r"(https?|file)://[!-~]{1,100}", fullmatch=True),
    media_type=st.sampled_from(["text/plain", "text/html", "application/json"]),
    fetched_at=st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    charset=st.none() | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20),
)


@settings(max_examples=50, deadline=None)
@given(st.lists(RAW_DOCUMENTS, min_size=1, max_size=5, unique_by=lambda raw: raw.sha256))
def test_what_goes_in_comes_out(raws: list[RawDocument]) -> None:
    with TemporaryDirectory() as folder:
        locations = stored(Path(folder), *raws)
        assert [read_raw(Path(folder), location) for location in locations] == raws
        assert list(iterate_raw(Path(folder))) == list(zip(locations, raws, strict=True))


def test_other_tools_read_it(tmp_path: Path) -> None:
    raws = [replace(raw_document(b"one" * 100, source="Süd & West"), charset="windows-1252"), raw_document(b"")]
    location = stored(tmp_path, *raws)[0]
    with (tmp_path / location.file).open("rb") as file:
        iterator = ArchiveIterator(file, check_digests="raise")
        records = [
            (r.rec_type, r.rec_headers, r.content_stream().read(), iterator.get_record_offset()) for r in iterator
        ]
    assert [kind for kind, *_ in records] == ["warcinfo", "resource", "resource"]
    _, headers, content, offset = records[1]
    assert (content, offset) == (raws[0].content, location.offset)
    assert headers.get_header("WARC-Target-URI") == "file:///news/a.txt"
    assert headers.get_header("WARC-Date") == "2026-03-01T12:30:15.250000Z"
    assert headers.get_header("Content-Type") == "text/plain; charset=windows-1252"
    assert headers.get_header("WARC-Payload-Digest") == f"sha256:{raws[0].sha256}"
    assert headers.get_header("Newsledger-Source") == "S%C3%BCd%20%26%20West"


ANSWER = Exchange(
    "https://a.example/b?c=1",
    200,
    (("content-type", "text/html"), ("etag", '"é: 1"')),
    7,
    0.25,
    "tag:a,1\r\n",
    "Mon, 9\r\n",
)


def test_an_answer_is_kept_with_what_is_known_of_it(tmp_path: Path) -> None:
    raw = replace(raw_document(b"\r\n\r\none", uri="https://a.example/a"), exchange=ANSWER, charset="utf-8")
    location = stored(tmp_path, raw, raw_document(b"two"))[0]
    assert read_raw(tmp_path, location) == raw
    assert next(each for _, each in iterate_raw(tmp_path)) == raw


def test_other_tools_read_answers_as_responses(tmp_path: Path) -> None:
    hostile = Exchange("https://a.example/b", 200, (("etag", "1\r\nWARC-Type: x\r\n\r\n<p>"),))
    raw = replace(raw_document(b"one" * 100, uri="https://a.example/a"), exchange=hostile)
    location = stored(tmp_path, raw)[0]
    with (tmp_path / location.file).open("rb") as file:
        (record,) = [(r, r.content_stream().read()) for r in ArchiveIterator(file, check_digests="raise")][1:]
    assert (record[0].rec_type, record[1]) == ("response", raw.content)
    assert record[0].rec_headers.get_header("WARC-Target-URI") == "https://a.example/b"
    assert record[0].http_headers.get_statuscode() == "200"
    assert record[0].http_headers.get_header("etag") == "1 WARC-Type: x <p>"


def test_names_cannot_break_a_header(tmp_path: Path) -> None:
    raw = raw_document(b"x", uri="https://example.org/é\r\nWARC-Type: response", source="a\r\n\r\nb")
    back = read_raw(tmp_path, stored(tmp_path, raw)[0])
    assert back == raw
    with (tmp_path / "run-1.warc.gz").open("rb") as file:
        *_, record = ArchiveIterator(file)
        assert (
            record.rec_headers.get_header("WARC-Target-URI") == "https://example.org/%C3%A9%0D%0AWARC-Type:%20response"
        )


def test_the_same_bytes_land_once(tmp_path: Path) -> None:
    one, two = raw_document(b"one"), raw_document(b"two")
    copy = replace(one, uri="file:///news/copy.txt", media_type="text/html")
    locations = stored(tmp_path, one, two, copy, copy, two)
    assert locations == [*locations[:2], locations[0], locations[0], locations[1]]
    assert list(iterate_raw(tmp_path)) == list(zip(locations[:3], [one, two, copy], strict=True))
    with (tmp_path / "run-1.warc.gz").open("rb") as file:
        records = [(record.rec_type, record.content_stream().read()) for record in ArchiveIterator(file)]
    assert records[1:] == [("resource", b"one"), ("resource", b"two"), ("revisit", b"")]


def test_what_came_before_is_noted_where_it_comes_again(tmp_path: Path) -> None:
    one, two = raw_document(b"one"), raw_document(b"two")
    locations = stored(tmp_path, one, two, name="run-1")
    later = replace(one, fetched_at=NOW + timedelta(days=1))
    with RawWriter(tmp_path, "run-2") as writer:
        writer.note(later, locations[0])
        writer.note(later, locations[0])
    assert list(iterate_raw(tmp_path))[2:] == [(locations[0], later)]


def test_a_file_says_on_what_terms_its_documents_were_fetched(tmp_path: Path) -> None:
    with RawWriter(tmp_path, "run", {"newsledger-since": "2026-01-01"}) as writer:
        writer.append(raw_document(b"one"))
    assert read_terms(tmp_path, "run.warc.gz")["newsledger-since"] == "2026-01-01"
    (tmp_path / "cut.warc.gz").write_bytes((tmp_path / "run.warc.gz").read_bytes()[:40])
    assert read_terms(tmp_path, "cut.warc.gz") == {}


def test_what_is_remembered_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw_store, "REMEMBERED", 2)
    raws = [raw_document(bytes([n])) for n in (1, 2, 3, 3, 1)]
    assert len(set(stored(tmp_path, *raws))) == 4


def test_a_writer_without_documents_leaves_no_file(tmp_path: Path) -> None:
    stored(tmp_path / "raw")
    assert not (tmp_path / "raw").exists()
    assert list(iterate_raw(tmp_path / "raw")) == []


def test_writers_keep_out_of_each_others_files(tmp_path: Path) -> None:
    stored(tmp_path, raw_document(b"one"), name="b")
    stored(tmp_path, raw_document(b"two"), name="a")
    assert [(location.file, raw.content) for location, raw in iterate_raw(tmp_path)] == [
        ("a.warc.gz", b"two"),
        ("b.warc.gz", b"one"),
    ]
    with pytest.raises(StoreError, match="cannot be written: File exists"):
        stored(tmp_path, raw_document(b"three"), name="a")


@pytest.mark.parametrize("name", ["", "../up", "a/b", ".hidden", "a\n", "x" * 200])
def test_a_name_stays_in_its_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError, match="cannot name a raw file"):
        RawWriter(tmp_path, name)


ENDLESS = """
import sys
from pathlib import Path
from tasks.fetch.raw_store import RawWriter
from tests.fetch.test_raw_store import raw_document

with RawWriter(Path(sys.argv[1]), "killed") as writer:
    for n in range(10**9):
        location = writer.append(raw_document(b"%d " % n * 3000))
        print(location.offset, flush=True)
"""


def test_a_killed_writer_leaves_whole_records(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", ENDLESS, str(tmp_path)], stdout=subprocess.PIPE)
    assert process.stdout
    offsets = [int(process.stdout.readline()) for _ in range(20)]
    process.kill()
    process.wait()
    process.stdout.close()
    found = list(iterate_raw(tmp_path))
    assert [location.offset for location, _ in found][:20] == offsets
    assert [raw.content for _, raw in found] == [b"%d " % n * 3000 for n in range(len(found))]


def test_a_record_cut_anywhere_hides_only_itself(tmp_path: Path) -> None:
    raws = [raw_document(os.urandom(300)) for _ in range(3)]
    last = stored(tmp_path, *raws)[2]
    path = tmp_path / last.file
    whole = path.read_bytes()
    for cut in range(last.offset, len(whole)):
        path.write_bytes(whole[:cut])
        found = [raw for _, raw in iterate_raw(tmp_path)]
        assert found == raws[:2]


def test_damage_is_noticed(tmp_path: Path) -> None:
    location = stored(tmp_path, raw_document(b"some news " * 20), raw_document(b"more"))[0]
    path = tmp_path / location.file
    whole = path.read_bytes()
    for place in range(location.offset + 10, location.offset + 200, 17):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        with pytest.raises(StoreError):
            read_raw(tmp_path, location)
        with pytest.raises(StoreError):
            list(iterate_raw(tmp_path))


def test_other_bytes_under_the_same_digest_are_noticed(tmp_path: Path) -> None:
    location = stored(tmp_path, raw_document(b"the minister said yes"))[0]
    path = tmp_path / location.file
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()[location.offset :]).replace(b"yes", b"no!")))
    with pytest.raises(StoreError, match=r"run-1\.warc\.gz at byte 0 is damaged"):
        read_raw(tmp_path, replace(location, offset=0))


def test_a_place_that_holds_nothing_is_an_error(tmp_path: Path) -> None:
    location = stored(tmp_path, raw_document(b"one"))[0]
    for wrong in (replace(location, file="gone.warc.gz"), replace(location, offset=10**6), replace(location, offset=7)):
        with pytest.raises(StoreError):
            read_raw(tmp_path, wrong)


def test_a_full_disk_is_one_sentence_and_hides_nothing(tmp_path: Path) -> None:
    before, after = raw_document(b"before"), raw_document(b"after")
    with RawWriter(tmp_path, "run") as writer:
        writer.append(before)
        with file_size_limit((tmp_path / "run.warc.gz").stat().st_size + 2_000), pytest.raises(StoreError) as error:
            writer.append(raw_document(os.urandom(5_000)))
        writer.append(after)
    assert str(error.value) == f"raw store {tmp_path} cannot be written: the disk is full; {WRITABLE}"
    assert [raw for _, raw in iterate_raw(tmp_path)] == [before, after]


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "raw").write_text("a file stands where the folder should", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be written: File exists"):
        stored(tmp_path / "raw", raw_document(b"one"))


def test_times_keep_their_moment(tmp_path: Path) -> None:
    raw = replace(raw_document(b"x"), fetched_at=NOW + timedelta(microseconds=1))
    assert read_raw(tmp_path, stored(tmp_path, raw)[0]).fetched_at == raw.fetched_at


def test_what_a_server_answered_comes_back_with_a_note_too(tmp_path: Path) -> None:
    answer = Exchange("https://a.example/final", 200, (("etag", "w1"),), 17, 0.25, "guid 1")
    raw = replace(raw_document(b"<p>one\r\n\r\ntwo", "https://a.example/é"), exchange=answer, collection="crawl")
    first, second = stored(tmp_path, raw, replace(raw, uri="https://a.example/2", exchange=replace(answer, status=203)))
    assert first == second
    assert [found for _, found in iterate_raw(tmp_path)] == [
        raw,
        replace(raw, uri="https://a.example/2", exchange=replace(answer, status=203)),
    ]
