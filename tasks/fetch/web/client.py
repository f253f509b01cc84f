"""One request and its answer, within limits; nothing is followed, tried again or remembered here."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from datetime import datetime
from functools import lru_cache

import httpcore
import httpx
from msgspec import Struct

from schemas.counted import counted
from schemas.records import FetchOutcome
from tasks.fetch.web.bodies import ACCEPTED, BrokenBodyError, OversizeError, read_body
from tasks.fetch.web.network import PrivateAddressError, pool, time_limit
from tasks.fetch.web.robots import origin_of

KEPT = frozenset(
    {
        "age", "cache-control", "content-encoding", "content-language", "content-length", "content-type", "date",
        "etag", "expires", "last-modified", "location", "retry-after",
    }
)  # fmt: skip
OK, NOT_MODIFIED = 200, 304
BROKEN_OFF = (httpcore.NetworkError, httpcore.ProtocolError)
ALLOW = "allow_private_hosts in its source, or sources add --allow-private-host, lets it be asked"
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


class RequestError(Exception):
    """There is no answer that could be used; one sentence says why."""

    def __init__(
        self,
        outcome: FetchOutcome,
        reason: str,
        *,
        may_pass: bool = False,
        answer: Answer | None = None,
        until: datetime | None = None,
    ) -> None:
        """`until`: when the server lets the next request come."""
        super().__init__(reason)
        self.outcome, self.may_pass, self.answer, self.until = outcome, may_pass, answer, until


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
        try:
            with time_limit(self._limits.seconds):
                return self._get(url, headers, max_bytes or self._limits.max_bytes)
        except PrivateAddressError as error:
            said = f"{error} leads into a private network; {ALLOW}"
            raise RequestError(FetchOutcome.BLOCKED, said) from error
        except OversizeError as error:
            raise RequestError(FetchOutcome.TOO_LARGE, str(error)) from error
        except BrokenBodyError as error:
            raise RequestError(FetchOutcome.FAILED, str(error)) from error
        except httpcore.TimeoutException as error:
            said = f"gave no whole answer within {self._limits.seconds:g} seconds"
            raise RequestError(FetchOutcome.TIMED_OUT, said, may_pass=True) from error
        except BROKEN_OFF as error:
            raise RequestError(FetchOutcome.FAILED, _said(error), may_pass=True) from error
        except (httpx.InvalidURL, ValueError) as error:
            raise RequestError(FetchOutcome.FAILED, f"is no valid address: {error}") from error
        except TypeError as error:  # as httpcore says of what is not ASCII
            raise RequestError(FetchOutcome.FAILED, f"cannot be asked: {error}") from error

    def _get(self, url: str, headers: Mapping[str, str], max_bytes: int) -> Answer:
        begun = time.monotonic()
        with closing(self._pool.handle_request(self._request(url, headers))) as response:
            kept = _kept(response.headers)
            body, received = b"", 0
            if response.status == OK:
                self._refuse_announced(kept)
                encoding = kept.get("content-encoding", "")
                body, received = read_body(response.iter_stream(), encoding, self._limits.max_received, max_bytes)
            elif response.status == NOT_MODIFIED or _announced(kept, unsaid=SMALL + 1) <= SMALL:
                _let_go(response)
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


def _let_go(response: httpcore.Response) -> None:
    """Read what is of no use, after which the connection can be used again; should it break off, it is not."""
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


def _said(error: Exception) -> str:
    what = " ".join(str(error).split())[:200] or type(error).__name__
    match error:
        case httpcore.ConnectError():
            return f"cannot be reached: {what}"
        case httpcore.RemoteProtocolError():
            return f"sends no valid answer: {what}"
        case _:
            return f"breaks off its answer: {what}"
