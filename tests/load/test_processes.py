"""Several loaders at once, in orders and batches of their own, or killed: one content, and nothing twice."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Engine, event

from benchmarks.newsroom import PROCESSORS
from tasks.link.store import count_days
from tasks.load.store import Ledger, open_ledger
from tasks.report.content import Content, hash_content
from tasks.report.export_store import read_views
from tests.load import worker
from tests.load.making import counted, rows

ROOT = Path(__file__).parents[2]
QUICK, FULL, LONG = 2, 10, 50  # moments at which a loader is killed
MOMENTS = [
    pytest.param(seed, marks=[pytest.mark.long] if seed >= FULL else [pytest.mark.full] if seed >= QUICK else [])
    for seed in range(LONG)
]
OF_RUNS = {"runs", "fetches"}  # tables in which a run leaves rows though it finds nothing new
BY_PROCESSOR = {"entities": "mentions", "quotes": "quotes", "figures": "figures"}


@dataclass(frozen=True)
class Filled:
    """What a ledger has in it."""

    content: list[Content]
    rows: Counter[str]


def filled(url: str) -> Filled:
    with open_ledger(url) as ledger:
        count_days(ledger)
    with open_ledger(url) as ledger, read_views(ledger) as read:
        counts = Counter({table: number for table, number in counted(ledger).items() if table not in OF_RUNS})
        return Filled(hash_content(read), counts)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> tuple[Filled, int]:
    """What one process that nobody disturbs loads, and in about how many statements."""
    url = f"sqlite:///{tmp_path_factory.mktemp('alone') / 'ledger.db'}"
    open_ledger(url).close()
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    worker.main(url, seed=0)
    event.remove(Engine, "before_cursor_execute", note)
    return filled(url), max(n for n, statement in enumerate(statements) if "INTO fetches" in statement)


def start(url: str, *numbers: int) -> subprocess.Popen[bytes]:
    """A process that loads."""
    return subprocess.Popen([sys.executable, "-m", "tests.load.worker", url, *map(str, numbers)], cwd=ROOT)


def test_four_loaders_at_once_come_to_the_same_as_one(database_url: str, alone: tuple[Filled, int]) -> None:
    processes = [start(database_url, seed, batch) for seed, batch in enumerate((7, worker.BATCH, 50, 1000), 1)]
    assert [process.wait() for process in processes] == [0] * 4
    assert filled(database_url) == alone[0]
    with open_ledger(database_url) as ledger:
        assert rows(ledger, "SELECT documents FROM runs") == [(len(worker.newsroom()[0]),)] * 4


@pytest.mark.parametrize("seed", MOMENTS)
def test_a_loader_that_is_killed_and_started_again_comes_to_the_same(
    seed: int, database_url: str, alone: tuple[Filled, int]
) -> None:
    expected, statements = alone
    process = start(database_url, seed, worker.BATCH, Random(seed).randrange(statements * 9 // 10))
    assert process.wait() == -signal.SIGKILL
    with open_ledger(database_url) as ledger:
        assert_whole(ledger)
    worker.main(database_url, seed)
    assert filled(database_url) == expected


def assert_whole(ledger: Ledger) -> None:
    """Whole batches, and every revision with everything that belongs to it."""
    fetches, last = counted(ledger)["fetches"], len(worker.newsroom()[0])
    assert fetches % worker.BATCH == 0 or fetches == last
    assert rows(ledger, "SELECT count(*) FROM articles WHERE current_revision_id IS NULL") == [(0,)]
    assert counted(ledger)["processings"] == counted(ledger)["revisions"] * len(PROCESSORS.each)
    for processor, table in BY_PROCESSOR.items():
        made = f"FROM processings JOIN processors ON processors.id = processor_id WHERE name = '{processor}'"
        assert rows(ledger, f"SELECT coalesce(sum(found), 0) {made}") == [(counted(ledger)[table],)]
