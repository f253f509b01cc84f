"""The addresses of a list of pages: those that its source names, and those in its file, one a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from schemas.records import FetchFailure, FetchOutcome
from schemas.sources import Pages
from tasks.fetch.reasons import reason
from tasks.fetch.urls import MAX_LENGTH, normalise_url


def addresses_in(source: Pages, bad: list[FetchFailure], now: Callable[[], datetime]) -> Iterator[str]:
    """Normal addresses, line by line; blank lines and those that begin with # are none. What is none goes to `bad`."""
    yield from filter(None, map(normalise_url, source.urls))
    if source.file is None:
        return
    uri = Path(source.file).as_uri()
    try:
        with Path(source.file).open(encoding="utf-8", errors="replace") as lines:
            for number, line in enumerate(iter(lambda: lines.readline(10 * MAX_LENGTH), ""), 1):
                given = line.strip()
                if url := normalise_url(given):
                    yield url
                elif given and not given.startswith("#"):
                    said = f"{given[:80]!r} is no address of the web, such as https://news.example/story"
                    bad.append(FetchFailure(source.name, f"{uri}#line={number}", FetchOutcome.WRONG_TYPE, said, now()))
    except OSError as error:
        bad.append(FetchFailure(source.name, uri, FetchOutcome.GONE, reason("read", error), now()))
