"""The whole topology of docker-compose.yml, and parts of it killed in mid-run: the next run completes the work.

Every run of these tests is due every 20 seconds, and the thresholds are those of config/automations, as they are.
What is killed is started again, as an engine does with `restart: unless-stopped`.
"""

from __future__ import annotations

import json
import os
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.test_topology import hanging, run_now, state_of
from tests.topology import Topology, topology

__all__ = ["hanging"]
pytestmark = [pytest.mark.long, pytest.mark.xdist_group("faults")]

ARTICLES = 1_500
WITHIN = 180  # seconds, in which the next run must have completed
TEXT = "Ferry crews walked out at noon on Friday, and 300 lorries queued outside the harbour at Marport. "


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="newsledger-faults-") as name:
        yield Path(name)


@pytest.fixture(scope="module")
def topology_of_all(folder: Path, hanging: int) -> Iterator[Topology]:
    sources = {
        "many": f'name = "many"\nkind = "files"\npaths = ["{folder}/documents"]\n',
        "hanging": f'name = "hanging"\nkind = "feed"\ngroup = "hanging"\nurls = ["http://localhost:{hanging}/feed"]\n'
        'allow_private_hosts = ["localhost"]\n',
    }
    (folder / "documents").mkdir()
    with topology(folder, sources) as started:
        started.start("worker")
        yield started


@pytest.fixture
def compose(topology_of_all: Topology, request: pytest.FixtureRequest) -> Topology:
    """A run that has loaded some of this test's articles and will work for a minute or so, each article once."""
    compose, name = topology_of_all, request.node.name
    rows = [
        json.dumps({"id": f"{name} {n}", "headline": f"{name} {n}", "text": f"{n}. {TEXT * 12}"})
        for n in range(ARTICLES)
    ]
    (compose.folder / "documents" / f"{name}.jsonl").write_text("\n".join(rows), encoding="utf-8")
    compose.schedule(20)
    compose.eventually(lambda: compose.flow_runs("RUNNING") and loaded(compose, name), "articles of a run that goes on")
    return compose


def loaded(compose: Topology, name: str) -> int:
    """How many of a test's articles the ledger has."""
    if compose.query("SELECT to_regclass('articles')") == [(None,)]:
        return 0
    count = f"SELECT count(*) FROM v_articles WHERE headline LIKE '{name} %'"
    return int(compose.query(count)[0][0])


def completes(compose: Topology, began: float) -> None:
    """A run that began after the fault completes in time; each article is there once; no run stays in Running."""
    before = {each["id"] for each in compose.flow_runs("COMPLETED")}
    compose.eventually(
        lambda: {each["id"] for each in compose.flow_runs("COMPLETED")} - before, "run that completed", patience=WITHIN
    )
    taken = time.monotonic() - began
    whole = len(list((compose.folder / "documents").iterdir())) * ARTICLES
    assert compose.query("SELECT count(*), count(DISTINCT headline) FROM v_articles") == [(whole, whole)]
    assert compose.query("SELECT count(*) FROM quarantine") == [(0,)]
    compose.run("deploy", "prefect", "deployment", "schedule", "clear", "ingest/ingest", "-y")
    compose.eventually(lambda: not compose.flow_runs("RUNNING", "PENDING"), "end of every run")
    print(f"completed {taken:.0f} seconds after the fault")  # noqa: T201 - for docs/operations.md


def status(compose: Topology, code: int = 0) -> str:
    return compose.run("worker", "newsledger", "status", status=code)


def test_the_flows_process_is_killed(compose: Topology) -> None:
    began = time.monotonic()
    (process,) = compose.flow_processes()[:1]
    os.kill(process, signal.SIGKILL)
    completes(compose, began)
    assert compose.flow_runs("CRASHED")


def test_the_worker_is_killed_with_all_that_it_runs(compose: Topology) -> None:
    """As when its container ends."""
    began = time.monotonic()
    compose.kill_all("worker")
    compose.start("worker")
    completes(compose, began)
    assert compose.flow_runs("CRASHED")


def test_the_worker_is_killed_and_its_run_goes_on(compose: Topology) -> None:
    """Prefect starts a run in a session of its own, which outlives it."""
    began = time.monotonic()
    compose.kill("worker")
    compose.start("worker")
    completes(compose, began)


def test_the_server_is_killed(compose: Topology) -> None:
    began = time.monotonic()
    compose.kill("server")
    compose.serve()
    completes(compose, began)


def test_postgresql_is_killed(compose: Topology) -> None:
    began = time.monotonic()
    compose.kill("database")
    compose.start_database()
    completes(compose, began)


def test_two_runs_of_one_deployment_and_two_workers(compose: Topology) -> None:
    compose.start("worker", "second worker")
    began, second = time.monotonic(), run_now(compose, group="main")
    compose.eventually(lambda: state_of(compose, second) == "CANCELLED", "run that was cancelled")
    completes(compose, began)
    assert "healthy" in status(compose)


def test_a_source_that_hangs_ends_by_itself_and_is_said(compose: Topology) -> None:
    completes(compose, time.monotonic())
    run: dict[str, Any] = run_now(compose, group="hanging")
    compose.eventually(lambda: state_of(compose, run) == "COMPLETED", "run that ended", patience=400)
    assert "hanging" in status(compose)
    not_had = "SELECT sum(fetches_not_had) > 0 FROM v_sources WHERE source = 'hanging'"
    assert compose.query(not_had) == [(True,)]
