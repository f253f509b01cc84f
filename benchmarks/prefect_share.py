"""How much of a run's CPU is Prefect's own: batches in which there is nothing to do, through Prefect and without it.

    python -m benchmarks.prefect_share                     on one process, then on two

A batch is the four tasks that the main job has for it, with no document in it. The difference between the two ways is
Prefect's, its server's work among it; beside it stands what a batch of the samples' pages costs in all. Start-up falls
out, since each is measured over two sizes. All is CPU time, of all processes.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks.again import prefect
from benchmarks.pages import read_pages, tagged_pages, write_input
from benchmarks.pipeline import Contestant, Rate, ingest, run
from benchmarks.processes import cpu
from flows.workers import WORTH, Pool, Submit, Workers, begin, taken_ahead
from schemas.records import Processors
from schemas.settings import settings, use_instead
from schemas.travel import Parcel

FEW, MANY = 10, 40  # batches
AHEAD = 4  # of them under way
SIZES = 500, 2_000  # pages

Way = Callable[[Any], Callable[..., Any]]  # how a task is called


def per_batch(batches: Callable[[int], object]) -> float:
    """Milliseconds of the processor a batch."""
    used = []
    batches(1)  # what is done once a process
    for count in (FEW, MANY):
        before = cpu()
        batches(count)
        used.append(cpu() - before)
    return 1000 * (used[1] - used[0]) / (MANY - FEW)


def take(count: int, pool: Pool | None, way: Way) -> None:
    """So many batches through their four tasks."""
    from flows.kit import load_kit
    from tasks.clean.task import clean_documents
    from tasks.load.store import begin_run, open_ledger
    from tasks.load.task import plan_batch, store_batch
    from tasks.tag.task import tag_articles

    clean, tag, plan, store = map(way, (clean_documents, tag_articles, plan_batch, store_batch))
    kit = load_kit(settings())
    with open_ledger(settings().database_url) as ledger, Workers(pool) as workers:
        run_id = begin_run(ledger, "nothing", code_version="", config_hash="", now=datetime.now(UTC))
        cleaned = (workers.start(clean, WORTH, "", raws=Parcel([]), cleaner=kit.cleaner) for _ in range(count))
        for piece in taken_ahead(cleaned, AHEAD):
            piece.result()
            plan(ledger, run_id, [])
            workers.start(tag, WORTH, "", articles=Parcel([]), tagger=kit.tagger).result()
            store(ledger, run_id, [], {}, Processors(()))


def through_prefect(count: int) -> None:
    """As the main job has them."""
    from prefect import flow

    from flows.pools import workers

    pool = workers(settings()).pool
    flow(name="nothing", persist_result=False)(lambda: take(count, pool, lambda task: task))()


def without(count: int) -> None:
    """The same functions on as many processes."""
    processes = settings().process_count()
    take(count, partial(_python_pool, processes) if processes > 1 else None, lambda task: partial(_bare, task.name))


def _bare(name: str, *given: Any, **named: Any) -> Any:
    """What a task does, without Prefect; a task's function by itself does not travel to another process."""
    from tasks.clean.task import clean_documents
    from tasks.load.task import plan_batch, store_batch
    from tasks.tag.task import tag_articles

    found: dict[str, Any] = {each.name: each for each in (clean_documents, tag_articles, plan_batch, store_batch)}
    return found[name].fn(*given, **named)


@contextmanager
def _python_pool(processes: int) -> Iterator[Submit]:
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=begin) as executor:
        yield lambda do, arguments: executor.submit(do, **arguments)


def of_pages(folder: Path, processes: int) -> float:
    """Milliseconds of the processor that a batch of pages takes."""
    pages = tagged_pages(read_pages(None), folder)
    small, large = (
        (given, run(Contestant("", ingest, processes), given))
        for given in (write_input(pages, size, folder) for size in SIZES)
    )
    return settings().batch_size * Rate.between(small, large).cpu


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--processes", type=int, nargs="+", default=(1, 2))
    given = parser.parse_args()
    for processes in given.processes:
        with tempfile.TemporaryDirectory() as name:
            whole = of_pages(Path(name), processes)
            use_instead(database_url=f"sqlite:///{name}/ledger.db", processes=str(processes))
            with prefect():
                ours, own = per_batch(without), per_batch(through_prefect)
        print(
            f"{processes} process(es): a batch {whole:,.0f} ms, without documents {own:.0f} ms through Prefect and "
            f"{ours:.0f} ms without; Prefect's own {(own - ours) / whole:.1%}",
            flush=True,
        )


if __name__ == "__main__":
    main()
