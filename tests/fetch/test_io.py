"""Reading documents from files and standard input."""

import gzip
import io
import json
import os
import sys
import tracemalloc
from hashlib import sha256
from pathlib import Path

import pytest

from schemas.errors import InputError
from schemas.records import FetchOutcome, RawDocument
from tasks.fetch.bounded import MAX_INFLATION
from tasks.fetch.io import read_documents
from tasks.fetch.reader import AT_FIRST
from tasks.fetch.reasons import CUT_OFF
from tests.fetch.reading import NOW, documents, failures, read, write

LED_OUT = "is a link that leads out of its folder; to have it followed, name it to newsledger ingest"


def test_a_folder_is_read_whole_and_in_order(tmp_path: Path) -> None:
    desk = tmp_path / "desk"
    write(desk / "b.txt", "second")
    write(desk / "a" / "deep" / "x.html", "<p>first")
    write(desk / "c.HTM", "<p>third")
    write(desk / "d.txt.gz", gzip.compress(b"fourth"))
    write(desk / "e.jsonl", '{"id": 1, "text": "fifth"}\n\n  \n{"id": 2, "text": "sixth"}\r\n')
    write(desk / "notes.md", "not ours")
    write(desk / ".hidden.txt", "not ours")
    write(desk / ".git" / "x.txt", "not ours")

    found = documents(read(desk))

    uri = desk.as_uri()
    assert [(raw.uri.removeprefix(uri), raw.media_type, raw.content) for raw in found] == [
        ("/a/deep/x.html", "text/html", b"<p>first"),
        ("/b.txt", "text/plain", b"second"),
        ("/c.HTM", "text/html", b"<p>third"),
        ("/d.txt.gz", "text/plain", b"fourth"),
        ("/e.jsonl#line=1", "application/json", b'{"id": 1, "text": "fifth"}'),
        ("/e.jsonl#line=4", "application/json", b'{"id": 2, "text": "sixth"}'),
    ]
    assert {raw.source for raw in found} == {"desk"}
    assert {raw.fetched_at for raw in found} == {NOW}
    assert all(raw.sha256 == sha256(raw.content).hexdigest() for raw in found)


def test_sources_are_named_after_folders_unless_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path / "kent" / "a.txt", "one")
    assert [raw.source for raw in read(file, tmp_path / "kent", tmp_path / "*" / "*.txt")] == ["kent"] * 3
    assert read(file, source="wire")[0].source == "wire"
    monkeypatch.chdir(tmp_path / "kent")
    assert [(raw.source, raw.uri) for raw in read(".", "a.txt", "../kent/a.txt")] == [("kent", file.as_uri())] * 3


def test_patterns_go_deep_and_only_give_files_that_are_read(tmp_path: Path) -> None:
    for name in ("x/2.txt", "x/y/1.html", "x/y/1.pdf", "x/.z/1.txt", "3.txt"):
        write(tmp_path / name, name)
    assert [raw.content for raw in documents(read(tmp_path / "**" / "*"))] == [b"3.txt", b"x/2.txt", b"x/y/1.html"]


def test_a_pattern_stays_in_its_folder_and_never_walks_in_circles(tmp_path: Path) -> None:
    write(tmp_path / "secret" / "x.txt", "not ours")
    desk = tmp_path / "desk"
    write(desk / "a" / "in.txt", "ours")
    (desk / "out.txt").symlink_to(tmp_path / "secret" / "x.txt")
    (desk / "away").symlink_to(tmp_path / "secret")
    for name in ("x", "y", "z"):
        (desk / name).symlink_to(desk)
    for pattern, wanted in (("**/*.txt", [b"ours"]), ("*.txt", []), ("*/x.tx?", [])):
        found = read(desk / pattern)
        assert [raw.content for raw in documents(found)] == wanted
        assert {failure.outcome for failure in failures(found)} == {FetchOutcome.BLOCKED}
    assert [raw.content for raw in documents(read(desk / "*" / "in.txt"))] == [b"ours"]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tmp_path: Path) -> None:
    file = write(tmp_path / "talks [update].txt", "new")
    assert [raw.uri for raw in read(file)] == [file.as_uri()]


ENDINGS = ".txt, .html, .htm, .jsonl, .ndjson, .csv, .tsv, .rss, .atom, .xml, .warc"
KINDS = f"{ENDINGS}, .json if it is a JSON Feed, each also with .gz"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("missing.txt", "no such file or folder; see how it is written"),
        ("missing", "no such file or folder; see how it is written"),
        ("*.html", f"matches no file; files are {KINDS}"),
        ("a.pdf", f"cannot be read by its name; files are {KINDS}"),
        ("/dev/null", "is a device or a pipe, not a file; newsledger ingest - < /dev/null reads it"),
    ],
)
def test_inputs_are_checked_before_the_first_is_read(tmp_path: Path, given: str, message: str) -> None:
    good, bad = write(tmp_path / "a.txt", "fine"), str(tmp_path / given)
    write(tmp_path / "a.pdf", "%PDF-")
    with pytest.raises(InputError) as error:
        read_documents([str(good), bad], source=None, max_bytes=10, now=lambda: NOW)
    assert str(error.value) == f"{bad}: {message}"


def test_an_empty_file_is_a_document(tmp_path: Path) -> None:
    assert [raw.content for raw in documents(read(write(tmp_path / "empty.txt", "")))] == [b""]


def test_what_is_too_large_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "x" * 1_001)
    write(tmp_path / "b.txt", "x" * 1_000)
    write(tmp_path / "c.jsonl", b"x" * 1_000 + b"\r\n" + b"y" * 40_000 + b"\n" + b"z" * 1_001 + b"\nlast")
    write(tmp_path / "d.txt.gz", gzip.compress(b"x" * 50_000))

    found = read(tmp_path)

    uri = tmp_path.as_uri()
    assert [raw.uri.removeprefix(uri) for raw in documents(found)] == ["/b.txt", "/c.jsonl#line=1", "/c.jsonl#line=4"]
    assert [(one.uri.removeprefix(uri), one.outcome, one.reason) for one in failures(found)] == [
        (name, FetchOutcome.TOO_LARGE, "is larger than 1,000 bytes; to read it, raise NEWSLEDGER_MAX_DOCUMENT_BYTES")
        for name in ("/a.txt", "/c.jsonl#line=2", "/c.jsonl#line=3", "/d.txt.gz")
    ]


@pytest.mark.parametrize("size", [AT_FIRST - 1, AT_FIRST, AT_FIRST + 1, 3 * AT_FIRST])
def test_a_file_as_large_as_the_limit_is_read_whole(tmp_path: Path, size: int) -> None:
    for name, content in (("a.txt", b"x" * size), ("b.txt.gz", gzip.compress(b"x" * size))):
        file = write(tmp_path / name, content)
        assert [raw.content for raw in documents(read(file, max_bytes=size))] == [b"x" * size]
        assert [one.outcome for one in failures(read(file, max_bytes=size - 1))] == [FetchOutcome.TOO_LARGE]


def test_a_line_without_end_ends_its_file_only(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", b"{}\n" + b"x" * 3_000_000 + b"\n{}\n")
    write(tmp_path / "b.txt", "neighbour")
    found = read(tmp_path)
    assert [raw.content for raw in documents(found)] == [b"{}", b"neighbour"]
    assert [(one.uri[-7:], one.outcome) for one in failures(found)] == [
        ("#line=2", FetchOutcome.TOO_LARGE),
        ("#line=3", FetchOutcome.TOO_LARGE),
    ]


@pytest.mark.parametrize("filling", [b"0", b" " * 5_000 + b"\n", b"0" * 5_000 + b"\n"])
def test_a_bomb_is_cut_off(tmp_path: Path, filling: bytes) -> None:
    size = 60_000_000
    bomb = gzip.compress(filling * (size // len(filling)), 9)
    assert size > 2 * MAX_INFLATION * len(bomb)
    file = write(tmp_path / "bomb.jsonl.gz", bomb)
    last = None
    read_bytes = 0
    for last in read_documents([str(file)], source=None, max_bytes=10_000_000, now=lambda: NOW):
        read_bytes += len(last.content) if isinstance(last, RawDocument) else 0
    assert last is not None
    assert failures([last])[0].outcome is FetchOutcome.TOO_LARGE
    assert f"more than {MAX_INFLATION} times its size" in failures([last])[0].reason
    assert read_bytes < size / 2


def test_a_giant_line_takes_no_more_memory_than_the_limit(tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl", b"x" * 30_000_000 + b"\n{}\n")
    tracemalloc.start()
    found = read(file, max_bytes=1_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [type(one).__name__ for one in found] == ["FetchFailure", "RawDocument"]
    assert peak < 6_000_000


def test_broken_files_are_reported_and_their_neighbours_read(tmp_path: Path) -> None:
    lines = gzip.compress(b"".join(b'{"id": %d}\n' % (n * 7919) for n in range(20_000)))
    write(tmp_path / "a.txt.gz", b"this is no gzip")
    write(tmp_path / "b.txt.gz", gzip.compress(b"cut off " * 50)[:-12])
    write(tmp_path / "c.jsonl.gz", lines[: len(lines) // 2])
    (tmp_path / "d.txt").symlink_to(tmp_path / "gone.txt")
    (tmp_path / "e.txt").symlink_to(tmp_path / "e.txt")
    (tmp_path / "folder").symlink_to(tmp_path / "folder")
    (tmp_path / "manual.pdf").symlink_to(tmp_path / "gone.pdf")
    write(tmp_path / "f.txt", "neighbour")

    found = read(tmp_path)

    assert documents(found)[-1].content == b"neighbour"
    assert len(documents(found)) > 5_000
    uri = tmp_path.as_uri()
    reasons = {one.uri.removeprefix(uri).partition("#")[0]: one.reason for one in failures(found)}
    assert {one.outcome for one in failures(found)} == {FetchOutcome.FAILED}
    assert reasons == {
        "/a.txt.gz": "cannot be read: not a gzipped file (b'th'); if it was never compressed, take .gz off its name",
        "/b.txt.gz": f"cannot be read: compressed file ended before the end-of-stream marker was reached; {CUT_OFF}",
        "/c.jsonl.gz": f"cannot be read: compressed file ended before the end-of-stream marker was reached; {CUT_OFF}",
        "/d.txt": "cannot be read: no such file or directory; it has gone since, or is a link to what has",
        "/e.txt": "cannot be read: too many levels of symbolic links; it is a circle of links: break it",
        "/folder": "cannot be read: too many levels of symbolic links; it is a circle of links: break it",
    }


def test_links_stay_inside_their_folder(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    write(outside / "secret.txt", "secret")
    desk = tmp_path / "desk"
    write(desk / "in" / "a.txt", "inside")
    (desk / "file.txt").symlink_to(outside / "secret.txt")
    (desk / "folder").symlink_to(outside)
    (desk / "notes.md").symlink_to(outside / "secret.txt")
    (desk / "round").symlink_to(desk)
    (desk / "again.txt").symlink_to(desk / "in" / "a.txt")

    found = read(desk)

    assert [raw.content for raw in documents(found)] == [b"inside", b"inside"]
    assert [(one.uri, one.outcome, one.reason) for one in failures(found)] == [
        ((desk / name).as_uri(), FetchOutcome.BLOCKED, LED_OUT) for name in ("file.txt", "folder")
    ]


def test_a_link_that_was_named_is_followed(tmp_path: Path) -> None:
    write(tmp_path / "real" / "a.txt", "one")
    (tmp_path / "desk").symlink_to(tmp_path / "real")
    assert [(raw.source, raw.content) for raw in documents(read(tmp_path / "desk"))] == [("desk", b"one")]


def test_names_that_are_not_text_are_read(tmp_path: Path) -> None:
    name = bytes(tmp_path) + b"/caf\xe9\n.txt"
    with open(name, "wb") as file:  # noqa: PTH123 - a Path cannot hold such a name readably
        file.write(b"one")
    assert [raw.uri.rpartition("/")[2] for raw in read(tmp_path)] == ["caf%E9%0A.txt"]


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    write(tmp_path / "b.txt", "one")
    assert [raw.content for raw in documents(read(tmp_path))] == [b"one"]


def test_a_folder_too_deep_for_a_path_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(20):
        Path("d" * 250).mkdir()
        Path("a.txt").write_text("deep", encoding="utf-8")
        os.chdir("d" * 250)
    found = read(tmp_path)
    assert 10 < len(documents(found)) < 20
    assert [one.reason for one in failures(found)] == ["cannot be opened: file name too long"] * len(failures(found))
    assert failures(found)


def test_what_may_not_be_read_is_reported(tmp_path: Path) -> None:
    write(tmp_path / "a" / "a.txt", "one").parent.chmod(0)
    locked = write(tmp_path / "b.txt", "two")
    locked.chmod(0)
    if os.access(locked, os.R_OK):
        pytest.skip("this user may read everything")
    write(tmp_path / "c.txt", "three")
    found = read(tmp_path)
    (tmp_path / "a").chmod(0o700)
    assert [raw.content for raw in documents(found)] == [b"three"]
    assert [one.reason for one in failures(found)] == [
        "cannot be opened: permission denied; let the user who runs newsledger read it",
        "cannot be read: permission denied; let the user who runs newsledger read it",
    ]


@pytest.mark.parametrize(
    ("given", "kinds"),
    [
        (b'{"id": 1, "text": "a"}\n{"id": 2}\n', ["application/json"] * 2),
        (b'\xef\xbb\xbf { "id": 1}', ["application/json"]),
        (b"\n<!doctype html><p>x", ["text/html"]),
        (b"<p>x</p>", ["text/html"]),
        (
            b'<?xml version="1.0"?>\n<rss version="2.0"><channel><item><title>x</title></item></channel></rss>',
            ["application/feed+json"],
        ),
        (b"{curly} first", ["text/plain"]),
        (b"< 5% of lorries", ["text/plain"]),
        (b"Plain news", ["text/plain"]),
        (b"", ["text/plain"]),
    ],
)
def test_standard_input_is_known_by_its_first_bytes(
    given: bytes, kinds: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    found = documents(read("-"))
    assert [raw.media_type for raw in found] == kinds
    assert {raw.source for raw in found} == {"stdin"}
    assert all(raw.content in given or raw.media_type == "application/feed+json" for raw in found)


def test_standard_input_without_a_name_is_known_by_its_content(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"news")))
    assert documents(read("-"))[0].uri == f"stdin:{sha256(b'news').hexdigest()}"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps({"id": 1}).encode())))
    assert documents(read("-", source="wire"))[0].uri == "stdin:#line=1"


def test_standard_input_has_the_same_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x" * 1_001)))
    assert [one.outcome for one in failures(read("-"))] == [FetchOutcome.TOO_LARGE]
    assert sys.stdin.buffer.read() == b""  # it is still open
