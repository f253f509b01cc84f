"""A web site on loopback whose answers a test writes down: real HTTP, and what is not quite HTTP."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

HTML = "text/html; charset=utf-8"
RSS = "application/rss+xml"


@dataclass(frozen=True)
class Answer:
    """What is sent: `raw`, if given, in the place of everything."""

    body: bytes = b""
    status: int = 200
    type: str | None = HTML
    headers: Mapping[str, str] = field(default_factory=dict)
    validated: bool = True  # 304 if the request has this ETag, or else this Last-Modified
    raw: bytes | None = None
    drip: float = 0.0  # seconds between two bytes


@dataclass(frozen=True)
class Asked:
    """A request that came."""

    at: float  # on the monotonic clock
    path: str
    headers: Mapping[str, str]
    connection: int  # the port of who asks


Reaction = Answer | Callable[[Asked], Answer]
Script = Reaction | Sequence[Reaction]  # several: one a request, the last one for ever


class Site:
    """One server; what it answers may be changed while it runs."""

    def __init__(self, port: int) -> None:
        self.port, self.url = port, f"http://localhost:{port}"
        self.answers: dict[str, Script] = {}
        self.asked: list[Asked] = []
        self._times: Counter[str] = Counter()

    def paths(self) -> list[str]:
        """What was asked for, but for robots.txt, in order."""
        return [each.path for each in self.asked if each.path != "/robots.txt"]

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        number = self._times[asked.path]
        self._times[asked.path] += 1
        script = self.answers.get(asked.path, Answer(b"nothing here", 404))
        reaction = script[min(number, len(script) - 1)] if isinstance(script, Sequence) else script
        return reaction(asked) if callable(reaction) else reaction


@contextmanager
def site() -> Iterator[Site]:
    """A server on a free port, as long as the block lasts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    found = server.site = Site(server.server_port)  # type: ignore[attr-defined]
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits for the one who asked

    def log_message(self, *_: object) -> None:
        """The site has its own log."""

    def do_GET(self) -> None:
        found: Site = self.server.site  # type: ignore[attr-defined]
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(time.monotonic(), self.path, headers, self.client_address[1])
        try:
            self._send(found.answer(asked), asked)
        except OSError:  # who asked has gone
            self.close_connection = True

    def _send(self, answer: Answer, asked: Asked) -> None:
        if answer.raw is not None:
            self._drip(answer.raw, answer.drip)
            self.close_connection = True
            return
        if answer.validated and _matches(answer, asked):
            answer = Answer(b"", 304, None, answer.headers)
        self.send_response(answer.status)
        headers = {"Content-Length": str(len(answer.body)), **answer.headers}
        for name, value in ({"Content-Type": answer.type} if answer.type else {}).items() | headers.items():
            self.send_header(name, value)
        self.end_headers()
        self._drip(answer.body, answer.drip)
        if headers["Content-Length"] != str(len(answer.body)):
            self.close_connection = True

    def _drip(self, sent: bytes, pause: float) -> None:
        for piece in [sent] if not pause else [sent[n : n + 1] for n in range(len(sent))]:
            self.wfile.write(piece)
            self.wfile.flush()
            time.sleep(pause)


def _matches(answer: Answer, asked: Asked) -> bool:
    if etag := answer.headers.get("ETag"):
        return asked.headers.get("if-none-match") == etag
    changed = answer.headers.get("Last-Modified")
    return changed is not None and asked.headers.get("if-modified-since") == changed
