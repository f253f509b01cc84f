"""What a Prefect server does by itself about our runs: one file an automation under `config/automations/`.

The keys are Prefect's own. Files are checked before a server sees them, because Prefect ignores keys it does not know.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from schemas.config import ConfigModel, line_of, load_folder
from schemas.errors import ConfigError

Labels = dict[str, str | tuple[str, ...]]


class Trigger(ConfigModel):
    """Events that come, or (`Proactive`) that do not come `within` so many seconds."""

    posture: Literal["Reactive", "Proactive"] = "Reactive"
    match: Labels = Field(default_factory=dict)
    match_related: Labels = Field(default_factory=dict)
    for_each: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    expect: tuple[str, ...] = Field(min_length=1)
    threshold: int = Field(1, ge=1)
    within: float = Field(0, ge=0)  # seconds


class Action(ConfigModel):
    """What is done then; which keys it has depends on its type."""

    type: Literal["do-nothing", "change-flow-run-state", "cancel-flow-run", "send-notification", "call-webhook"]
    state: Literal["CRASHED", "FAILED", "CANCELLED"] | None = None  # of change-flow-run-state
    message: str | None = None
    block_document_id: str | None = None  # of send-notification and call-webhook
    subject: str | None = None  # of send-notification
    body: str | None = None
    payload: str | None = None  # of call-webhook


class Automation(ConfigModel):
    """When something happens, or does not happen, something is done."""

    name: str = Field(min_length=1, max_length=200)
    description: str = ""
    enabled: bool = True
    trigger: Trigger
    actions: tuple[Action, ...] = Field(min_length=1)


def load_automations(config_dir: Path) -> list[Automation]:
    """The automations of `config_dir`/automations, by file name.

    Raises:
        ConfigError: a file is not valid, or two of them give the same name.
    """
    files: dict[str, Path] = {}
    found = load_folder(config_dir / "automations", Automation)
    for path, automation in found:
        if other := files.get(automation.name):
            raise ConfigError(f"name: {automation.name!r} is taken by {other.name}", path, line_of(path, "name"))
        files[automation.name] = path
    return [automation for _, automation in found]
