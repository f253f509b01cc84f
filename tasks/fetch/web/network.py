"""Connections that are made to the address that was checked, and that keep to one time limit a request."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

import httpcore
import httpx
from httpcore import SOCKET_OPTION

from tasks.fetch.web.addresses import is_public

KEPT_OPEN = 10.0  # seconds that a connection may idle
DEADLINE: ContextVar[float] = ContextVar("deadline")  # on the monotonic clock, of the request that is under way


class PrivateAddressError(Exception):
    """A name that leads into a private network."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """A request in the block ends within this time, however slowly its answer drips."""
    token = DEADLINE.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        DEADLINE.reset(token)


def left(timeout: float | None) -> float:
    """The seconds that one step of the request may take.

    Raises:
        httpcore.ReadTimeout: none are left.
    """
    remaining = DEADLINE.get() - time.monotonic()
    if remaining <= 0:
        raise httpcore.ReadTimeout
    return min(remaining, timeout or remaining)


def pool(private: frozenset[str], connections: int) -> httpcore.ConnectionPool:
    """Connections to public addresses, and to those of the names, in lower case, in `private`."""
    return httpcore.ConnectionPool(
        ssl_context=_certificates(),
        max_connections=connections,
        keepalive_expiry=KEPT_OPEN,
        network_backend=_Guarded(private),
    )


@lru_cache(maxsize=1)
def _certificates() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


class _Guarded(httpcore.NetworkBackend):
    """Resolves a name once, checks what comes out, and connects to that very address."""

    def __init__(self, private: frozenset[str]) -> None:
        self._private = private
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        options = list(socket_options or ())
        failed: Exception = httpcore.ConnectError("its name has no address")
        for address in self._addresses(host, port):
            try:
                return _Timed(self._plain.connect_tcp(address, port, left(timeout), local_address, options))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            said = (error.strerror if isinstance(error, OSError) else None) or "it is not a valid name"
            raise httpcore.ConnectError(f"its name has no address ({said})") from error
        addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
        if host.lower() in self._private:
            return addresses
        public = [address for address in addresses if is_public(address)]
        if addresses and not public:
            raise PrivateAddressError(host)
        return public


class _Timed(httpcore.NetworkStream):
    """A connection whose every step keeps to the request's time limit."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, left(timeout)))

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)
