"""Pages to rows: newsledger beside the script that a competent user would write, and beside bare NER as the floor.

    python -m benchmarks.pipeline                              the samples' pages, over and over
    python -m benchmarks.pipeline --pages FILE.jsonl.gz        rows {id, url?, html}; those in English are taken
    python -m benchmarks.pipeline --sizes 400 760 --repeat 5

Each runs over two sizes of the same input; the difference gives the rate, so start-up falls out of it and is stated
apart. They take turns, and the whole is repeated. CPU is that of all processes, Prefect's server among them: it
stands when others use the machine too, which times do not.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import monotonic

from benchmarks.pages import COMMAND, ROOT, Input, read_pages, tagged_pages, write_input
from benchmarks.processes import cpu
from schemas.settings import Settings

Command = Callable[[Input, Path], Sequence[str | Path]]


@dataclass(frozen=True)
class Contestant:
    """Something that takes pages or bodies and gives rows or names."""

    name: str
    command: Command
    processes: int


@dataclass(frozen=True)
class Took:
    """What one run cost, in seconds."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Rate:
    """What comes out of two runs over two sizes."""

    pages: float  # a second
    words: float  # a second
    cpu: float  # milliseconds a page
    start_up: float  # seconds

    @classmethod
    def between(cls, small: tuple[Input, Took], large: tuple[Input, Took]) -> Rate:
        """From what the two took."""
        pages = large[0].count - small[0].count
        each = (large[1].wall - small[1].wall) / pages
        words = (large[0].words - small[0].words) / pages
        cpu = (large[1].cpu - small[1].cpu) / pages
        return cls(1 / each, words / each, 1000 * cpu, small[1].wall - small[0].count * each)


def contestants(cores: int) -> list[Contestant]:
    """Who runs."""
    counts = sorted({1, cores})
    return [
        Contestant("script", script(cores), cores),
        *(Contestant("newsledger", ingest, processes) for processes in counts),
        *(Contestant("bare NER", bare_ner(processes), processes) for processes in counts),
    ]


def script(processes: int) -> Command:
    """The competent script."""
    return lambda given, out: [sys.executable, "-m", "benchmarks.script", given.pages, out / "s.db", str(processes)]


def ingest(given: Input, _: Path) -> Sequence[str | Path]:
    """The main job."""
    return [COMMAND, "ingest", given.pages]


def bare_ner(processes: int) -> Command:
    """The floor."""
    return lambda given, _: [sys.executable, "-m", "benchmarks.bare_ner", given.bodies, str(processes)]


def run(who: Contestant, given: Input) -> Took:
    """One run, alone in a folder of its own."""
    with tempfile.TemporaryDirectory() as name:
        own = {"NEWSLEDGER_DATABASE_URL": f"sqlite:///{name}/ledger.db", "NEWSLEDGER_PROCESSES": str(who.processes)}
        before, started = cpu(), monotonic()
        command = who.command(given, Path(name))
        quiet = subprocess.DEVNULL
        subprocess.run(command, check=True, cwd=ROOT, env=os.environ | own, stdout=quiet, stderr=quiet)
        return Took(monotonic() - started, cpu() - before)


def measure(who: Sequence[Contestant], small: Input, large: Input, repeat: int) -> dict[Contestant, list[Rate]]:
    """Everyone's rates, taking turns."""
    rates: dict[Contestant, list[Rate]] = {each: [] for each in who}
    for _ in range(repeat):
        for each in who:
            rates[each].append(Rate.between((small, run(each, small)), (large, run(each, large))))
            print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return rates


def show(rates: dict[Contestant, list[Rate]]) -> None:
    """The table, and what it comes to."""
    print(f"{'':24} {'pages/s':>17} {'words/s':>9} {'CPU ms/page':>12} {'start-up s':>11}")
    print(f"{'':24} {'least':>8} {'median':>8} {'median':>9} {'median':>12} {'median':>11}")
    for who, found in rates.items():
        name = f"{who.name}, {who.processes} process{'es' * (who.processes > 1)}"
        pages, words = [rate.pages for rate in found], median(rate.words for rate in found)
        each, start_up = median(rate.cpu for rate in found), median(rate.start_up for rate in found)
        print(f"{name:24} {min(pages):8.1f} {median(pages):8.1f} {words:9,.0f} {each:12.1f} {start_up:11.1f}")
    print()
    for said, of, beside in comparisons(list(rates)):
        ratios = [one.pages / other.pages for one, other in zip(rates[of], rates[beside], strict=True)]
        by_cpu = median(rate.cpu for rate in rates[beside]) / median(rate.cpu for rate in rates[of])
        print(f"{said:44} {median(ratios):5.2f} (least {min(ratios):.2f}; by CPU {by_cpu:.2f})")


def comparisons(who: Sequence[Contestant]) -> list[tuple[str, Contestant, Contestant]]:
    """What is said of whom beside whom."""
    the_script, *rest = who
    ours, floor = ([each for each in rest if each.name == name] for name in ("newsledger", "bare NER"))
    return [
        ("newsledger beside the script", ours[-1], the_script),
        ("newsledger beside bare NER, one process", ours[0], floor[0]),
        (f"newsledger beside bare NER, {ours[-1].processes} processes", ours[-1], floor[-1]),
        (f"newsledger, {ours[-1].processes} processes beside one", ours[-1], ours[0]),
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, help="a file of pages instead of the samples")
    parser.add_argument("--sizes", type=int, nargs=2, default=(400, 1200), help="pages in the smaller and larger input")
    parser.add_argument("--repeat", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = tagged_pages(read_pages(given.pages), folder)
        small, large = (write_input(pages, size, folder) for size in given.sizes)
        repeated = f", {len(pages)} different" if len(pages) < large.count else ""
        words = f"{large.words / large.count:,.0f} words each"
        print(f"{given.pages or 'samples'}: {small.count} and {large.count} pages{repeated}, {words}\n", flush=True)
        show(measure(contestants(Settings().process_count()), small, large, given.repeat))


if __name__ == "__main__":
    main()
