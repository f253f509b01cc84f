"""Automations that `config/automations/` has, brought to the Prefect server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import TypeAdapter, ValidationError

from schemas.automations import Automation, load_automations
from schemas.errors import ConfigError

if TYPE_CHECKING:
    from prefect.client.orchestration import SyncPrefectClient
    from prefect.events.schemas.automations import AutomationCore

Done = Literal["created", "updated", "unchanged"]


def apply(config_dir: Path, client: SyncPrefectClient) -> dict[str, Done]:
    """Has the server's automations of these names be what the files say; others are left alone.

    Returns:
        What became of each, by name.

    Raises:
        ConfigError: a file is not valid; then nothing is changed.
    """
    wanted = [_as_prefect_has_it(each, config_dir) for each in load_automations(config_dir)]
    return {each.name: _apply(each, client) for each in wanted}


def _apply(wanted: AutomationCore, client: SyncPrefectClient) -> Done:
    """Of several with its name, which somebody else must have made, the first becomes this one."""
    filtered = {"automations": {"name": {"any_": [wanted.name]}}}
    there = client.request("POST", "/automations/filter", json=filtered).raise_for_status().json()
    said = wanted.model_dump(mode="json")
    if not there:
        client.request("POST", "/automations/", json=said).raise_for_status()
        return "created"
    if _same(there[0], wanted):
        return "unchanged"
    said.pop("owner_resource")  # cannot be changed
    client.request("PUT", "/automations/{id}", json=said, path_params={"id": there[0]["id"]}).raise_for_status()
    return "updated"


def _same(there: dict[str, Any], wanted: AutomationCore) -> bool:
    return type(wanted).model_validate(there).model_dump() == wanted.model_dump()


def _as_prefect_has_it(automation: Automation, config_dir: Path) -> AutomationCore:
    from prefect.events.schemas.automations import AutomationCore

    said = automation.model_dump(exclude_unset=True)
    said["trigger"]["type"] = "event"
    try:
        return TypeAdapter(AutomationCore).validate_python(said)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ConfigError(f"{automation.name}: {where}: {first['msg']}", config_dir / "automations") from error
