"""Schedules, on a real Prefect server: deployments are registered, runs are written, fire, and fill the ledger.

Everything runs as its own process in its own folder, talks over loopback only, and is ended by its process group.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, cast

import httpx
import pytest

from schemas.deployments import load_deployments
from tests.prefects import copy_home

pytestmark = pytest.mark.full

PROJECT = Path(__file__).parents[2]
SAMPLES = PROJECT / "samples" / "twins"
BIN = Path(sys.executable).parent
PATIENCE = 240  # seconds; two busy cores

Found = TypeVar("Found")
Row = dict[str, object]


@dataclass(frozen=True)
class Server:
    """A Prefect server of our own, and how the commands that talk to it are run."""

    folder: Path
    api: str
    environment: dict[str, str]

    def run(self, *command: str) -> str:
        """Run a command to its end, in the checkout."""
        done = subprocess.run(
            [BIN / command[0], *command[1:]],
            cwd=PROJECT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def post(self, path: str, body: Row) -> list[Row]:
        """Ask the server's API."""
        found = httpx.post(f"{self.api}/{path}", json=body, timeout=30).raise_for_status().json()
        assert isinstance(found, list)
        return found

    def flow_runs(self, deployment: str, state: str) -> list[Row]:
        """The runs of a deployment that are in a state, the earliest first."""
        return self.post(
            "flow_runs/filter",
            {
                "deployments": {"name": {"any_": [deployment]}},
                "flow_runs": {"state": {"type": {"any_": [state]}}},
                "sort": "EXPECTED_START_TIME_ASC",
            },
        )

    def log(self, name: str) -> str:
        """What a process of ours wrote."""
        return (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")


@contextmanager
def process(folder: Path, environment: dict[str, str], name: str, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process that lives as long as the block, with its children, in a process group of its own."""
    with (folder / f"{name}.log").open("wb") as log:
        started = subprocess.Popen(
            [BIN / command[0], *command[1:]],
            cwd=PROJECT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield started
        finally:
            _end(started)


def _end(started: subprocess.Popen[bytes]) -> None:
    for how, seconds in ((signal.SIGTERM, 30), (signal.SIGKILL, 30)):
        if _group_lives(started.pid):
            os.killpg(started.pid, how)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if started.poll() is not None and not _group_lives(started.pid):
                return
            time.sleep(0.1)


def _group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def eventually(look: Callable[[], Found], what: str, blame: Callable[[], str]) -> Found:
    """What `look` finds, as soon as it finds something."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            if found := look():
                return found
        except httpx.TransportError:  # not up yet
            pass
        time.sleep(0.5)
    pytest.fail(f"in {PATIENCE} seconds: no {what}\n{blame()[-4_000:]}")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server with nothing in it, its database in `tmp_path`, and a project whose one source is the samples."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config_dir = tmp_path / "config"
    shutil.copytree(PROJECT / "config", config_dir, ignore=shutil.ignore_patterns("sources"))
    (config_dir / "sources").mkdir()
    (config_dir / "sources" / "twins.toml").write_text(f'kind = "files"\nname = "twins"\npaths = ["{SAMPLES}"]\n')
    api = f"http://127.0.0.1:{port}/api"
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "NEWSLEDGER_"))
    }
    environment |= {
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "DO_NOT_TRACK": "1",
        "PREFECT_HOME": str(copy_home(tmp_path / "prefect")),
        "PREFECT_API_URL": api,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "2",
        "PREFECT_WORKER_QUERY_SECONDS": "2",
        "PREFECT_RUNNER_POLL_FREQUENCY": "2",
        "NEWSLEDGER_CONFIG_DIR": str(config_dir),
        "NEWSLEDGER_DATABASE_URL": f"sqlite:///{tmp_path}/ledger.db",
    }
    start = ("prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port))
    with process(tmp_path, environment, "server", *start):
        server = Server(tmp_path, api, environment)
        eventually(lambda: httpx.get(f"{api}/health").json(), "healthy server", lambda: server.log("server"))
        yield server


def articles(server: Server) -> int:
    """How many articles the ledger holds."""
    with closing(sqlite3.connect(f"file:{server.folder}/ledger.db?mode=ro", uri=True)) as ledger:
        return int(ledger.execute("SELECT count(*) FROM v_articles").fetchone()[0])


def test_the_deployment_is_scheduled_and_fires_on_a_worker(server: Server) -> None:
    server.run("prefect", "work-pool", "create", "newsledger", "--type", "process")
    server.run("prefect", "--no-prompt", "deploy", "--all")

    def scheduled() -> list[Row]:
        return server.flow_runs("ingest", "SCHEDULED")

    written = eventually(scheduled, "scheduled runs", lambda: server.log("server"))
    assert all(run["auto_scheduled"] for run in written)
    due = [str(run["expected_start_time"])[14:19] for run in written]
    assert set(due) <= {"00:00", "15:00", "30:00", "45:00"}
    deployments = {str(each["name"]): each for each in server.post("deployments/filter", {})}
    assert deployments.keys() == {"ingest", "retention", "expectations", "retag", "replay"}
    deployment = deployments["ingest"]
    assert cast("Row", deployment["global_concurrency_limit"])["limit"] == 1
    assert cast("Row", deployment["concurrency_options"])["collision_strategy"] == "CANCEL_NEW"

    # A quarter of an hour is long to wait for: the same deployment, on a shorter schedule.
    server.run("prefect", "deployment", "schedule", "create", "ingest/ingest", "--interval", "20", "--replace", "-y")
    with process(server.folder, server.environment, "worker", "prefect", "worker", "start", "--pool", "newsledger"):
        done = eventually(
            lambda: server.flow_runs("ingest", "COMPLETED"), "completed run", lambda: server.log("worker")
        )
    assert done[0]["auto_scheduled"]
    assert articles(server) == len(list(SAMPLES.glob("*.txt")))
    runs = server.run("newsledger", "query", "--format", "jsonl", "SELECT prefect_run_id, status FROM runs")
    assert str(done[0]["id"]) in runs


def test_serve_needs_no_pool(server: Server) -> None:
    with process(server.folder, server.environment, "serve", "newsledger", "serve", "--every", "1"):
        done = eventually(lambda: server.flow_runs("ingest", "COMPLETED"), "completed run", lambda: server.log("serve"))
        served = server.post("deployments/filter", {})
    assert done[0]["auto_scheduled"]
    assert done[0]["work_pool_name"] is None
    assert str(done[0]["name"]).startswith("ingest group main, 20")
    assert {str(each["name"]) for each in served} == {each.name for each in load_deployments(PROJECT / "prefect.yaml")}
    assert articles(server) == len(list(SAMPLES.glob("*.txt")))
