"""Contents of HTTP responses, unpacked."""

from __future__ import annotations

import gzip
import zlib
from functools import partial

import brotli
import pytest

from schemas.errors import InputError
from tasks.fetch.bounded import TooLargeError
from tasks.fetch.http_body import BROKEN_OFF, unpacked

compress = partial(gzip.compress, mtime=0)  # two processes collect the same tests

BODY = b"<p>Crews went back to work at noon.</p>" * 20
LIMIT = 10_000


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


def chunked(body: bytes, end: bytes = b"\r\n") -> bytes:
    pieces = [body[n : n + 100] for n in range(0, len(body), 100)]
    return b"".join(b"%x;note=1%b%b%b" % (len(piece), end, piece, end) for piece in pieces) + b"0" + end + end


@pytest.mark.parametrize(
    ("packed", "codings"),
    [
        (BODY, []),
        (BODY, ["identity", ""]),
        (compress(BODY), ["GZip"]),
        (compress(BODY), ["x-gzip"]),
        (zlib.compress(BODY), ["deflate"]),
        (raw_deflate(BODY), ["deflate"]),
        (brotli.compress(BODY), [" br"]),
        (brotli.compress(compress(BODY)), ["gzip", "br"]),
        (compress(compress(BODY)), ["gzip", "gzip"]),
        (chunked(BODY), ["chunked"]),
        (chunked(BODY, b"\n"), ["chunked"]),
        (chunked(compress(BODY)), ["gzip", "chunked"]),
        *((BODY, [lie]) for lie in ("gzip", "deflate", "br", "chunked")),  # an archive that keeps it unpacked
        (b"plain words", ["gzip"]),
    ],
)
def test_codings_come_off_in_turn_if_they_are_there(packed: bytes, codings: list[str]) -> None:
    assert unpacked(packed, codings, LIMIT) == (BODY if packed != b"plain words" else packed)


@pytest.mark.parametrize(
    ("packed", "codings", "said"),
    [
        (compress(BODY)[:-12], ["gzip"], BROKEN_OFF),
        (brotli.compress(BODY)[:-3], ["br"], BROKEN_OFF),
        (chunked(BODY)[:-20], ["chunked"], BROKEN_OFF),
        (b"\x1f\x8b\x08\0\0\0\0\0\0\0\xff\xff\xff", ["gzip"], "cannot be undone"),
        (BODY, ["compress"], "packed as 'compress', which is not known"),
        (BODY, ["gzip"] * 5, "packed 5 times over"),
    ],
)
def test_what_cannot_be_unpacked_is_one_sentence(packed: bytes, codings: list[str], said: str) -> None:
    with pytest.raises(InputError, match=said):
        unpacked(packed, codings, LIMIT)


@pytest.mark.parametrize(
    ("packed", "coding"),
    [
        (b"x" * (LIMIT + 1), "identity"),
        (compress(bytes(10**7)), "gzip"),
        (zlib.compress(bytes(10**7)), "deflate"),
        (brotli.compress(bytes(10**7)), "br"),
    ],
)
def test_bombs_are_cut_off(packed: bytes, coding: str) -> None:
    with pytest.raises(TooLargeError):
        unpacked(packed, [coding], LIMIT)
    assert len(unpacked(b"x" * LIMIT, [], LIMIT)) == LIMIT
