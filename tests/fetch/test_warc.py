"""Records of WARC files: what is damaged costs itself, and nothing beside it."""

from __future__ import annotations

import gzip
import io
import random
import re
from functools import partial

import pytest

from schemas.errors import InputError
from tasks.fetch.warc import FORGED, NO_ARCHIVE, Found, read_records
from tests.fetch.warcs import members, pages, warc

compress = partial(gzip.compress, mtime=0)  # two processes collect the same tests

LIMIT = 10_000


def read(archive: bytes, start: int = 0, max_bytes: int = LIMIT) -> list[Found]:
    return list(read_records(io.BytesIO(archive), start, max_bytes))


def urls(found: list[Found]) -> list[str | None]:
    """Where each record came from; None if it could not be read."""
    return [each.record.headers["WARC-Target-URI"][-1] if each.record else None for each in found]


def longer(record: bytes, by: int) -> bytes:
    return re.sub(rb"(?<=Content-Length: )\d+", lambda length: b"%d" % (int(length[0]) + by), record, count=1)


@pytest.mark.parametrize("compressed", [True, False])
def test_every_record_is_found_and_reading_begins_again_at_its_offset(compressed: bool) -> None:
    parts = members(pages(5), gzip=compressed)
    archive = b"".join(parts)
    found = read(archive)
    assert urls(found) == ["0", "1", "2", "3", "4"]
    assert [each.offset for each in found] == [sum(map(len, parts[:n])) for n in range(5)]
    for n, each in enumerate(found):
        assert urls(read(archive, each.offset)) == ["0", "1", "2", "3", "4"][n:]
        assert each.record
        assert each.record.reader.read().endswith(b"Crane %d is at work.</p>" % n)


def test_a_file_that_was_compressed_in_one_go_is_read_and_begun_again_at_its_beginning() -> None:
    found = read(compress(warc(*pages(3), gzip=False)))
    assert urls(found) == ["0", "1", "2"]
    assert {each.offset for each in found} == {0}


@pytest.mark.parametrize("place", [0, 2, 60])
def test_a_damaged_member_is_one_failure(place: int) -> None:
    parts = members(pages(4))
    parts[1] = parts[1][:place] + bytes([parts[1][place] ^ 0xFF]) + parts[1][place + 1 :]
    found = read(b"".join(parts))
    assert urls(found) == ["0", None, "2", "3"]
    assert found[1].offset == len(parts[0])
    assert found[1].problem


@pytest.mark.parametrize("by", [-5, 5, 400])
@pytest.mark.parametrize("compressed", [True, False])
def test_a_length_that_is_a_lie_is_one_failure(compressed: bool, by: int) -> None:
    parts = members(pages(4), gzip=False)
    parts[1] = longer(parts[1], by)
    found = read(b"".join(compress(part) if compressed else part for part in parts))
    assert urls(found) == ["0", None, "2", "3"]
    assert found[1].offset == (len(compress(parts[0])) if compressed else len(parts[0]))
    assert FORGED in str(found[1].problem) or "bytes of" in str(found[1].problem)


@pytest.mark.parametrize("compressed", [True, False])
def test_an_archive_that_is_cut_anywhere_says_so_and_loses_one_record(compressed: bool) -> None:
    parts = members(pages(3), gzip=compressed)
    archive, last = b"".join(parts), len(parts[0]) + len(parts[1])
    for cut in range(last + 12, len(archive) - (9 if compressed else 4), 7):
        found = read(archive[:cut])
        assert urls(found) == ["0", "1", None]
        assert found[2].offset == last
        assert isinstance(found[2].problem, EOFError)


def test_what_stands_between_records_is_one_failure() -> None:
    parts = members(pages(3), gzip=False)
    found = read(parts[0] + b"not a record\r\n" + parts[1] + parts[2])
    assert urls(found) == ["0", None, "1", "2"]


def test_a_record_without_a_digest_is_not_trusted_in_front_of_what_is_none() -> None:
    parts = [re.sub(rb"WARC-Block-Digest: .*\r\n", b"", part) for part in members(pages(3), gzip=False)]
    assert urls(read(parts[0] + b"not a record\r\n" + parts[1] + parts[2])) == [None, "1", "2"]


@pytest.mark.parametrize(
    "content", [b"hello\n" * 100, compress(b"hello\n" * 100), b"\x1f\x8b\x08", b"WARCRAFT/1.0\r\n", bytes(500)]
)
def test_what_is_no_archive_is_one_sentence(content: bytes) -> None:
    with pytest.raises(InputError, match=NO_ARCHIVE):
        read(content)


def test_a_record_that_is_larger_than_asked_for_is_left_where_it_is() -> None:
    big, small = pages(2)
    found = read(warc(big._replace(body=b"x" * 100_000), small), max_bytes=1_000)
    assert [each.record.is_frozen for each in found if each.record] == [False, True]
    assert found[0].record
    assert found[0].record.http_headers.status_code == 200


def test_a_bomb_is_cut_off() -> None:
    bomb = compress(b"WARC/1.0\r\nContent-Length: 500000000\r\nWARC-Type: response\r\n\r\n" + bytes(50_000_000))
    found = read(bomb + warc(*pages(1)))
    assert urls(found) == [None, "0"]
    assert "swells" in str(found[0].problem)


TOKENS = [b"\r\n", b"WARC/1.0\r\n", b":", b"-1", b"99999999999999999999", b"\0", b"\xff", b"Content-Length: ", b"HTTP/"]


@pytest.mark.parametrize("seed", range(4))
def test_any_damage_leaves_most_records_and_no_exception(seed: int) -> None:
    rng = random.Random(seed)
    plain, packed = warc(*pages(8), gzip=False), warc(*pages(8))
    for _ in range(100):
        damaged = bytearray(rng.choice((plain, packed)))
        place = rng.randrange(20, len(damaged))
        damaged[place : place + rng.randrange(9)] = rng.choice(TOKENS)
        assert len([each for each in read(bytes(damaged)) if each.record]) >= 5
