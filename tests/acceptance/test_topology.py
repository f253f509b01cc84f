"""What docker-compose.yml describes, run natively: a schedule fires, and automations do what their files say."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.topology import PASSWORD, PROJECT, Topology, topology

pytestmark = [pytest.mark.full, pytest.mark.xdist_group("topology")]

SAMPLES = PROJECT / "samples" / "twins"
# The thresholds of a real server are minutes.
SOON = {"late-runs": {"within = 900": "within = 10"}, "zombie-runs": {"within = 90": "within = 40"}}


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Where PostgreSQL, which runs as somebody else, may go; pytest's own folders it may not."""
    with tempfile.TemporaryDirectory(prefix="newsledger-topology-") as name:
        yield Path(name)


@pytest.fixture(scope="module")
def hanging() -> Iterator[int]:
    """The port of a web server that takes every request and answers none."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(100)
        yield listening.getsockname()[1]


@pytest.fixture(scope="module")
def compose(folder: Path, hanging: int) -> Iterator[Topology]:
    sources = {
        "twins": f'name = "twins"\nkind = "files"\npaths = ["{SAMPLES}"]\nlate_after_hours = 0.0000001\n',
        "hanging": f'name = "hanging"\nkind = "feed"\ngroup = "hanging"\nurls = ["http://localhost:{hanging}/feed"]\n'
        'allow_private_hosts = ["localhost"]\n',
    }
    with topology(folder, sources, SOON) as started:
        yield started


def events(compose: Topology, name: str) -> list[dict[str, Any]]:
    asked = {"filter": {"event": {"name": [name]}}, "limit": 50}
    found: list[dict[str, Any]] = compose.post("events/filter", asked)["events"]
    return found


def triggered(compose: Topology, name: str) -> list[dict[str, Any]]:
    """The events by which the server says that an automation has fired."""
    found = events(compose, "prefect.automation.triggered")
    return [each for each in found if each["resource"]["prefect.resource.name"] == f"newsledger: {name}"]


def run_now(compose: Topology, **parameters: object) -> dict[str, Any]:
    """A run outside the schedule."""
    (deployment,) = compose.post("deployments/filter", {"deployments": {"name": {"any_": ["ingest"]}}})
    asked = {"parameters": parameters, "state": {"type": "SCHEDULED"}}
    run: dict[str, Any] = compose.post(f"deployments/{deployment['id']}/create_flow_run", asked)
    return run


def state_of(compose: Topology, run: dict[str, Any]) -> str:
    (found,) = compose.post("flow_runs/filter", {"flow_runs": {"id": {"any_": [run["id"]]}}})
    return str(found["state"]["type"])


def end(compose: Topology, run: dict[str, Any], state: str) -> None:
    compose.post(f"flow_runs/{run['id']}/set_state", {"state": {"type": state}, "force": True})


def of_run(compose: Topology, run: dict[str, Any]) -> list[dict[str, Any]]:
    """The events that a run ended badly."""
    return [each for each in triggered(compose, "failed runs") if run["id"] in str(each["payload"])]


def test_automations_are_applied_once(compose: Topology) -> None:
    files = list((PROJECT / "config/automations").glob("*.toml"))
    said = compose.run("deploy", "newsledger", "automations", "apply").splitlines()
    assert len(said) == len(files)
    assert {line.split()[0] for line in said} == {"unchanged"}


def test_an_edited_automation_is_updated_and_not_doubled(compose: Topology) -> None:
    path = compose.config_dir / "automations" / "long-runs.toml"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace("within = 21600", "within = 7200"), encoding="utf-8")
    assert "updated    newsledger: long runs" in compose.run("deploy", "newsledger", "automations", "apply")
    found = [each for each in compose.post("automations/filter", {}) if each["name"] == "newsledger: long runs"]
    assert [each["trigger"]["within"] for each in found] == [7200.0]


def test_a_late_run_is_cancelled(compose: Topology) -> None:
    run = run_now(compose, group="main")  # and there is no worker
    compose.eventually(lambda: state_of(compose, run) == "CANCELLED", "cancelled run")
    compose.eventually(lambda: triggered(compose, "late runs"), "event of a late run")


def test_a_scheduled_run_fills_the_ledger_and_a_source_without_news_is_an_event(compose: Topology) -> None:
    compose.start("worker")
    compose.schedule(20)
    done = compose.eventually(lambda: compose.flow_runs("COMPLETED"), "completed run")
    assert done[0]["auto_scheduled"]
    assert compose.query("SELECT count(*) FROM v_articles") == [(len(list(SAMPLES.glob("*.txt"))),)]
    assert (done[0]["id"],) in compose.query("SELECT prefect_run_id FROM runs WHERE status = 'completed'")
    compose.eventually(lambda: triggered(compose, "silent sources"), "event of a silent source")
    compose.eventually(lambda: len(events(compose, "newsledger.source.silent")) > 1, "second run that finds it silent")


def test_a_failed_run_is_an_event(compose: Topology) -> None:
    compose.run("deploy", "prefect", "deployment", "schedule", "clear", "ingest/ingest", "-y")
    compose.eventually(lambda: not compose.flow_runs("RUNNING", "PENDING"), "quiet")
    run = run_now(compose, group="no such group")
    compose.eventually(lambda: state_of(compose, run) == "FAILED", "failed run")
    compose.eventually(lambda: triggered(compose, "failed runs"), "event of a failed run")


def test_a_run_that_ends_badly_more_than_once_is_one_event(compose: Topology) -> None:
    run, other = (run_now(compose, group="no such group", soon=soon) for soon in (True, False))
    for state in ("CRASHED", "FAILED", "CRASHED"):
        end(compose, run, state)
    end(compose, other, "CRASHED")  # when the server has seen to this, it has seen to what came before
    compose.eventually(lambda: of_run(compose, other), "event of the other run")
    assert len(of_run(compose, run)) == 1


def test_a_source_that_several_runs_find_silent_is_one_event(compose: Topology) -> None:
    assert len(events(compose, "newsledger.source.silent")) > 1
    assert len(triggered(compose, "silent sources")) == 1


def test_a_killed_run_is_crashed(compose: Topology) -> None:
    run = run_now(compose, group="hanging")
    compose.eventually(lambda: state_of(compose, run) == "RUNNING", "running run")
    compose.eventually(lambda: compose.query("SELECT 1 FROM runs WHERE status = 'running'"), "run in the ledger")
    compose.kill_all("worker")  # so that nobody is left to say so
    compose.eventually(lambda: state_of(compose, run) == "CRASHED", "crashed run")
    compose.eventually(lambda: triggered(compose, "zombie runs"), "event of a killed run")


def test_no_password_is_in_a_log_or_in_what_prefect_keeps(compose: Topology) -> None:
    for path in compose.folder.glob("*.log"):
        assert PASSWORD not in path.read_text(encoding="utf-8", errors="replace"), path.name
    for kind in ("flow_runs", "deployments", "artifacts", "logs"):
        found = compose.post(f"{kind}/filter", {})
        assert found, kind
        assert PASSWORD not in str(found), kind
