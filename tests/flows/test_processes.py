"""A run on several processes: the same ledger as on one, also when one of them is killed."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tasks.load.store import open_existing
from tests.flows.test_local import PATIENCE, newsledger, runs, wait_until_ended
from tests.load.public import public_rows

pytestmark = pytest.mark.full

PLACES = ("Marport", "Sarn", "Calais", "Harwich", "Kent")
DOCUMENTS, ARTICLES, BATCH = 400, 320, 60


def documents(folder: Path, count: int = DOCUMENTS) -> None:
    """Rows of which some are the same article again, one is no article, and all take the model some time."""
    rows: list[object] = [{"id": number % ARTICLES, "text": text(number % ARTICLES)} for number in range(count - 1)]
    rows.append({"id": "broken"})
    (folder / "many.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


def text(number: int) -> str:
    place = PLACES[number % len(PLACES)]
    said = f'"We have waited {number + 2} hours," said Anna Weiss of the dockers\' union at {place}.'
    queue = f"An estimated {100 + number} lorries queued for miles as ferry crews walked out at {place} on Monday."
    return f"Strike number {number} shuts {place} harbour\n\n" + "\n\n".join([queue, said] * 12)


def use(folder: Path, processes: int) -> Path:
    folder.mkdir()
    settings = {"PROCESSES": processes, "BATCH_SIZE": BATCH, "DATABASE_URL": "sqlite:///newsledger.db"}
    (folder / ".env").write_text("".join(f"NEWSLEDGER_{name}={value}\n" for name, value in settings.items()))
    documents(folder)
    return folder


def ingested(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """The public rows after a run."""
    with newsledger(folder, "ingest", "many.jsonl", "--source", "desk") as ingesting:
        assert ingesting.wait(PATIENCE) == 1, (folder / "log").read_text()[-3000:]  # one row is no article
    return contents(folder)


def contents(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    assert runs(folder) == [("completed", DOCUMENTS)], (folder / "log").read_text()[-3000:]
    with open_existing(f"sqlite:///{folder}/newsledger.db") as ledger:
        return public_rows(ledger)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[object, ...]]]:
    """What one process alone makes of it."""
    found = ingested(use(tmp_path_factory.mktemp("alone") / "ledger", processes=1))
    assert len(found["v_articles"]) == ARTICLES
    return found


def workers(process: int) -> list[int]:
    """The processes that clean and tag for one, as the system knows them."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == process and b"spawn_main" in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
        except OSError:  # it has ended
            continue
    return found


def ignores_interrupt(process: int) -> bool:
    """Whether it has begun: leaving Ctrl-C to its parent is what it does first."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False
    return bool(int(re.findall(r"SigIgn:\s*(\w+)", status)[0], 16) & 1 << signal.SIGINT - 1)


def wait_for_workers(ingesting: subprocess.Popen[str]) -> list[int]:
    deadline = time.monotonic() + PATIENCE
    while len(found := [each for each in workers(ingesting.pid) if ignores_interrupt(each)]) < 2:
        assert time.monotonic() < deadline
        assert ingesting.poll() is None
        time.sleep(0.2)
    return found


def test_two_processes_make_the_same_of_it_as_one(
    tmp_path: Path, undisturbed: dict[str, list[tuple[object, ...]]]
) -> None:
    folder = use(tmp_path / "ledger", processes=2)
    assert ingested(folder) == undisturbed
    assert wait_until_ended(folder) == []


def test_a_killed_process_costs_nothing_but_time(
    tmp_path: Path, undisturbed: dict[str, list[tuple[object, ...]]]
) -> None:
    folder = use(tmp_path / "ledger", processes=2)
    with newsledger(folder, "ingest", "many.jsonl", "--source", "desk") as ingesting:
        first, *_ = wait_for_workers(ingesting)
        time.sleep(1)  # into its work, or what it needs for it: wherever it is
        os.kill(first, signal.SIGKILL)
        assert ingesting.wait(PATIENCE) == 1, (folder / "log").read_text()[-3000:]
    assert contents(folder) == undisturbed
    assert wait_until_ended(folder) == []


def test_a_run_of_which_nobody_reads_what_it_says_is_completed(tmp_path: Path) -> None:
    """As when the worker is killed that has started it."""
    folder = use(tmp_path / "ledger", processes=2)
    loud = {"PREFECT_LOGGING_LEVEL": "INFO"}
    with newsledger(folder, "ingest", "many.jsonl", errors=subprocess.PIPE, **loud) as ingesting:
        assert ingesting.stderr
        assert any("Finished in state" in line for line in ingesting.stderr)  # it reads no further
        ingesting.stderr.close()
        assert ingesting.wait(PATIENCE) == 1  # one row is no article
    assert runs(folder) == [("completed", DOCUMENTS)]


def test_a_run_that_is_broken_off_leaves_no_process(tmp_path: Path) -> None:
    folder = use(tmp_path / "ledger", processes=2)
    documents(folder, 20 * DOCUMENTS)  # which nobody waits for
    with newsledger(folder, "ingest", "many.jsonl") as ingesting:
        for process in (ingesting.pid, *wait_for_workers(ingesting)):  # on a terminal, Ctrl-C reaches them all
            os.kill(process, signal.SIGINT)
        assert ingesting.wait(PATIENCE) == 130
    assert [status for status, _ in runs(folder)] == ["cancelled"]
    assert wait_until_ended(folder) == []
    assert "Traceback" not in (folder / "log").read_text()
