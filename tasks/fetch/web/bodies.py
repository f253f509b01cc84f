"""Bodies of answers, decompressed no further than a limit."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator

import brotli
from urllib3 import response as decoders
from urllib3.exceptions import HTTPError

from schemas.counted import counted

PIECE = 1 << 16  # bytes that come out of a decoder at once
DECODERS: dict[str, Callable[[], decoders.ContentDecoder]] = {
    "gzip": decoders.GzipDecoder,
    "x-gzip": decoders.GzipDecoder,
    "deflate": decoders.DeflateDecoder,
    "br": decoders.BrotliDecoder,
    "zstd": decoders.ZstdDecoder,
}
ACCEPTED = "gzip, deflate, br, zstd"
BROKEN = (zlib.error, brotli.error, HTTPError, ValueError, EOFError)


class OversizeError(Exception):
    """More came than was allowed for; one sentence."""


class BrokenBodyError(Exception):
    """What came cannot be decompressed; one sentence."""


def read_body(pieces: Iterable[bytes], encoding: str, max_received: int, max_bytes: int) -> tuple[bytes, int]:
    """A whole body, decompressed, and how many bytes of it came over the wire.

    Args:
        pieces: what comes.
        encoding: the answer's Content-Encoding; empty for none.
        max_received: bytes that may come.
        max_bytes: bytes that may come out of them.

    Raises:
        OversizeError: it is more than either; no more is decompressed than that.
        BrokenBodyError: it is not what its encoding says.
    """
    counter = _Counter(max_received)
    body = bytearray()
    for piece in _decoded(counter.counted(pieces), encoding.strip().lower()):
        body += piece
        if len(body) > max_bytes:
            raise OversizeError(f"is larger than {counted(max_bytes, 'byte')}{_swollen(counter.received, encoding)}")
    return bytes(body), counter.received


def _swollen(received: int, encoding: str) -> str:
    return f", swollen from {counted(received, 'byte')} of {encoding}" if encoding else ""


class _Counter:
    def __init__(self, most: int) -> None:
        self.received, self._most = 0, most

    def counted(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            self.received += len(piece)
            if self.received > self._most:
                raise OversizeError(f"is larger than {counted(self._most, 'byte')} on its way")
            yield piece


def _decoded(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    if encoding in ("", "identity"):
        yield from pieces
        return
    if encoding not in DECODERS:
        raise BrokenBodyError(f"comes compressed as {encoding[:40]!r}, which was not asked for")
    decoder = DECODERS[encoding]()
    try:
        for piece in pieces:
            yield decoder.decompress(piece, max_length=PIECE)
            while decoder.has_unconsumed_tail and (more := decoder.decompress(b"", max_length=PIECE)):
                yield more
        yield decoder.flush()
    except BROKEN as error:
        raise BrokenBodyError(f"cannot be decompressed: it is no valid {encoding}") from error
