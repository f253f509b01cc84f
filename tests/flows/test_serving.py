"""What `newsledger serve` makes of `prefect.yaml`."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from prefect.client.schemas.schedules import CronSchedule

from flows.serving import as_served, chosen, find_file
from schemas.errors import ConfigError
from schemas.sources import Files

PROJECT = Path(__file__).parents[2]
INCOMING = Files(name="incoming", paths=("incoming",))
WIRES = Files(name="wires", group="wires", paths=("wires",))


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_file_of_the_folder_comes_before_newsledgers_own(tmp_path: Path) -> None:
    assert find_file() == PROJECT / "prefect.yaml"
    (tmp_path / "prefect.yaml").touch()
    assert find_file() == Path("prefect.yaml")


def test_all_that_the_file_has_is_served_as_the_file_has_it() -> None:
    found = {each.name: as_served(each) for each in chosen([], None, [INCOMING])}
    ingest, retag = found["ingest"], found["retag"]
    assert (ingest.flow_name, ingest.parameters) == ("ingest", {"group": "main"})
    assert ingest.schedules
    when = ingest.schedules[0]
    assert isinstance(when.schedule, CronSchedule)
    assert (when.schedule.cron, when.schedule.timezone) == ("*/15 * * * *", "UTC")
    assert ingest.concurrency_limit == 1
    assert ingest.concurrency_options
    assert ingest.concurrency_options.collision_strategy == "CANCEL_NEW"
    assert not retag.schedules
    assert ingest.work_pool_name is retag.work_pool_name is None


def test_another_interval_is_that_of_ingest_alone() -> None:
    found = {each.name: each for each in chosen([], 5, [INCOMING])}
    assert [each.interval for each in found["ingest"].schedules] == [timedelta(minutes=5)]
    assert found["retag"].schedules == ()


def test_another_interval_asks_for_the_same(tmp_path: Path) -> None:
    write(tmp_path, "{cron: '0 * * * *', parameters: {group: main}}", "{interval: 60, parameters: {group: main}}")
    (found,) = chosen([], 5, [INCOMING])
    assert [(each.interval, each.parameters) for each in found.schedules] == [(timedelta(minutes=5), {"group": "main"})]


def test_schedules_that_ask_for_different_things_are_not_made_due_at_once(tmp_path: Path) -> None:
    write(tmp_path, "{cron: '0 * * * *', parameters: {group: main}}", "{interval: 60, parameters: {group: wires}}")
    assert len(chosen([], None, [INCOMING, WIRES])[0].schedules) == 2
    with pytest.raises(ConfigError, match="the schedules of 'one' ask for different things"):
        chosen([], 5, [INCOMING, WIRES])


def test_files_that_are_named_are_not_given_to_what_a_schedule_asks_for(tmp_path: Path) -> None:
    write(tmp_path, "{interval: 60, parameters: {source: incoming}}")
    (found,) = chosen(["texts"], None, [INCOMING])
    assert found.asked == [{"inputs": ["texts"]}]


def write(folder: Path, *schedules: str) -> None:
    text = f"deployments: [{{name: one, entrypoint: 'flows/ingest.py:ingest', schedules: [{', '.join(schedules)}]}}]"
    (folder / "prefect.yaml").write_text(f"name: n\n{text}", encoding="utf-8")


def test_files_are_served_so_often_also_where_the_file_has_no_schedule(tmp_path: Path) -> None:
    text = "name: n\ndeployments: [{name: one, entrypoint: 'flows/ingest.py:ingest'}]"
    (tmp_path / "prefect.yaml").write_text(text, encoding="utf-8")
    (found,) = chosen(["texts"], 5, [INCOMING])
    assert [each.interval for each in found.schedules] == [timedelta(minutes=5)]


def test_of_files_that_are_named_these_alone_are_served() -> None:
    (found,) = chosen(["texts"], None, [WIRES])
    assert (found.name, found.parameters) == ("ingest", {"inputs": ["texts"]})
    assert found.schedules


def test_a_source_that_no_deployment_collects_is_refused() -> None:
    said = "no deployment of ingest has the group 'wires', in which the source 'wires' is"
    with pytest.raises(ConfigError, match=re.escape(said)):
        chosen([], None, [INCOMING, WIRES])


@pytest.mark.parametrize(
    ("given", "collects"),
    [
        ("parameters: {inputs: [texts]}", False),
        ("parameters: {group: main}, schedules: [{interval: 60, parameters: {group: wires}}]", True),
        ("parameters: {group: wires}, schedules: [{interval: 60, parameters: {group: main}}]", False),
        ("parameters: {source: incoming}", False),
        ("parameters: {source: wires}", True),
        ("parameters: {source: wires, group: main}", False),
    ],
)
def test_what_a_deployment_collects_is_what_its_runs_are_asked_for(given: str, *, collects: bool) -> None:
    ingest = f"{{name: one, entrypoint: 'flows/ingest.py:ingest', {given}}}"
    Path("prefect.yaml").write_text(f"name: n\ndeployments: [{ingest}]", encoding="utf-8")
    if collects:
        assert len(chosen([], None, [WIRES])) == 1
    else:
        with pytest.raises(ConfigError, match="no deployment of ingest has the group 'wires'"):
            chosen([], None, [WIRES])


def test_a_deployment_without_a_group_collects_all(tmp_path: Path) -> None:
    Path("prefect.yaml").write_text("name: n\ndeployments: [{name: all, entrypoint: 'flows/ingest.py:ingest'}]")
    assert len(chosen([], None, [INCOMING, WIRES])) == 1


def test_the_documented_group_is_one_more_deployment() -> None:
    document = (PROJECT / "docs/operations.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```yaml\n(.*?)^```$", document, re.MULTILINE | re.DOTALL)
    Path("prefect.yaml").write_text((PROJECT / "prefect.yaml").read_text(encoding="utf-8") + example, encoding="utf-8")
    assert {"ingest", "ingest-wires"} <= {each.name for each in chosen([], None, [INCOMING, WIRES])}
