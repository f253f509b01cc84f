"""What `prefect.yaml` may say, as far as it is served without a pool."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from schemas.deployments import NAME, load_deployments
from schemas.errors import ConfigError

PROJECT = Path(__file__).parents[2]

DEPLOYMENT = "name: n\ndeployments:\n  - name: one\n    entrypoint: flows/ingest.py:ingest\n"


def written(folder: Path, text: str) -> Path:
    (folder / NAME).write_text(text, encoding="utf-8")
    return folder / NAME


def test_newsledgers_own_file_says_what_runs_and_how_often() -> None:
    found = {each.name: each for each in load_deployments(PROJECT / NAME)}
    assert {"ingest", "retag"} <= set(found)
    assert [str(each) for each in found["ingest"].schedules] == ["at */15 * * * * (UTC)"]
    assert found["retag"].schedules == ()
    for each in found.values():
        assert "newsledger" in each.tags  # config/automations/ knows our runs by it
        assert each.concurrency_limit
        assert (each.concurrency_limit.limit, each.concurrency_limit.collision_strategy) == (1, "CANCEL_NEW")
        assert each.work_pool["job_variables"]["env"]["PREFECT_FLOWS_HEARTBEAT_FREQUENCY"] == "30"


def test_a_flow_is_known_by_its_entrypoint(tmp_path: Path) -> None:
    (found,) = load_deployments(written(tmp_path, DEPLOYMENT))
    assert (found.module, found.flow) == ("flows.ingest", "ingest")


def test_an_interval_is_seconds(tmp_path: Path) -> None:
    (found,) = load_deployments(written(tmp_path, DEPLOYMENT + "    schedules: [{interval: 300}]\n"))
    assert [(each.interval, str(each)) for each in found.schedules] == [(timedelta(minutes=5), "every 5 minutes")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name: n\ndeployments: []", "deployments: must not be empty"),
        ("name: [", f"{NAME}:1: is not valid YAML"),
        (DEPLOYMENT + "    schedule: {cron: '* * * * *'}", "unknown key 'schedule'; did you mean 'schedules'?"),
        (DEPLOYMENT + "    schedules: [{}]", "deployments 'one', schedules 1: say either cron or interval"),
        (DEPLOYMENT.replace("flows/ingest.py", "/etc/x.py"), "deployments 'one', entrypoint: must have the form"),
    ],
)
def test_a_mistake_is_one_sentence_that_names_the_file(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(message)) as error:
        load_deployments(written(tmp_path, text))
    assert NAME in str(error.value)


def test_no_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"prefect\.yaml: cannot be read"):
        load_deployments(tmp_path / NAME)
