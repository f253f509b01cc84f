"""Automations on their way to a server. That they do there what they say is in tests/acceptance/test_topology.py."""

import re
from pathlib import Path

import pytest
from prefect.events.schemas.automations import EventTrigger, Posture

from flows.automations import _as_prefect_has_it, _same
from schemas.automations import load_automations
from schemas.errors import ConfigError

PROJECT = Path(__file__).parents[2]


def test_each_file_is_what_prefect_understands() -> None:
    found = {each.name: _as_prefect_has_it(each, PROJECT / "config") for each in load_automations(PROJECT / "config")}
    trigger = found["newsledger: zombie runs"].trigger
    assert isinstance(trigger, EventTrigger)
    assert (trigger.posture, trigger.within.total_seconds()) == (Posture.Proactive, 90)


def test_what_the_server_has_is_compared_by_what_it_says() -> None:
    (one, *_, other) = (_as_prefect_has_it(each, PROJECT / "config") for each in load_automations(PROJECT / "config"))
    there = {**one.model_dump(mode="json"), "id": "7", "created": "2025-10-15T06:15:00Z"}
    assert _same(there, one)
    assert not _same(there, other)


def test_what_prefect_refuses_is_one_sentence(tmp_path: Path) -> None:
    (automation, *_) = load_automations(PROJECT / "config")
    action = automation.actions[0].model_copy(update={"type": "change-flow-run-state", "state": None})
    wrong = automation.model_copy(update={"actions": (action,)})
    with pytest.raises(ConfigError, match=re.escape(f"automations: {automation.name}: actions.0.")):
        _as_prefect_has_it(wrong, tmp_path)
