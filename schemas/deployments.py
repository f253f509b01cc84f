"""What runs and when, as `prefect.yaml` says it: Prefect's own file, as far as newsledger runs it without a pool."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any, Literal, Self

import yaml
from pydantic import Field, ValidationError, model_validator

from schemas.config import ConfigModel
from schemas.counted import counted
from schemas.errors import ConfigError
from schemas.wording import place, plain

NAME = "prefect.yaml"


class Schedule(ConfigModel):
    """When runs are due."""

    cron: str | None = None
    interval: timedelta | None = None  # a number is seconds
    timezone: str = "UTC"
    parameters: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _says_when(self) -> Self:
        if (self.cron is None) is (self.interval is None):
            raise ValueError("say either cron or interval")
        return self

    def __str__(self) -> str:
        if self.interval:
            return f"every {counted(round(self.interval.total_seconds() / 60), 'minute')}"
        return f"at {self.cron} ({self.timezone})"


class Concurrency(ConfigModel):
    """How many runs of it at once, and what becomes of one more."""

    limit: int = Field(ge=1)
    collision_strategy: Literal["ENQUEUE", "CANCEL_NEW"] = "ENQUEUE"


class Deployment(ConfigModel):
    """A flow with its parameters and schedules."""

    name: str
    entrypoint: str = Field(pattern=r"^flows/\w+\.py:\w+$")
    description: str | None = None
    parameters: dict[str, Any] = Field(default_factory=dict)
    tags: tuple[str, ...] = ()
    work_pool: dict[str, Any] = Field(default_factory=dict)  # of the workers' concern
    schedules: tuple[Schedule, ...] = ()
    concurrency_limit: Concurrency | None = None

    @property
    def flow(self) -> str:
        """The flow's name, which is its function's."""
        return self.entrypoint.partition(":")[2]

    @property
    def asked(self) -> list[dict[str, Any]]:
        """The parameters that its runs have, of each schedule; without any, those of a run on demand."""
        return [self.parameters | each.parameters for each in self.schedules] or [self.parameters]

    @property
    def module(self) -> str:
        """Where the flow is: flows.ingest."""
        return self.entrypoint.partition(".py:")[0].replace("/", ".")


class Project(ConfigModel):
    """The whole file."""

    name: str
    prefect_version: str = Field("", alias="prefect-version")
    definitions: dict[str, Any] = Field(default_factory=dict)  # what deployments refer to
    deployments: tuple[Deployment, ...] = Field(min_length=1)


def load_deployments(path: Path) -> tuple[Deployment, ...]:
    """The deployments of a `prefect.yaml`.

    Raises:
        ConfigError: it cannot be read, is not YAML, or says what only a worker could do; names the file.
    """
    said: object = None
    try:
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Project.model_validate(said).deployments
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read: {error}", path) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ConfigError("is not valid YAML", path, mark.line + 1 if mark else None) from error
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigError(f"{place(first['loc'], said)}: {plain(first)}", path) from error
