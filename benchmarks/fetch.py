"""Pages a second from a server on loopback, beside a plain httpx script: `python -m benchmarks.fetch`.

Processor seconds are this process's own; the server is another. Politeness is off, but for robots.txt.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from tempfile import TemporaryDirectory

import httpx

from schemas.records import RawDocument
from schemas.settings import Settings
from schemas.sources import Pages
from tasks.fetch.web.collect import collect
from tasks.load.store import Ledger, LedgerMemory, open_ledger
from tests.fetch.web.copy import page
from tests.fetch.web.site import Answer, site

PAGES = 2_000
ROUNDS = 3
WORDS = 40  # paragraphs that make a page as large as usual ones


def serve() -> None:
    """The server, until its standard input ends."""
    filler = "".join(f"<p>The harbour office counted {n} lorries at gate {n % 7} on Monday.</p>" for n in range(WORDS))
    with site() as opened:
        opened.answers = {f"/{n}": Answer(page(f"Port{n}", more=filler)) for n in range(ROUNDS * PAGES)}
        sys.stdout.write(f"{opened.port}\n")
        sys.stdout.flush()
        sys.stdin.read()


@contextmanager
def server() -> Iterator[str]:
    """Its address."""
    command = [sys.executable, "-m", "benchmarks.fetch", "serve"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as started:
        assert started.stdin
        assert started.stdout
        yield f"http://localhost:{started.stdout.readline().strip()}"
        started.stdin.close()


def plainly(urls: list[str]) -> None:
    """As a script would: one client, one page after the other."""
    with httpx.Client() as client:
        for url in urls:
            client.get(url).raise_for_status()


def ours(ledger: Ledger, urls: list[str]) -> None:
    """As a run does, with its memory in a ledger."""
    settings = Settings(delay_seconds=0, max_pages=len(urls))
    source = Pages(name=f"gazette-{urls[0]}", urls=tuple(urls), allow_private_hosts=("localhost",))
    found = collect([source], LedgerMemory(ledger, _now), settings, "newsledger/benchmark", _now)
    assert sum(isinstance(each, RawDocument) for each in found) == len(urls)


def _now() -> datetime:
    return datetime.now(UTC)


def timed(name: str, fetch: Callable[[list[str]], None], urls: list[str]) -> None:
    """One line."""
    began, used = time.perf_counter(), time.process_time()
    fetch(urls)
    wall, cpu = time.perf_counter() - began, time.process_time() - used
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
    rates = f"{len(urls) / wall:7,.0f} pages/s  {len(urls) / cpu:7,.0f} pages/s of processor time"
    print(f"{name:12} {rates}  {most:5,.0f} MB at most")


def main() -> None:
    """Each by turns, every time other pages."""
    with server() as address, TemporaryDirectory() as folder, open_ledger(f"sqlite:///{folder}/ledger.db") as ledger:
        for first in range(0, ROUNDS * PAGES, PAGES):
            urls = [f"{address}/{n}" for n in range(first, first + PAGES)]
            timed("httpx", plainly, urls)
            timed("newsledger", partial(ours, ledger), urls)


if __name__ == "__main__":
    serve() if sys.argv[1:] == ["serve"] else main()
