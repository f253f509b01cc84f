"""Landing a batch."""

from hashlib import sha256
from pathlib import Path

from schemas.records import RawDocument, RawLocation
from tasks.fetch.raw_store import RawWriter, iterate_raw
from tasks.fetch.task import land_batch
from tests.fetch.reading import NOW


def raw(content: bytes) -> RawDocument:
    return RawDocument("news", "file:///a.txt", "text/plain", content, sha256(content).hexdigest(), NOW)


def test_bytes_land_once_and_every_document_has_its_place(tmp_path: Path) -> None:
    old, new = raw(b"old"), raw(b"new")
    earlier = RawLocation("earlier.warc.gz", 99)
    with RawWriter(tmp_path, "run") as writer:
        locations = land_batch.fn([new, old, new], {old.sha256: earlier}, writer)
        assert locations == [locations[0], earlier, locations[0]]
        assert [found.content for _, found in iterate_raw(tmp_path)] == [b"new"]
