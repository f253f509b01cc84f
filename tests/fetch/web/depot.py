"""A server of large files, as a test wants it to behave: ranges, validators, connections that break off."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.fetch.warcs import Page, members
from tests.fetch.web.site import Answer, Asked

RANGE = re.compile(r"bytes=(\d+)-(\d*)")
PART = 15_000  # bytes of one page


def noise(number: int, seed: int = 1) -> list[Page]:
    """So many pages that cannot be compressed, so that their archive is of about that size."""
    rng = random.Random(seed)
    said = (f"<p>Crane {n}</p><!-- {rng.randbytes(PART // 2).hex()} -->" for n in range(number))
    return [Page(f"https://marport.example/{n}", each.encode()) for n, each in enumerate(said)]


def archive(number: int, seed: int = 1) -> bytes:
    """A WARC file of them."""
    return b"".join(members(noise(number, seed)))


@dataclass
class Depot:
    """One file."""

    content: bytes
    headers: Mapping[str, str] = field(default_factory=lambda: {"ETag": '"1"'})
    ranges: bool = True
    breaks_after: int | None = None  # bytes of an answer, behind which the connection ends
    sizeless: bool = False
    sent: int = 0  # bytes of bodies, all requests together
    parts: list[tuple[int, int]] = field(default_factory=list)  # which were sent

    def __call__(self, asked: Asked) -> Answer:
        if self._name() and self._name() in map(asked.headers.get, ("if-none-match", "if-modified-since")):
            return Answer(b"", 304, None, self.headers)
        begins, ends, status = 0, len(self.content), 200
        found = RANGE.fullmatch(asked.headers.get("range", ""))
        if found and self.ranges and asked.headers.get("if-range", self._name()) == self._name():
            begins, ends, status = int(found[1]), min(int(found[2] or ends) + 1, ends), 206
        body, headers = self.content[begins:ends], {**self.headers}
        if status == 206:
            headers["Content-Range"] = f"bytes {begins}-{ends - 1}/{len(self.content)}"
        if self.breaks_after is not None and len(body) > self.breaks_after:
            headers["Content-Length"] = str(len(body))
            body = body[: self.breaks_after]
        if self.sizeless:
            head = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
            return Answer(raw=head + body)
        self.sent += len(body)
        self.parts.append((begins, begins + len(body)))
        return Answer(body, status, "application/warc", headers)

    def _name(self) -> str:
        return self.headers.get("ETag") or self.headers.get("Last-Modified") or ""
