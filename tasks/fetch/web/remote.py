"""A file on a server, read as one on the disk is: from any place on, and in bounded memory."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from msgspec import Struct

from schemas.counted import counted
from schemas.records import FetchOutcome
from tasks.fetch.web.client import OK, PARTIAL, Answer, Rest
from tasks.fetch.web.headers import http_date
from tasks.fetch.web.trouble import RequestError

PIECE = 1 << 16  # bytes that are asked of a connection at once; each piece has its time
KEPT = 1 << 20  # bytes behind the newest that can be read again without asking; readers of archives step back a little
HEAD = {"Range": f"bytes=0-{PIECE - 1}"}  # how a file is asked for first: what it is, and what state it is in
PART = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18})")
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
CHANGED = "has changed on its server while it was read; the next run reads it from its beginning"
OTHER_PART = "sends another part than it was asked for"
UNSIZED = "does not say how large it is, so that reading could not go on where it stops; get it, and name it as a file"


class State(Struct, frozen=True):
    """Which state of a file its server has."""

    size: int  # bytes
    etag: str
    last_modified: str

    @property
    def name(self) -> str:
        """What it is known by; empty if the server gives it no name."""
        return self.etag or self.last_modified

    @property
    def modified_at(self) -> datetime:
        """When it changed last; 1970 if the server does not say."""
        return http_date(self.last_modified) or NEVER


class Part(Struct, frozen=True):
    """What part of a file an answer brings."""

    begins: int
    ends: int  # behind its last byte
    state: State


def part_of(answer: Answer) -> Part:
    """What an answer brings.

    Raises:
        RequestError: it does not say so.
    """
    headers = answer.headers
    etag, changed = headers.get("etag", ""), headers.get("last-modified", "")
    size = headers.get("content-length", "")
    part = PART.fullmatch(headers.get("content-range", "").strip())
    if answer.status == OK and size.isdecimal():
        return Part(0, int(size), State(int(size), etag, changed))
    if answer.status == PARTIAL and part:
        return Part(int(part[1]), int(part[2]) + 1, State(int(part[3]), etag, changed))
    raise RequestError(FetchOutcome.FAILED, UNSIZED)


def unless(name: str) -> Mapping[str, str]:
    """The header that asks for a file only if it is no longer in the state of that name."""
    if not name.isascii():
        return {}
    if name.endswith('"'):
        return {"If-None-Match": name}
    return {"If-Modified-Since": name} if http_date(name) else {}


class RemoteFile:
    """Bytes of a file, in the order in which they are asked for; a connection that breaks off is made anew."""

    def __init__(
        self, ask: Callable[[Mapping[str, str]], Answer], first: Answer, tries: int, go_on: Callable[[], None]
    ) -> None:
        """Begins at the first byte.

        Args:
            ask: sends a request for the file, with these headers.
            first: the answer to the first, with `HEAD`.
            tries: of a piece that does not come.
            go_on: raises an error once nobody wants the bytes any more.

        Raises:
            RequestError: its first bytes do not come.
        """
        self._ask, self._tries, self._go_on = ask, tries, go_on
        self._rest: Rest | None = first.rest
        self._ends, self.state = (part := part_of(first)).ends, part.state
        self._ahead = KEPT if first.status == PARTIAL else self.state.size  # how far it is read on to get to a place
        self._held, self._from = bytearray(), part.begins  # the newest bytes, and where they stand
        self._place = self.received = 0
        self._farthest = self._failed = 0  # the last byte that ever came; how often none has come behind it since
        self._head = b""
        if self.state.size:
            self._bring()
            self._head = bytes(self._held[:PIECE])

    def close(self) -> None:
        """Let go of the connection."""
        if self._rest:
            self._rest.close()
        self._rest = None

    def tell(self) -> int:
        """The place of the next byte."""
        return self._place

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place; nothing is asked for before something is read there."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self.state.size}[whence]
        self._place = base + offset
        return self._place

    def read(self, size: int = PIECE) -> bytes:
        """So many bytes; fewer only at the end of the file.

        Raises:
            RequestError: they do not come, or the file is another by now.
        """
        wanted = min(size, self.state.size - self._place)
        found = bytearray()
        while len(found) < wanted:
            some = self._some(wanted - len(found))
            self._place += len(some)
            found += some
        return bytes(found)

    @property
    def _newest(self) -> int:
        """Behind the last byte that came."""
        return self._from + len(self._held)

    def _some(self, most: int) -> bytes:
        if self._place < len(self._head):
            return self._head[self._place : self._place + most]
        self._bring()
        start = self._place - self._from
        return bytes(self._held[start : start + most])

    def _bring(self) -> None:
        """Have the byte at this place; one that is just ahead comes by itself."""
        if not self._from <= self._place <= self._newest + self._ahead:
            self.close()
            self._held.clear()
            self._from = self._place
        while self._newest <= self._place:
            self._held += (piece := self._next_piece())
            self.received += len(piece)
            if len(self._held) > 2 * KEPT:
                gone = len(self._held) - KEPT
                del self._held[:gone]
                self._from += gone

    def _next_piece(self) -> bytes:
        """Bytes behind the newest; tried again if what goes wrong may pass, a few times for each that is new."""
        while True:
            try:
                piece = self._piece()
            except RequestError as error:
                self.close()
                self._failed += 1
                if not error.may_pass or self._failed >= self._tries:
                    raise
                continue
            if self._newest + len(piece) > self._farthest:  # a server without ranges sends all that came before, too
                self._farthest, self._failed = self._newest + len(piece), 0
            return piece

    def _piece(self) -> bytes:
        self._go_on()
        if self._rest is None or self._newest >= self._ends:
            self._rest = self._ask_on()
        piece = self._rest.read(PIECE)
        if len(piece) < min(PIECE, self._ends - self._newest):
            said = f"breaks off its answer: {self._newest:,} of {counted(self.state.size, 'byte')} came"
            raise RequestError(FetchOutcome.FAILED, said, may_pass=True)
        return piece[: self._ends - self._newest]

    def _ask_on(self) -> Rest:
        """A connection that goes on behind the newest byte, or else begins at the first."""
        self.close()
        at = self._newest
        answer = self._ask({"Range": f"bytes={at}-", **_only_if(self.state)})
        rest = answer.rest
        if rest is None:
            raise RequestError(FetchOutcome.FAILED, UNSIZED, answer=answer)
        try:
            part = part_of(answer)
            if not _is_same(part.state, self.state):
                raise RequestError(FetchOutcome.FAILED, CHANGED, answer=answer)
            if part.begins not in (0, at) or part.ends - at < min(PIECE, self.state.size - at):
                raise RequestError(FetchOutcome.FAILED, OTHER_PART, answer=answer)
        except RequestError:
            rest.close()
            raise
        if part.begins != at:
            self._held.clear()
            self._from = part.begins
        self._ends = part.ends
        return rest


def _only_if(state: State) -> Mapping[str, str]:
    """A part is wanted of this state only; a weak ETag is no promise, byte for byte."""
    name = state.etag if state.etag.startswith('"') else state.last_modified
    return {"If-Range": name} if name and name.isascii() else {}


def _is_same(one: State, other: State) -> bool:
    """By a strong ETag, else as far as both say; an answer with a part may leave out what was asked for by."""
    if one.etag.startswith('"') and other.etag.startswith('"'):
        return (one.size, one.etag) == (other.size, other.etag)
    names = ((one.etag, other.etag), (one.last_modified, other.last_modified))
    return one.size == other.size and all(a == b for a, b in names if a and b)
