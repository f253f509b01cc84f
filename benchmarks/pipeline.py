"""How fast: what each command needs to start, and how many articles a second it does from then on.

    python -m benchmarks.pipeline

Every command runs over two sizes of the same input, made from the samples; the difference gives the rate, so start-up
falls out of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from time import monotonic

ROOT = Path(__file__).parents[1]
COMMAND = Path(sys.executable).with_name("newsledger")
SMALL, LARGE = 100, 1_100


@dataclass(frozen=True)
class Rate:
    """What a command costs."""

    start_up: float  # seconds
    articles: float  # a second

    @classmethod
    def between(cls, small: float, large: float) -> Rate:
        """From the seconds that the two sizes took."""
        each = (large - small) / (LARGE - SMALL)
        return cls(small - SMALL * each, 1 / each)


def write_articles(path: Path, count: int, key: str) -> Path:
    """JSON lines of `count` articles, each a little different, with the text under `key`."""
    samples = [sample.read_text(encoding="utf-8") for sample in sorted((ROOT / "samples").rglob("*.txt"))]
    with path.open("w", encoding="utf-8") as out:
        for number, text in enumerate(islice(cycle(samples), count)):
            out.write(json.dumps({"id": str(number), key: f"{text}\n\nThis was bulletin number {number}."}) + "\n")
    return path


def seconds(folder: Path, *arguments: str | Path) -> float:
    """How long one command runs, alone in a ledger of its own."""
    env = os.environ | {"NEWSLEDGER_DATABASE_URL": f"sqlite:///{folder}/newsledger.db"}
    started = monotonic()
    subprocess.run([COMMAND, *arguments], check=True, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
    return monotonic() - started


def measure(command: str, key: str) -> Rate:
    """One command over both sizes."""
    took = []
    for count in (SMALL, LARGE):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            rows = write_articles(folder / "articles.jsonl", count, key)
            out = [] if command == "ingest" else [folder / "out.jsonl"]
            took.append(seconds(folder, command, rows, *out))
    return Rate.between(*took)


def main() -> None:
    """Print a line a command."""
    for command, key in (("clean", "text"), ("tag", "body"), ("ingest", "text")):
        rate = measure(command, key)
        print(f"{command:8s} {rate.articles:8.1f} articles/s   start-up {rate.start_up:5.1f} s", flush=True)


if __name__ == "__main__":
    main()
