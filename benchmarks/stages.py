"""Where newsledger's CPU time goes: `newsledger ingest` in one process, looked at every two milliseconds.

    python -m benchmarks.stages                                the samples' pages, over and over
    python -m benchmarks.stages --pages FILE.jsonl.gz --count 400

A stage's time is that of all that it calls. Start-up is left out; Prefect's server is a process of its own, and
stated apart.
"""

from __future__ import annotations

import argparse
import os
import resource
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from benchmarks.pages import Input, read_pages, tagged_pages, write_input

EVERY = 0.002  # seconds of CPU
TASKS = str(Path(__file__).parents[1] / "tasks") + os.sep
THROUGH = {"task.py", "batch.py", "tagger.py"}  # they hand on to the parts
PARTS = {  # by how a module's path begins
    "fetch/raw_store": "land",
    "fetch/": "read",
    "clean/": "clean",
    "tag/model": "tag: NER",
    "tag/topics": "tag: topics",
    "tag/quotes": "tag: quotes",
    "tag/figures": "tag: figures",
    "tag/": "tag: entities",
    "load/": "load",
    "link/": "link",
}
REST = "Prefect, and what is between"


def part_of(frame: FrameType | None) -> str:
    """What a stack of calls is at work for: the part that its outermost call into one belongs to."""
    found = REST
    while frame:
        path = frame.f_code.co_filename
        if path.startswith(TASKS) and (Path(path).name not in THROUGH or found == REST):
            found = next((part for start, part in PARTS.items() if path[len(TASKS) :].startswith(start)), REST)
        frame = frame.f_back
    return found


@contextmanager
def looking() -> Iterator[Counter[str]]:
    """Counts, while it lasts, how often each part was found at work."""
    seen: Counter[str] = Counter()
    signal.signal(signal.SIGPROF, lambda _, frame: seen.update((part_of(frame),)))
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
    try:
        yield seen
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def ingest(given: Input, folder: Path) -> tuple[Counter[str], float, float]:
    """How often each part was at work, and the seconds of CPU of this process and of Prefect's server."""
    own = {"DATABASE_URL": f"sqlite:///{folder}/ledger.db", "PROCESSES": "1"}
    os.environ.update({f"NEWSLEDGER_{name}": value for name, value in own.items()})
    from flows.kit import load_kit
    from flows.prefect_here import OFFLINE, QUIET
    from schemas.settings import settings

    os.environ.update(OFFLINE | QUIET)
    from flows.server import prefect_server

    with prefect_server(schedules=False, meanwhile=lambda: load_kit(settings())):
        from flows.ingest import ingest as flow

        started = time.process_time()
        with looking() as seen:
            flow([str(given.pages)])
        here = time.process_time() - started
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seen, here, used.ru_utime + used.ru_stime


def show(given: Input, seen: Counter[str], here: float, server: float) -> None:
    """The table, the greatest first."""
    for part, times in seen.most_common():
        share = times / seen.total()
        print(f"{part:32} {1000 * here * share / given.count:8.2f} ms/page {share:7.1%}")
    print(f"{'all':32} {1000 * here / given.count:8.2f} ms/page; Prefect's server {server:.1f} s, start-up and all")


def main() -> None:
    """Ingest and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, help="a file of pages instead of the samples")
    parser.add_argument("--count", type=int, default=400)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = write_input(tagged_pages(read_pages(given.pages), folder), given.count, folder)
        cleaning = resource.getrusage(resource.RUSAGE_CHILDREN)
        seen, here, children = ingest(made, folder)
        show(made, seen, here, children - cleaning.ru_utime - cleaning.ru_stime)


if __name__ == "__main__":
    main()
