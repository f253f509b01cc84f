"""Pages a second from a server on loopback, beside a plain httpx script: `python -m benchmarks.fetch`.

Processor seconds are this process's own; the server is another. Politeness is off, but for robots.txt.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from schemas.records import RawDocument
from schemas.settings import Settings
from schemas.sources import Pages
from tasks.fetch.raw_store import RawWriter
from tasks.fetch.web.collect import collect
from tasks.load.store import Ledger, LedgerMemory, open_ledger
from tests.fetch.web.copy import page
from tests.fetch.web.site import Answer, site

PAGES = 2_000
ROUNDS = 3
WORDS = 40  # paragraphs that make a page as large as usual ones

Way = Callable[[list[str]], Iterable[object]]


def serve() -> None:
    """The server, until its standard input ends."""
    filler = "".join(f"<p>The harbour office counted {n} lorries at gate {n % 7} on Monday.</p>" for n in range(WORDS))
    with site() as opened:
        opened.answers = {f"/{n}": Answer(page(f"Port{n}", more=filler)) for n in range(4 * ROUNDS * PAGES)}
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


def plainly(urls: list[str]) -> Iterator[bytes]:
    """As a script would: one client, one page after the other."""
    with httpx.Client() as client:
        for url in urls:
            yield client.get(url).raise_for_status().content


def ours(ledger: Ledger, urls: list[str], *, at_once: int = 1) -> Iterator[RawDocument]:
    """As a run does, with its memory in a ledger."""
    settings = Settings(delay_seconds=0, max_pages=len(urls), host_connections=at_once)
    source = Pages(name=f"gazette-{urls[0]}", urls=tuple(urls), allow_private_hosts=("localhost",))
    found = collect([source], LedgerMemory(ledger, _now), settings, "newsledger/benchmark", _now)
    return (each for each in found if isinstance(each, RawDocument))


def kept(ledger: Ledger, folder: Path, urls: list[str]) -> Iterator[RawDocument]:
    """The same, and every document into the raw store."""
    with RawWriter(folder, f"run-{urls[0].rpartition('/')[2]}") as writer:
        for each in ours(ledger, urls):
            writer.append(each)
            yield each


def _now() -> datetime:
    return datetime.now(UTC)


def timed(name: str, fetch: Way, urls: list[str]) -> None:
    """One line."""
    began, used = time.perf_counter(), time.process_time()
    assert sum(1 for _ in fetch(urls)) == len(urls)
    wall, cpu = time.perf_counter() - began, time.process_time() - used
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
    rates = f"{len(urls) / wall:7,.0f} pages/s  {len(urls) / cpu:7,.0f} pages/s of processor time"
    print(f"{name:34} {rates}  {most:5,.0f} MB at most")


def main() -> None:
    """Each by turns, every time other pages."""
    with server() as address, TemporaryDirectory() as folder, open_ledger(f"sqlite:///{folder}/ledger.db") as ledger:
        ways: dict[str, Way] = {
            "httpx": plainly,
            "newsledger": partial(ours, ledger),
            "newsledger, four requests at once": partial(ours, ledger, at_once=4),
            "newsledger, with its raw store": partial(kept, ledger, Path(folder)),
        }
        for number, (name, fetch) in enumerate(ROUNDS * list(ways.items())):
            timed(name, fetch, [f"{address}/{n}" for n in range(number * PAGES, (number + 1) * PAGES)])


if __name__ == "__main__":
    serve() if sys.argv[1:] == ["serve"] else main()
