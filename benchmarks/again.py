"""What a second run costs, and a retag after one topic has changed, beside the first run.

    python -m benchmarks.again                             5,000 of the samples' pages, a file each, on SQLite
    python -m benchmarks.again --count 1000 --postgresql   on a PostgreSQL that is started for it
    python -m benchmarks.again --profile                   and what the second run does in this process

All in one process that cleans, tags and loads. Times are of the processor: this process's, the database's, and that of
Prefect's server together, so they stand when others use the machine too. Start-up, of the server and of what a run
works with, is left out.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from itertools import cycle, islice
from pathlib import Path

from benchmarks.pages import ROOT, read_pages, tagged_pages
from benchmarks.processes import cpu
from benchmarks.store import urls

TOPIC = "config/topics/weather.toml"
CHANGE = ("threshold = 3.0", "threshold = 3.1")


def write_pages(folder: Path, count: int) -> Path:
    """So many pages, a file each, of which no two have the same bytes."""
    desk = folder / "desk"
    desk.mkdir()
    pages = [page["html"] for page, _ in tagged_pages(read_pages(None), folder)]
    for number, html in enumerate(islice(cycle(pages), count)):
        (desk / f"{number:06}.html").write_text(f"{html}<!-- {number} -->", encoding="utf-8")
    return desk


def took(run: Callable[[], object]) -> float:
    """What a run costs."""
    before = cpu()
    run()
    return cpu() - before


@contextmanager
def prefect() -> Iterator[None]:
    """What flows need to run here."""
    from flows.prefect_here import OFFLINE, QUIET

    os.environ.update(OFFLINE | QUIET)
    from prefect.events.worker import EventsWorker

    from flows.kit import load_kit
    from flows.server import prefect_server
    from schemas.settings import settings

    with prefect_server(schedules=False, meanwhile=lambda: load_kit(settings())):
        yield
        EventsWorker.instance().wait_until_empty()  # what is told to a server that has ended is told again and again


def change_topic(folder: Path) -> None:
    """Another rule for one topic, read as a new process would read it."""
    from flows.kit import load_kit
    from schemas.settings import settings

    path = folder / TOPIC
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace(*CHANGE), encoding="utf-8")
    assert before != path.read_text(encoding="utf-8"), "the topic is as it was"
    load_kit.cache_clear()
    load_kit(settings())


def measure(desk: Path, folder: Path, count: int, *, profile: bool) -> None:
    """Ingest twice, change a topic, retag; print what each took."""
    from flows.ingest import ingest
    from flows.retag import retag

    first = took(lambda: ingest([str(desk)]))
    show("first run", first, first, count)
    with cProfile.Profile() if profile else nullcontext() as profiled:
        second = took(lambda: ingest([str(desk)]))
    show("second run", second, first, count)
    if profiled:
        pstats.Stats(profiled).sort_stats("cumulative").print_stats(60)
    change_topic(folder)
    show("retag, one topic changed", took(retag), first, count)


def show(what: str, seconds: float, first: float, count: int) -> None:
    """A line of the table."""
    print(f"{what:28} {seconds:8.2f} s {1000 * seconds / count:8.3f} ms each {first / seconds:8.1f} times", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=5_000)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--profile", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, urls(None, postgresql=given.postgresql) as new_url:
        folder = Path(name)
        desk = write_pages(folder, given.count)
        for part in ("config", "models"):
            shutil.copytree(ROOT / part, folder / part)
        own = {"DATABASE_URL": new_url(), "PROCESSES": "1", "CONFIG_DIR": str(folder / "config")}
        os.environ.update(
            {f"NEWSLEDGER_{key}": value for key, value in own.items()} | {"NEWSLEDGER_RAW_DIR": f"{folder}/raw"}
        )
        with prefect():
            measure(desk, folder, given.count, profile=given.profile)


if __name__ == "__main__":
    main()
