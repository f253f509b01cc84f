"""The content of an HTTP response as it was sent, unpacked in bounded memory."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable

import brotli

from schemas.errors import InputError
from tasks.fetch.bounded import TooLargeError

GZIP_MAGIC = b"\x1f\x8b"
CHUNK_SIZE = re.compile(rb"(?:\r?\n)?[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
MOST_CODINGS = 4  # one inside the other
BROKEN_OFF = "its content breaks off"


def unpacked(body: bytes, codings: Iterable[str], max_bytes: int) -> bytes:
    """A body without its codings.

    Archives often keep a body unpacked under the headers that it was sent with: a coding that it does not have is no
    error.

    Args:
        body: as it was sent.
        codings: what its headers declare, in the order in which they were applied; names in any case.
        max_bytes: how large it may become.

    Raises:
        InputError: it cannot be unpacked, or breaks off; one sentence.
        TooLargeError: it is larger than `max_bytes`.
    """
    names = [name for name in map(_name, codings) if name not in {"", "identity"}]
    if len(names) > MOST_CODINGS:
        raise InputError(f"its content is packed {len(names)} times over, and {MOST_CODINGS} times are unpacked")
    for name in reversed(names):
        if name not in CODINGS:
            raise InputError(f"its content is packed as {name[:40]!r}, which is not known")
        body = CODINGS[name](body, max_bytes)
    if len(body) > max_bytes:
        raise TooLargeError
    return body


def _name(coding: str) -> str:
    return coding.strip().lower().removeprefix("x-")


def _chunked(body: bytes, max_bytes: int) -> bytes:  # noqa: ARG001 - it becomes smaller
    place, parts = 0, list[bytes]()
    while size := CHUNK_SIZE.match(body, place):
        length = int(size[1], 16)
        if length == 0:
            return b"".join(parts)
        parts.append(body[size.end() : size.end() + length])
        place = size.end() + length
    if parts:
        raise InputError(BROKEN_OFF)
    return body


def _gzip(body: bytes, max_bytes: int) -> bytes:
    return _inflated(body, 31, max_bytes) if body.startswith(GZIP_MAGIC) else body


def _deflate(body: bytes, max_bytes: int) -> bytes:
    """With its frame, as it should be, or without."""
    for bits in (15, -15):
        try:
            return _inflated(body, bits, max_bytes)
        except zlib.error:
            continue
    return body


def _inflated(body: bytes, bits: int, max_bytes: int) -> bytes:
    inflater = zlib.decompressobj(bits)
    try:
        plain = inflater.decompress(body, max_bytes + 1)
    except zlib.error as error:
        if bits == 31:
            raise InputError("its content is damaged: its compression cannot be undone") from error
        raise
    if len(plain) > max_bytes:
        raise TooLargeError
    if not inflater.eof:
        raise InputError(BROKEN_OFF)
    return plain


def _brotli(body: bytes, max_bytes: int) -> bytes:
    """It has no magic number: what cannot be unpacked, or begins like a page, was never packed."""
    inflater = brotli.Decompressor()
    try:
        plain: bytes = inflater.process(body, output_buffer_limit=max_bytes + 1)
    except brotli.error:
        return body
    if len(plain) > max_bytes:
        raise TooLargeError
    if not inflater.is_finished():
        if body.lstrip().startswith(b"<"):
            return body
        raise InputError(BROKEN_OFF)
    return plain


CODINGS: dict[str, Callable[[bytes, int], bytes]] = {
    "chunked": _chunked,
    "gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
}
