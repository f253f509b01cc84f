"""The ledger at size: what search and daily counts cost, and how long searches and the documented queries take.

    python -m benchmarks.store                                     50,000 articles of 400 days, on SQLite
    python -m benchmarks.store --articles 200000 --postgresql      on a PostgreSQL that is started for it
    python -m benchmarks.store --database URL                      in a ledger of its own, which stays and is used again
    python -m benchmarks.store --all                               before it, what is measured beside a first run and a
                                                                   bare executemany: benchmarks.again, .bare_rows

The articles are made up (benchmarks/newsroom.py) and stored by the loader that the main job has. Each query of
docs/queries.md is asked as `newsledger query` asks it, for 30 days and for one; of three times the shortest counts.
Times are of the processor, the database's and this process's together: they stand when others use the machine too.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from unittest import mock

from sqlalchemy import make_url, text

from benchmarks.newsroom import EVERY_CHANGED, PROCESSORS, item
from benchmarks.pages import ROOT
from tasks.link.store import count_days, link_entities
from tasks.load.store import Ledger, begin_run, end_run, open_ledger, store_batch
from tasks.report.answer import Limits
from tasks.report.io import run_query
from tasks.report.search_store import Window, search
from tasks.report.wanted import read
from tests.databases import postgresql_server

BATCH, REPEAT = 500, 3
PAUSE = 0.3  # seconds for a server to notice that a process of its own has ended
QUERY = re.compile(r"^## (?P<title>.+?)$(?:(?!^## ).)*?^```sql\n(?P<sql>.*?)^```$", re.MULTILINE | re.DOTALL)
MONTH = re.compile(r"BETWEEN '[\d-]+' AND '[\d-]+'")
ONE_DAY = "BETWEEN '2025-03-04' AND '2025-03-04'"
SEARCHES = ("tugboat strike", "the", '"the of"', "strike OR ferry -the", "lorr*", "s*", "qua* zelzel*")
PATIENT = Limits(seconds=600)
BESIDE = ("benchmarks.again", "benchmarks.bare_rows")
ON_THE_WAY = {
    "words for search": "tasks.load.store.revisions.kept_findable",
    "days to be counted": "tasks.load.store.revisions.mark_days",
}
OF_ALL_DAYS = {
    "One topic of all days": "SELECT * FROM v_topic_daily WHERE topic = 'strike'",
    "One name of all days": "SELECT * FROM v_entity_daily WHERE entity = 'Port of Harwich'",
    "Whom a name stands with, of all days": "SELECT * FROM v_entity_pair_daily WHERE entity = 'Port of Harwich'",
}


def load(ledger: Ledger, numbers: range, of: int, version: int = 0) -> float:
    """Stores these articles, and says how long that took, without making them."""
    now, clock = item(of - 1, of)[0].raw.fetched_at, clock_of(ledger)
    started, making = clock(), 0.0
    run_id = begin_run(ledger, "ingest", code_version="1", config_hash="made-up", now=now)
    for first in range(0, len(numbers), BATCH):
        begun = time.process_time()
        made = [item(number, of, version) for number in numbers[first : first + BATCH]]
        making += time.process_time() - begun
        tags = {place: found for place, (_, found) in enumerate(made)}
        store_batch(ledger, run_id, [each for each, _ in made], tags, PROCESSORS, now)
    end_run(ledger, run_id, "completed", now)
    settle(ledger)
    return clock() - started - making


def fill(ledger: Ledger, count: int) -> None:
    """So many articles, some of which have changed since; then the statistics that a server makes by itself."""
    took = load(ledger, range(count), count)
    load(ledger, range(0, count, EVERY_CHANGED), count, version=1)
    print(f"{count:,} articles stored, {1000 * took / count:.2f} ms each")
    for what in (link_entities, count_days):
        started = (clock := clock_of(ledger))()
        done = what(ledger)
        settle(ledger)
        print(f"{what.__name__}: {done:,}, {1000 * (clock() - started) / count:.2f} ms an article", flush=True)
    if ledger.engine.dialect.name == "postgresql":
        with ledger.write() as connection:
            connection.execute(text("ANALYZE"))


def queries() -> Iterator[tuple[str, str, str]]:
    """Each documented query's title, itself, and the same for one day."""
    document = (ROOT / "docs/queries.md").read_text(encoding="utf-8")
    for found in QUERY.finditer(document):
        yield found["title"], found["sql"], MONTH.sub(ONE_DAY, found["sql"])


def ask(ledger: Ledger, sql: str) -> int:
    """How many rows a query gives, all of them read."""
    with run_query(ledger, sql, PATIENT) as answer:
        return sum(1 for _ in answer.rows)


def find(ledger: Ledger, typed: str) -> int:
    """How many articles a search finds; it shows twenty."""
    with search(ledger, read(typed), Window(), 20) as hits:
        list(hits.articles)
        return hits.in_all


def timed(call: Callable[[Ledger, str], int], ledger: Ledger, asked: str) -> tuple[float, int]:
    """The shortest time in milliseconds, and what was found."""
    clock, times = clock_of(ledger), []
    for _ in range(REPEAT):
        started = clock()
        found = call(ledger, asked)
        settle(ledger)
        times.append(1000 * (clock() - started))
    return min(times), found


def settle(ledger: Ledger) -> None:
    """A server's process is counted when it has ended."""
    ledger.engine.dispose()
    time.sleep(0 if ledger.engine.dialect.name == "sqlite" else PAUSE)


def clock_of(ledger: Ledger) -> Callable[[], float]:
    """Seconds of the processor, of this process and of those of the server, on this machine, that have ended."""
    if ledger.engine.dialect.name == "sqlite":
        return time.process_time
    with ledger.read() as connection:
        backend = connection.scalar(text("SELECT pg_backend_pid()"))
    parent = Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1]
    return lambda: time.process_time() + _of_children(int(parent))


def _of_children(parent: int) -> float:
    fields = Path(f"/proc/{parent}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def show_queries(ledger: Ledger) -> None:
    """Each documented query over 30 days and over one."""
    print(f"\n{'query':58} {'30 days, ms':>12} {'rows':>8} {'1 day, ms':>12} {'rows':>8}")
    for title, sql, day in queries():
        (month_ms, month_rows), (day_ms, day_rows) = timed(ask, ledger, sql), timed(ask, ledger, day)
        print(f"{title:58} {month_ms:12.0f} {month_rows:8,} {day_ms:12.0f} {day_rows:8,}", flush=True)
    for title, sql in OF_ALL_DAYS.items():
        took, rows = timed(ask, ledger, sql)
        print(f"{title:58} {took:12.0f} {rows:8,}", flush=True)


def show_searches(ledger: Ledger) -> None:
    """Searches that find little, and such as find nearly everything."""
    print(f"\n{'search':58} {'ms':>12} {'found':>8}")
    for typed in SEARCHES:
        took, found = timed(find, ledger, typed)
        print(f"{typed:58} {took:12.0f} {found:8,}", flush=True)


def show_load(new_ledger: Callable[[], Ledger], count: int) -> None:
    """Loading with and without what is done on the way, in turns."""
    print(f"\n{f'loading {count:,} articles, ms each':58} {'without':>12} {'with':>8} {'ratio':>8}")
    for _ in range(REPEAT):
        with new_ledger() as ledger:
            took = 1000 * load(ledger, range(count), count) / count
        for what, where in ON_THE_WAY.items():
            with new_ledger() as ledger, mock.patch(where, nothing_of):
                without = 1000 * load(ledger, range(count), count) / count
            print(f"{what:58} {without:12.2f} {took:8.2f} {took / without:8.2f}", flush=True)


def nothing_of(*_: object) -> nullcontext[None]:
    """In the place of what is done on the way."""
    return nullcontext()


@contextmanager
def urls(given: str | None, *, postgresql: bool) -> Iterator[Callable[[], str]]:
    """Where ledgers are made."""
    if given:
        yield lambda: given
    elif postgresql:
        with postgresql_server("bench") as server:
            assert server, "PostgreSQL is not installed"
            yield server.new_database
    else:
        with tempfile.TemporaryDirectory() as folder:
            numbers = iter(range(100))
            yield lambda: f"sqlite:///{folder}/{next(numbers)}.db"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=50_000)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--database", metavar="URL")
    parser.add_argument(
        "--only", nargs="+", choices=("load", "search", "queries"), default=("load", "search", "queries")
    )
    parser.add_argument("--all", action="store_true")
    given = parser.parse_args()
    for module in BESIDE if given.all else ():
        subprocess.run([sys.executable, "-m", module, *["--postgresql"] * given.postgresql], check=True)
    with urls(given.database, postgresql=given.postgresql) as new_url:
        if "load" in given.only and not given.database:
            show_load(lambda: open_ledger(new_url()), min(given.articles, 5_000))
        with open_ledger(url := new_url()) as ledger:
            if not ask(ledger, "SELECT 1 FROM articles LIMIT 1"):
                fill(ledger, given.articles)
            print(f"{make_url(url).get_backend_name()}, {find(ledger, 'the'):,} articles with a frequent word")
            if "search" in given.only:
                show_searches(ledger)
            if "queries" in given.only:
                show_queries(ledger)


if __name__ == "__main__":
    main()
