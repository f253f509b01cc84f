"""Automations as files."""

import re
from pathlib import Path

import pytest

from schemas.automations import load_automations
from schemas.errors import ConfigError

PROJECT = Path(__file__).parents[2]

GOOD = 'name = "one"\n[trigger]\nexpect = ["prefect.flow-run.Failed"]\n[[actions]]\ntype = "do-nothing"\n'


def config(folder: Path, **files: str) -> Path:
    (folder / "automations").mkdir()
    for name, said in files.items():
        (folder / "automations" / f"{name}.toml").write_text(said, encoding="utf-8")
    return folder


def test_newsledgers_own_watch_our_runs_and_no_others() -> None:
    found = {each.name.removeprefix("newsledger: "): each for each in load_automations(PROJECT / "config")}
    assert set(found) == {
        "failed runs", "late runs", "long runs", "silent sources", "stuck runs", "zombie runs",
    }  # fmt: skip
    for name, each in found.items():
        if name != "silent sources":
            tag = "ingest" if name == "long runs" else "newsledger"  # a replay that is cancelled cannot be gone on with
            assert each.trigger.match_related["prefect.resource.id"] == f"prefect.tag.{tag}"
            assert each.trigger.for_each == ("prefect.resource.id",)
    assert found["zombie runs"].trigger.within == 3 * 30  # three of the heartbeats that prefect.yaml sets


@pytest.mark.parametrize(
    ("said", "number", "message"),
    [
        (GOOD.replace("expect", "expects"), 3, "unknown key 'expects'; did you mean 'expect'?"),
        (GOOD.replace("do-nothing", "do-nothin"), 5, "did you mean 'do-nothing'?"),
        (GOOD.replace("[trigger]", "[trigger]\nwithin = -1"), 3, "trigger.within: must be 0 or more"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, said: str, number: int, message: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(message)) as error:
        load_automations(config(tmp_path, a=said))
    assert error.value.line == number


def test_two_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"b\.toml:1: name: 'one' is taken by a\.toml"):
        load_automations(config(tmp_path, a=GOOD, b=GOOD))


def test_no_folder_is_no_automation(tmp_path: Path) -> None:
    assert load_automations(tmp_path) == []
