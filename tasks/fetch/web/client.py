"""One request and its answer, within limits; nothing is followed, tried again or remembered here."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx
from msgspec import Struct

from schemas.counted import counted
from schemas.records import FetchOutcome
from tasks.fetch.web.bodies import ACCEPTED, BrokenBodyError, OversizeError, read_body
from tasks.fetch.web.network import PrivateAddressError, Transport, time_limit

KEPT = frozenset(
    {
        "age", "cache-control", "content-encoding", "content-language", "content-length", "content-type", "date",
        "etag", "expires", "last-modified", "location", "retry-after",
    }
)  # fmt: skip
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
        self._http = httpx.Client(
            transport=Transport(private, connections),
            headers={"User-Agent": user_agent, "Accept-Encoding": ACCEPTED, "Accept": "*/*"},
            timeout=httpx.Timeout(limits.seconds),
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),  # each request stands for itself
            trust_env=False,
        )

    def close(self) -> None:
        """Let go of every connection."""
        self._http.close()

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
            said = f"{error} leads into a private network; a source may name it under allow_private_hosts"
            raise RequestError(FetchOutcome.BLOCKED, said) from error
        except OversizeError as error:
            raise RequestError(FetchOutcome.TOO_LARGE, str(error)) from error
        except BrokenBodyError as error:
            raise RequestError(FetchOutcome.FAILED, str(error)) from error
        except httpx.TimeoutException as error:
            said = f"gave no whole answer within {self._limits.seconds:g} seconds"
            raise RequestError(FetchOutcome.TIMED_OUT, said, may_pass=True) from error
        except httpx.HTTPError as error:
            raise RequestError(FetchOutcome.FAILED, _said(error), may_pass=True) from error
        except (httpx.InvalidURL, ValueError) as error:
            raise RequestError(FetchOutcome.FAILED, f"is no valid address: {error}") from error

    def _get(self, url: str, headers: Mapping[str, str], max_bytes: int) -> Answer:
        begun = time.monotonic()
        with self._http.stream("GET", url, headers=dict(headers), follow_redirects=False) as response:
            kept = _kept(response.headers)
            body, received = b"", 0
            if response.status_code == httpx.codes.OK:
                self._refuse_announced(kept)
                encoding = response.headers.get("content-encoding", "")
                body, received = read_body(response.iter_raw(), encoding, self._limits.max_received, max_bytes)
        return Answer(response.status_code, kept, body, received, time.monotonic() - begun)

    def _refuse_announced(self, headers: Mapping[str, str]) -> None:
        size = headers.get("content-length", "")
        if size.isdecimal() and int(size) > self._limits.max_received:
            raise OversizeError(f"is larger than {counted(self._limits.max_received, 'byte')} on its way")


def _kept(headers: httpx.Headers) -> dict[str, str]:
    return {name: value[:LONGEST_HEADER] for name, value in headers.items() if name in KEPT}


def _said(error: httpx.HTTPError) -> str:
    what = " ".join(str(error).split())[:200] or type(error).__name__
    match error:
        case httpx.ConnectError():
            return f"cannot be reached: {what}"
        case httpx.RemoteProtocolError():
            return f"sends no valid answer: {what}"
        case _:
            return f"breaks off its answer: {what}"
