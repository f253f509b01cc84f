"""One request and its answer, within limits; nothing is followed, tried again or remembered here."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from functools import lru_cache

import httpcore
import httpx
from msgspec import Struct

from schemas.counted import counted
from tasks.fetch.web.bodies import ACCEPTED, OversizeError, read_body
from tasks.fetch.web.network import pool
from tasks.fetch.web.robots import origin_of
from tasks.fetch.web.trouble import BROKEN_OFF, in_words

KEPT = frozenset(
    {
        "age", "cache-control", "content-encoding", "content-language", "content-length", "content-range",
        "content-type", "date", "etag", "expires", "last-modified", "location", "retry-after",
    }
)  # fmt: skip
OK, PARTIAL, NOT_MODIFIED = 200, 206, 304
SMALL = 10_000  # bytes of a body that is of no use: to read them costs less than another connection
LONGEST_HEADER = 1_000  # characters that are kept of one


class Limits(Struct, frozen=True):
    """What one request may cost."""

    max_received: int  # bytes on their way
    max_bytes: int  # bytes once decompressed
    seconds: float


class Answer(Struct, frozen=True):
    """What a server said."""

    status: int
    headers: Mapping[str, str]  # those of KEPT, names in lower case
    body: bytes  # empty unless the status is 200
    received: int
    seconds: float
    rest: Rest | None = None  # a body that is still to come


class Rest:
    """What is still to come of an answer's body, however large that is."""

    def __init__(self, response: httpcore.Response, seconds: float) -> None:
        """`seconds`: that each piece may take to come."""
        self._response, self._seconds = response, seconds
        self._pieces = iter(response.iter_stream())
        self._ahead = bytearray()  # what has come and was not asked for yet

    def read(self, size: int) -> bytes:
        """The next bytes, fewer only at the end: however they come, an answer breaks off at the same place.

        Raises:
            RequestError: they do not come.
        """
        with in_words(self._seconds):
            while len(self._ahead) < size and (piece := next(self._pieces, b"")):
                self._ahead += piece
        found = bytes(self._ahead[:size])
        del self._ahead[:size]
        return found

    def close(self) -> None:
        """Let go of the connection."""
        self._response.close()


class Client:
    """Sends requests, to public addresses and those of hosts that are allowed by name. Several threads may share it."""

    def __init__(self, limits: Limits, user_agent: str, private: frozenset[str] = frozenset(), connections: int = 16):
        """`private`: names, in lower case, that may have addresses inside this network."""
        self._limits = limits
        self._pool = pool(private, connections)
        self._headers = {"User-Agent": user_agent, "Accept-Encoding": ACCEPTED, "Accept": "*/*"}
        self._timeout = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), limits.seconds)}

    def close(self) -> None:
        """Let go of every connection."""
        self._pool.close()

    def get(self, url: str, headers: Mapping[str, str], max_bytes: int | None = None) -> Answer:
        """Ask once.

        Args:
            url: http or https.
            headers: besides those that every request has.
            max_bytes: of the decompressed answer, if another limit than usual.

        Raises:
            RequestError: there was no whole answer.
        """
        with in_words(self._limits.seconds):
            return self._get(url, headers, max_bytes or self._limits.max_bytes)

    def open(self, url: str, headers: Mapping[str, str]) -> Answer:
        """Ask once, and leave the body to be read piece by piece, packed as it comes: `Answer.rest`, to be closed.

        Raises:
            RequestError: there was no answer.
        """
        begun = time.monotonic()
        with in_words(self._limits.seconds):
            response = self._pool.handle_request(self._request(url, {**headers, "Accept-Encoding": "identity"}))
            kept, rest = _kept(response.headers), Rest(response, self._limits.seconds)
            if response.status not in (OK, PARTIAL):
                _let_go(response, kept)
                rest.close()
        comes = rest if response.status in (OK, PARTIAL) else None
        return Answer(response.status, kept, b"", 0, time.monotonic() - begun, comes)

    def _get(self, url: str, headers: Mapping[str, str], max_bytes: int) -> Answer:
        begun = time.monotonic()
        with closing(self._pool.handle_request(self._request(url, headers))) as response:
            kept = _kept(response.headers)
            body, received = b"", 0
            if response.status == OK:
                self._refuse_announced(kept)
                encoding = kept.get("content-encoding", "")
                body, received = read_body(response.iter_stream(), encoding, self._limits.max_received, max_bytes)
            else:
                _let_go(response, kept)
        return Answer(response.status, kept, body, received, time.monotonic() - begun)

    def _request(self, url: str, headers: Mapping[str, str]) -> httpcore.Request:
        origin = origin_of(url)
        server = _server(origin)
        target = url.removeprefix(origin).encode("ascii")
        address = httpcore.URL(scheme=server.raw_scheme, host=server.raw_host, port=server.port, target=target)
        sent = {"Host": server.netloc.decode("ascii"), **self._headers, **headers}
        return httpcore.Request("GET", address, headers=list(sent.items()), extensions=self._timeout)

    def _refuse_announced(self, headers: Mapping[str, str]) -> None:
        if _announced(headers, unsaid=0) > self._limits.max_received:
            raise OversizeError(f"is larger than {counted(self._limits.max_received, 'byte')} on its way")


@lru_cache(maxsize=1_000)
def _server(origin: str) -> httpx.URL:
    return httpx.URL(origin)


def _announced(headers: Mapping[str, str], *, unsaid: int) -> int:
    size = headers.get("content-length", "")
    return int(size) if size.isdecimal() else unsaid


def _let_go(response: httpcore.Response, headers: Mapping[str, str]) -> None:
    """Read what is of no use, if it is small, after which the connection can be used again."""
    if response.status != NOT_MODIFIED and _announced(headers, unsaid=SMALL + 1) > SMALL:
        return
    with suppress(httpcore.TimeoutException, *BROKEN_OFF):
        response.read()


def _kept(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    kept: dict[str, str] = {}
    for raw, value in headers:
        if (name := raw.decode("latin-1").lower()) in KEPT:
            said = f"{kept[name]}, {_text(value)}" if name in kept else _text(value)
            kept[name] = said[:LONGEST_HEADER]
    return kept


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")
