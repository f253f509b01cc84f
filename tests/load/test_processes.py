"""Several loaders at once, and loaders that are killed: nothing twice, nothing half."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

from tasks.link.store import link_entities
from tasks.load.store import Ledger, open_ledger
from tests.load import worker
from tests.load.making import PROCESSORS, counted, rows
from tests.load.public import public_rows

ROOT = Path(__file__).parents[2]


def start(url: str, seed: int) -> subprocess.Popen[bytes]:
    """A process that loads."""
    return subprocess.Popen([sys.executable, "-m", "tests.load.worker", url, str(seed)], cwd=ROOT)


def expected(folder: Path) -> object:
    """What one process that nobody disturbs loads."""
    url = f"sqlite:///{folder / 'undisturbed.db'}"
    worker.main(url, 0)
    with open_ledger(url) as ledger:
        link_entities(ledger)
        return comparable(ledger)


def comparable(ledger: Ledger) -> object:
    """The public rows, whatever the database calls a day, and all counts that do not depend on how often we ran."""
    views = {view: [tuple(map(str, row)) for row in found] for view, found in public_rows(ledger).items()}
    return views, {name: number for name, number in counted(ledger).items() if name not in ("runs", "fetches")}


def test_two_loaders_at_once_come_to_the_same_as_one(database_url: str, tmp_path: Path) -> None:
    processes = [start(database_url, seed) for seed in (1, 2)]
    assert [process.wait() for process in processes] == [0, 0]
    with open_ledger(database_url) as ledger:
        link_entities(ledger)
        assert comparable(ledger) == expected(tmp_path)
        assert rows(ledger, "SELECT documents FROM runs") == [(worker.DOCUMENTS,)] * 2


def test_a_loader_that_is_killed_leaves_whole_batches(database_url: str, tmp_path: Path) -> None:
    with open_ledger(database_url) as ledger:
        process = start(database_url, 1)
        while counted(ledger)["fetches"] < worker.BATCH * 2 and process.poll() is None:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert_whole(ledger)
        worker.main(database_url, 2)
        link_entities(ledger)
        assert comparable(ledger) == expected(tmp_path)


def assert_whole(ledger: Ledger) -> None:
    """Whole batches, and every revision with everything that belongs to it."""
    found = counted(ledger)
    assert found["fetches"] % worker.BATCH == 0
    assert found["processings"] == found["revisions"] * len(PROCESSORS.each)
    for table in ("mentions", "quotes", "figures", "article_topics", "topic_evidence"):
        assert found[table] == found["revisions"], table
    assert rows(ledger, "SELECT count(*) FROM articles WHERE current_revision_id IS NULL") == [(0,)]
