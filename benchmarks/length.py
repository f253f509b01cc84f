"""Whether a run costs more an article the longer it is: short articles, few and ten times as many.

    python -m benchmarks.length                            5,000 and 50,000, on SQLite
    python -m benchmarks.length --sizes 1000 10000 --processes 1

No two articles are the same, and each names somebody whom hardly any other does, so that whatever remembers words or
names has something to remember. A run of 500 before gives the start-up, which is left out of the times. CPU is that of
all processes, and so is memory, the most that each has had at once: the flow's own, and the greatest of those that
clean and tag.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import newsroom
from benchmarks.pages import COMMAND, ROOT, read_pages, tagged_pages
from benchmarks.processes import cpu, family

START_UP = 500
LOOK_SECONDS = 1.0
KINDS = {"ingest": "flow", "spawn_main": "worker", "server": "server"}  # by a word of their command lines


@dataclass
class Cost:
    """Of one run: seconds, and the most memory of each kind of process, in megabytes."""

    wall: float = 0.0
    cpu: float = 0.0
    memory: dict[str, float] = field(default_factory=dict)


def write_articles(path: Path, count: int, sentences: list[str]) -> None:
    """So many short articles, a row each; the same number makes the same article."""
    with path.open("w", encoding="utf-8") as rows:
        rows.writelines(json.dumps({"id": number, "text": text(number, sentences)}) + "\n" for number in range(count))


def text(number: int, sentences: list[str]) -> str:
    """Three sentences, and what somebody said."""
    chance = random.Random(number)
    some = [chance.choice(sentences) for _ in range(3)]
    name, place = newsroom.made_up_name(chance), newsroom.made_up_name(chance)
    said = f'"There were {number:,} of us," said {name}, of {place}.'
    return f"{some[0]}\n\n{some[1]}\n\n{said} {some[2]}"


def sentences_of_samples(folder: Path) -> list[str]:
    """Those of the samples' bodies."""
    bodies = "\n".join(body for _, body in tagged_pages(read_pages(None), folder))
    return [each for each in re.split(r"(?<=\.)\s+", bodies) if 40 < len(each) < 200]


def ingest(articles: Path, processes: int) -> Cost:
    """One run, alone in a folder of its own."""
    with tempfile.TemporaryDirectory() as name:
        own = {"NEWSLEDGER_DATABASE_URL": f"sqlite:///{name}/ledger.db", "NEWSLEDGER_PROCESSES": str(processes)}
        found, before, started = Cost(), cpu(), time.monotonic()
        run = subprocess.Popen([COMMAND, "ingest", articles], cwd=ROOT, env=os.environ | own, stdout=subprocess.DEVNULL)
        while run.poll() is None:
            for kind, most in looked_at(run.pid):
                found.memory[kind] = max(found.memory.get(kind, 0.0), most)
            time.sleep(LOOK_SECONDS)
        assert run.returncode == 0, "the run failed"
        found.wall, found.cpu = time.monotonic() - started, cpu() - before
        return found


def looked_at(run: int) -> Iterator[tuple[str, float]]:
    """Kind and megabytes, the most it has had, of each process of a run that lives."""
    for pid in family(run):
        try:
            status = Path(f"/proc/{pid}/status").read_text()
            command = Path(f"/proc/{pid}/cmdline").read_text()
        except OSError:  # it has ended
            continue
        kind = next((kind for word, kind in KINDS.items() if word in command), None)
        if kind and (most := re.search(r"VmHWM:\s+(\d+)", status)):
            yield kind, int(most[1]) / 1024


def show(size: int, each: Cost, start: Cost) -> None:
    """A line of the table."""
    count = size - START_UP
    wall, used = 1000 * (each.wall - start.wall) / count, 1000 * (each.cpu - start.cpu) / count
    print(f"{size:8,} {wall:8.2f} {used:8.2f} ", *(f"{each.memory[kind]:8.0f}" for kind in sorted(each.memory)))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs=2, default=(5_000, 50_000))
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        sentences, costs = sentences_of_samples(Path(name)), []
        for size in (START_UP, *given.sizes):
            write_articles(Path(name) / "articles.jsonl", size, sentences)
            costs.append(ingest(Path(name) / "articles.jsonl", given.processes))
    start, few, many = costs
    print(f"{'':8} {'ms':>8} {'CPU ms':>8} ", *(f"{kind + ' MB':>8}" for kind in sorted(many.memory)))
    for size, each in zip(given.sizes, (few, many), strict=True):
        show(size, each, start)
    per = [(each.cpu - start.cpu) / (size - START_UP) for size, each in zip(given.sizes, (few, many), strict=True)]
    memory = {kind: many.memory[kind] / few.memory[kind] for kind in sorted(many.memory)}
    print(f"CPU an article {per[1] / per[0]:.2f} times;", ", ".join(f"{k} {v:.2f} times" for k, v in memory.items()))


if __name__ == "__main__":
    main()
