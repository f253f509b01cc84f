"""Landing a batch."""

from hashlib import sha256
from pathlib import Path

from msgspec.structs import replace

from schemas.records import RawDocument, RawLocation
from tasks.fetch.raw_store import RawWriter, iterate_file, iterate_raw
from tasks.fetch.task import land_batch
from tests.fetch.reading import NOW


def raw(content: bytes) -> RawDocument:
    return RawDocument("news", "file:///a.txt", "text/plain", content, sha256(content).hexdigest(), NOW)


def test_bytes_land_once_and_every_document_has_its_place(tmp_path: Path) -> None:
    old, new = raw(b"old"), raw(b"new")
    earlier = RawLocation("earlier.warc.gz", 99)
    with RawWriter(tmp_path, "run") as writer:
        locations = land_batch.fn([new, old, new], {old.sha256: earlier}, {1}, writer)
        assert locations == [locations[0], earlier, locations[0]]
        assert [found.content for _, found in iterate_raw(tmp_path)] == [b"new"]


def test_known_bytes_are_noted_unless_their_place_brought_them_last(tmp_path: Path) -> None:
    one, two = raw(b"one"), replace(raw(b"two"), uri="file:///b.txt")
    with RawWriter(tmp_path, "first") as writer:
        known = {each.sha256: writer.append(each) for each in (one, two)}
    with RawWriter(tmp_path, "second") as writer:
        land_batch.fn([one, two], known, {0}, writer)
    assert [found.content for _, found in iterate_file(tmp_path, "second.warc.gz")] == [b"two"]
