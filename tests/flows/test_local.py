"""Flows run here: without a Prefect server of the user's, and leaving nothing behind."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.prefects import copy_home

pytestmark = pytest.mark.full

PROJECT = Path(__file__).parents[2]
COMMAND = Path(sys.executable).with_name("newsledger")
PATIENCE = 240  # seconds; two busy cores
MARK = "NEWSLEDGER_TEST_MARK"


@contextmanager
def newsledger(
    folder: Path, *arguments: str, errors: int | None = None, **settings: str
) -> Iterator[subprocess.Popen[str]]:
    """The command in a folder of its own, marked so that what it leaves behind can be found.

    It brings a Prefect server of its own, unless the test uses `prefect`.

    Args:
        folder: the folder, where `log` is what it writes.
        arguments: the command's.
        errors: where standard error goes instead.
        settings: more of the environment.
    """
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PREFECT_", "NEWSLEDGER_")) or name == "PREFECT_API_URL"
    }
    config = next(each / "config" for each in (folder, PROJECT) if (each / "config").is_dir())
    own = {"PREFECT_HOME": str(copy_home(folder / "prefect")), "NEWSLEDGER_CONFIG_DIR": str(config), MARK: str(folder)}
    with (folder / "log").open("w") as log:
        started = subprocess.Popen(
            [COMMAND, *arguments],
            cwd=folder,
            env=environment | own | settings,
            stdin=subprocess.PIPE,  # open, and never written to
            stdout=log,
            stderr=errors or log,
            text=True,
        )
        try:
            yield started
        finally:
            started.kill()
            started.wait()
            for process in marked(folder):
                os.kill(process, signal.SIGKILL)


def marked(folder: Path) -> list[int]:
    """The processes that still live of those that were started for a folder."""
    sought = f"{MARK}={folder}".encode()
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if sought in path.read_bytes().split(b"\0"):
                found.append(int(path.parent.name))
        except OSError:  # it has ended, or is not ours
            continue
    return found


def runs(folder: Path) -> list[tuple[str, int]]:
    """The status and number of documents of each run."""
    if not (folder / "newsledger.db").exists():
        return []
    with closing(sqlite3.connect(folder / "newsledger.db")) as ledger:
        try:
            return ledger.execute("SELECT status, documents FROM runs ORDER BY id").fetchall()
        except sqlite3.OperationalError:  # not made yet
            return []


def wait_until_ended(folder: Path) -> list[int]:
    deadline = time.monotonic() + 60
    while (left := marked(folder)) and time.monotonic() < deadline:
        time.sleep(0.5)
    return left


def wait_for_run(folder: Path, status: str, patience: int = PATIENCE) -> None:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if any(found == status for found, _ in runs(folder)):
            return
        time.sleep(0.5)
    pytest.fail(f"no run is {status}: {runs(folder)}\n{(folder / 'log').read_text()[-3000:]}")


def test_serve_brings_a_server_of_its_own_and_takes_it_along(tmp_path: Path) -> None:
    with newsledger(tmp_path, "serve", "--every", "1", str(PROJECT / "samples/twins")) as serving:
        wait_for_run(tmp_path, "completed")
        assert runs(tmp_path)[0] == ("completed", 2)
        serving.send_signal(signal.SIGTERM)
        serving.wait(PATIENCE)
        assert wait_until_ended(tmp_path) == []
    said = (tmp_path / "log").read_text()
    command = r"PREFECT_API_URL=http://127\.0\.0\.1:\d+/api prefect deployment run ingest/ingest\n"
    assert re.search(f"A run at once, from another shell: {command}", said)
    assert "RuntimeWarning" not in said


def test_a_terminated_run_is_cancelled_and_leaves_no_process(tmp_path: Path) -> None:
    text = (
        "Ferry crews walked out at noon on Friday, and lorries queued for nine miles outside the harbour at Marport. "
    )
    rows = "".join(f'{{"id": {number}, "text": "{text * 30}"}}\n' for number in range(3000))
    (tmp_path / "many.jsonl").write_text(rows)
    with newsledger(tmp_path, "ingest", "many.jsonl") as ingesting:
        wait_for_run(tmp_path, "running")
        ingesting.send_signal(signal.SIGTERM)
        assert ingesting.wait(PATIENCE) == 128 + signal.SIGTERM
        assert runs(tmp_path)[0][0] == "cancelled"
        assert wait_until_ended(tmp_path) == []


def test_what_a_killed_run_brought_along_ends_by_itself(tmp_path: Path) -> None:
    with newsledger(tmp_path, "ingest", str(PROJECT / "samples/twins"), "-") as ingesting:
        wait_for_run(tmp_path, "running")
        assert len(marked(tmp_path)) > 1
        ingesting.kill()
        assert wait_until_ended(tmp_path) == []


@pytest.mark.long
def test_serve_goes_on_after_all_of_it_was_killed_in_mid_run(tmp_path: Path) -> None:
    (tmp_path / "many.jsonl").write_text(
        "".join(f'{{"id": {n}, "text": "{"Crews walked out. " * 200}"}}\n' for n in range(5000))
    )
    with newsledger(tmp_path, "serve", "--every", "1", "many.jsonl"):
        wait_for_run(tmp_path, "running")
        for process in marked(tmp_path):
            os.kill(process, signal.SIGKILL)
    (tmp_path / "many.jsonl").write_text('{"id": 1, "text": "Crews walked out."}')
    with newsledger(tmp_path, "serve", "--every", "1", "many.jsonl"):
        wait_for_run(tmp_path, "completed", patience=480)  # the killed run's slot is held for five minutes
