"""Two Dask workers beside one: pages to rows on a cluster of this machine, into PostgreSQL.

    python -m benchmarks.cluster                           the samples' pages, over and over
    python -m benchmarks.cluster --sizes 1000 5000 --repeat 5
    python -m benchmarks.cluster --pages FILE.jsonl.gz     rows {id, url?, html}; those in English are taken

The scheduler, the workers, PostgreSQL, Prefect's server and the run itself share the machine's cores, so with two of
them this is the least that a second worker brings. Each runs over two sizes of the same input, so that start-up falls
out of the rate; they take turns, on a new cluster and a new database each time.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import monotonic

from benchmarks.pages import COMMAND, ROOT, Input, read_pages, tagged_pages, write_input
from benchmarks.pipeline import Rate, Took
from benchmarks.processes import cpu
from benchmarks.store import urls
from tests.clusters import Cluster, dask_cluster

WORKERS = 1, 2


def run(cluster: Cluster, workers: int, given: Input, url: str, folder: Path) -> Took:
    """One run through a cluster; what it costs, and costs the scheduler and the workers."""
    own = {"RUNNER": "dask", "DASK_ADDRESS": cluster.address, "PROCESSES": str(workers), "DATABASE_URL": url}
    own["RAW_DIR"] = str(folder / "raw")
    environment = os.environ | {f"NEWSLEDGER_{name}": value for name, value in own.items()}
    before, started = cpu(), monotonic()
    quiet = subprocess.DEVNULL
    subprocess.run([COMMAND, "ingest", given.pages], check=True, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet)
    return Took(monotonic() - started, cpu() - before)


def measure(workers: int, inputs: Sequence[Input], new_url: Callable[[], str]) -> Rate:
    """The rate of so many workers."""
    took = []
    for each in inputs:
        with tempfile.TemporaryDirectory() as name, dask_cluster(Path(name), workers) as cluster:
            took.append((each, run(cluster, workers, each, new_url(), Path(name))))
    small, large = took
    rate = Rate.between(small, large)
    print(f"{workers} worker(s) {rate.pages:6.1f} pages/s {rate.cpu:6.1f} ms CPU a page", flush=True)
    return rate


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, help="a file of pages instead of the samples")
    parser.add_argument("--sizes", type=int, nargs=2, default=(1_000, 4_000), help="pages in each input")
    parser.add_argument("--repeat", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, urls(None, postgresql=True) as new_url:
        pages = tagged_pages(read_pages(given.pages), Path(name))
        inputs = [write_input(pages, size, Path(name)) for size in given.sizes]
        turns = [[measure(workers, inputs, new_url) for workers in WORKERS] for _ in range(given.repeat)]
    print(f"two workers beside one: {median(two.pages / one.pages for one, two in turns):.2f} times")


if __name__ == "__main__":
    main()
