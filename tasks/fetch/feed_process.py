"""Feeds read in a process of their own, which may be ended: a small feed can be made so that reading it takes hours.

(A megabyte of attributes in one tag takes feedparser 95 seconds, and twice as many four times that.)
A feed goes in as a line with its length and then its bytes; out come its entries, a line each, and a last line that
says how it ended.
"""

from __future__ import annotations

import contextlib
import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from types import TracebackType
from typing import IO, Self

from schemas.errors import InputError
from tasks.fetch.bounded import TooLargeError

SECONDS = 60  # 10,000 entries take 2 if the feed is well-formed, 5 if not
MOST = 10_000  # entries, unless settings say otherwise
MEMORY = 4_000_000_000  # bytes
BROKE_OFF, TOO_MANY, UNREADABLE = "broke off", "too many", "unreadable"
END = b"null\n"
RAISED: dict[str, type[Exception]] = {BROKE_OFF: EOFError, TOO_MANY: TooLargeError, UNREADABLE: InputError}


class FeedProcess:
    """Reads feeds, one after the other; started for the first, and again for the one after a feed that ended it."""

    def __init__(self, most: int = MOST, seconds: int = SECONDS) -> None:
        """`most`: entries that are read of one feed; `seconds`: of processor time, at most, for one."""
        self.most, self._seconds = most, seconds
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def read(self, content: bytes) -> Iterator[bytes]:
        """A feed's entries, be it one of XML or of JSON; see `feeds.read_feed`.

        Raises:
            InputError: it is no feed.
            EOFError: it breaks off; raised behind the last entry.
            TooLargeError: it has more entries than are read; raised behind the last of those.
            TimeoutError: reading it took too much time or memory.
        """
        for line in self._answer(content):
            if line == END:
                return
            if line.startswith(b"{"):
                yield line.rstrip(b"\n")
            else:
                _raise(*json.loads(line))
        self.close()
        limits = f"{self._seconds} seconds of processor time, or {MEMORY:,} bytes of memory"
        raise TimeoutError(f"takes more than {limits}, to read")

    def _answer(self, content: bytes) -> Iterator[bytes]:
        process = self._process = self._process or _start(self.most, self._seconds)
        assert process.stdin  # noqa: S101 - for the type checker
        assert process.stdout  # noqa: S101
        try:
            process.stdin.write(b"%d\n%b" % (len(content), content))
            process.stdin.flush()
        except BrokenPipeError:
            return
        yield from iter(process.stdout.readline, b"")  # not from the stream itself, which would close it

    def close(self) -> None:
        """End it; the next feed starts another."""
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _raise(how: str, sentence: str) -> None:
    raise RAISED[how](sentence)


def _start(most: int, seconds: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-P", "-m", __name__, str(most), str(seconds)]
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nowhere)  # noqa: S603 - our own words


def _serve(requests: IO[bytes], answers: IO[bytes], most: int, seconds: int) -> None:
    with contextlib.suppress(ValueError, OSError):  # not every system can limit it
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    while length := requests.readline():
        used = resource.getrusage(resource.RUSAGE_SELF)
        _, ceiling = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds, ceiling))
        for line in _answers(requests.read(int(length)), most):
            answers.write(line)
        answers.flush()


def _answers(content: bytes, most: int) -> Iterator[bytes]:
    from tasks.fetch.feeds import read_feed
    from tasks.fetch.json_feeds import OBJECT, read_json_items

    try:
        for entry in (read_json_items if OBJECT.match(content) else read_feed)(content, most):
            yield entry + b"\n"
        yield END
    except EOFError as error:
        yield json.dumps((BROKE_OFF, str(error))).encode() + b"\n"
    except TooLargeError as error:
        yield json.dumps((TOO_MANY, str(error))).encode() + b"\n"
    except InputError as error:
        yield json.dumps((UNREADABLE, str(error))).encode() + b"\n"
    # Whatever a hostile feed provokes in feedparser or the parsers below it ends this feed, and no other.
    except Exception as error:  # noqa: BLE001 - see above: named, and recorded as the feed's ending
        said = f"cannot be read: {type(error).__name__}, {str(error)[:200] or 'no message'}"
        yield json.dumps((UNREADABLE, said)).encode() + b"\n"


if __name__ == "__main__":
    _serve(sys.stdin.buffer, sys.stdout.buffer, *map(int, sys.argv[1:]))
