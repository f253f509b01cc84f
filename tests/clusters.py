"""A Dask cluster of this machine: a scheduler, and workers of one thread each."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

DASK = Path(sys.executable).with_name("dask")
# docs/scaling.md: Dask has its workers give freed memory back at once, and what is used again and again costs more then
MEMORY = {"MALLOC_MMAP_THRESHOLD_": "67108864", "MALLOC_TRIM_THRESHOLD_": "268435456"}
PATIENCE = 240  # seconds; two busy cores


@dataclass(frozen=True)
class Cluster:
    """What runs."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]
    log: Path

    def wait_for(self, pattern: str, times: int) -> None:
        """Until its log has said something so often."""
        _wait_for(self.log, pattern, times, [self.scheduler, *self.workers])


@contextmanager
def dask_cluster(folder: Path, count: int) -> Iterator[Cluster]:
    """A scheduler with so many workers, that end with the block; they write into `folder`."""
    log = folder / "dask.log"
    with ExitStack() as running:
        only_here = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        scheduler = running.enter_context(_started(log, "scheduler", *only_here))
        address = _wait_for(log, r"Scheduler at:\s+(tcp://127\.0\.0\.1:\d+)", 1, [scheduler])[0]
        alone = ("--nthreads", "1", "--host", "127.0.0.1", "--no-dashboard", "--local-directory", str(folder))
        workers = [running.enter_context(_started(log, "worker", address, *alone)) for _ in range(count)]
        cluster = Cluster(address, scheduler, workers, log)
        cluster.wait_for(r"(Registered to:)", count)
        yield cluster


def kill(process: subprocess.Popen[bytes]) -> None:
    """At once, with what it has started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def _started(log: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Dask's command, in a process group of its own that ends with the block."""
    with log.open("ab") as said:
        process = subprocess.Popen(
            [DASK, *arguments], stdout=said, stderr=said, env=os.environ | MEMORY, start_new_session=True
        )
    try:
        yield process
    finally:
        kill(process)


def _wait_for(log: Path, pattern: str, times: int, processes: Sequence[subprocess.Popen[bytes]]) -> list[str]:
    deadline = time.monotonic() + PATIENCE
    while len(found := re.findall(pattern, log.read_text())) < times:
        assert time.monotonic() < deadline, log.read_text()[-3000:]
        assert all(each.poll() is None for each in processes), log.read_text()[-3000:]
        time.sleep(0.2)
    return found
