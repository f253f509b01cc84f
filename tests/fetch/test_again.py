"""Having once more what waits in quarantine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from schemas.records import Exchange, FetchOutcome, KeptBytes, Quarantined, RawDocument
from schemas.sources import Fields
from tasks.fetch.again import Again
from tasks.fetch.raw_store import RawWriter
from tests.fetch.reading import NOW, documents, failures, read, write


def waits(uri: str, kept: KeptBytes | None = None) -> Quarantined:
    return Quarantined(1, "gazette", "clean" if kept else "fetch", uri, "is odd", 1, 1, NOW, None, kept)


def landed(folder: Path, raw: RawDocument) -> KeptBytes:
    with RawWriter(folder, "run") as writer:
        return KeptBytes(writer.append(raw), len(raw.content), "text/html", NOW)


def again(folder: Path, *waiting: Quarantined) -> Iterator[RawDocument]:
    return Again(folder / "raw", 1_000, lambda: NOW).fetch(waiting)  # type: ignore[return-value]


def test_kept_bytes_come_as_they_were_fetched_from_their_place(tmp_path: Path) -> None:
    """The same bytes had landed before, from another place, under another name."""
    (first,) = documents(read(write(tmp_path / "other.txt", "<p>Bytes")))
    kept = landed(tmp_path / "raw", first)
    (had,) = again(tmp_path, waits("file:///nowhere/a.html", kept))
    assert had == replace(first, source="gazette", uri="file:///nowhere/a.html", media_type="text/html")


def test_an_answer_belongs_to_its_own_address(tmp_path: Path) -> None:
    """Two pages may be the same bytes, as two cookie walls are; where the first stood does not name the second."""
    page = RawDocument("gazette", "https://a.example/1", "text/html", b"<p>Wall", "", NOW)
    first = replace(page, sha256=hashlib.sha256(page.content).hexdigest(), exchange=Exchange(page.uri, 200, guid="1"))
    kept = landed(tmp_path / "raw", first)
    (own,) = again(tmp_path, waits(first.uri, kept))
    assert own == first
    (other,) = again(tmp_path, waits("https://a.example/2", kept))
    assert other == replace(first, uri="https://a.example/2", exchange=None)


def test_a_page_that_was_never_had_is_left_to_the_next_look(tmp_path: Path) -> None:
    once = waits("https://a.example/1")
    (failed,) = failures(list(again(tmp_path, once)))
    assert failed.reason == "is odd; newsledger ingest asks for it again when it is due, unless it is gone"
    (twice,) = failures(list(again(tmp_path, replace(once, error=failed.reason))))
    assert twice.reason == failed.reason


def test_bytes_that_the_raw_store_has_lost_are_read_from_their_place(tmp_path: Path) -> None:
    file = write(tmp_path / "a.txt", "Bytes")
    kept = landed(tmp_path / "raw", documents(read(file))[0])
    for path in (tmp_path / "raw").iterdir():
        path.unlink()
    (had,) = again(tmp_path, waits(file.as_uri(), kept))
    assert (had.source, had.content) == ("gazette", b"Bytes")


def test_what_was_never_had_is_read_from_its_place(tmp_path: Path) -> None:
    write(tmp_path / "desk" / "a.txt", "one")
    write(tmp_path / "rows.jsonl", '{"id": 1}\n{"id": 2}\n')
    lines = [waits(f"{(tmp_path / 'rows.jsonl').as_uri()}#line={n}") for n in (1, 2)]
    found = list(again(tmp_path, waits((tmp_path / "desk").as_uri()), *lines))
    assert [(raw.source, raw.content) for raw in documents(found)] == [
        ("gazette", b"one"),
        ("gazette", b'{"id": 1}'),
        ("gazette", b'{"id": 2}'),
    ]


def test_a_table_is_read_by_the_field_map_of_its_source(tmp_path: Path) -> None:
    table = write(tmp_path / "export.csv", "Nr,Copy\n7,Ferries sail again.\n")
    fields = {"gazette": Fields(id=("Nr",), text=("Copy",))}
    known = Again(tmp_path / "raw", 1_000, lambda: NOW, fields)
    assert [raw.content for raw in documents(list(known.fetch([waits(table.as_uri())])))] == [
        b"Nr,Copy\n7,Ferries sail again.\n"
    ]
    (unknown,) = failures(list(again(tmp_path, waits(table.as_uri()))))
    assert unknown.outcome is FetchOutcome.WRONG_TYPE


def test_what_is_still_not_to_be_had_fails_at_its_own_place(tmp_path: Path) -> None:
    large = write(tmp_path / "large.txt", "x" * 1_001)
    (tmp_path / "round.txt").symlink_to(tmp_path / "round.txt")
    uris = [(tmp_path / "gone.txt").as_uri(), "stdin:#line=3", large.as_uri(), (tmp_path / "round.txt").as_uri()]
    found = failures(list(again(tmp_path, *map(waits, uris))))
    assert [(one.source, one.uri) for one in found] == [("gazette", uri) for uri in uris]
    assert [one.outcome for one in found] == [
        FetchOutcome.GONE,
        FetchOutcome.GONE,
        FetchOutcome.TOO_LARGE,
        FetchOutcome.GONE,
    ]
    assert "no such file or folder" in found[0].reason
    assert "hand it in once more" in found[1].reason


def test_a_link_is_not_followed_because_it_waits(tmp_path: Path) -> None:
    write(tmp_path / "secret" / "a.txt", "secret")
    for target in ("secret", "secret/a.txt"):
        link = tmp_path / f"{Path(target).stem}-link.txt"
        link.symlink_to(tmp_path / target)
        (failed,) = failures(list(again(tmp_path, waits(link.as_uri()))))
        assert (failed.outcome, failed.uri) == (FetchOutcome.BLOCKED, link.as_uri())


def test_kept_bytes_are_left_alone_where_their_place_was_read(tmp_path: Path) -> None:
    """Bytes that were kept of a line that the file no longer has are still tried."""
    rows = write(tmp_path / "rows.jsonl", '{"id": 1}\n{"id": 2}\n')
    earlier = documents(read(write(tmp_path / "old.jsonl", '{"id": 8}\n{"id": 9}\n')))
    with RawWriter(tmp_path / "raw", "run") as writer:
        kept = [KeptBytes(writer.append(raw), len(raw.content), raw.media_type, NOW) for raw in earlier]
    lines = [waits(f"{rows.as_uri()}#line={number}", each) for number, each in enumerate(kept, 2)]
    found = documents(list(again(tmp_path, waits(rows.as_uri()), *lines)))
    assert [(raw.uri.rpartition("=")[2], raw.content) for raw in found] == [
        ("1", b'{"id": 1}'),
        ("2", b'{"id": 2}'),
        ("3", b'{"id": 9}'),
    ]
