"""The deployments of `prefect.yaml` run in this process: no worker, no pool, and no second truth of what runs when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import flows
from schemas.deployments import NAME, Concurrency, Deployment, Schedule, load_deployments
from schemas.errors import ConfigError
from schemas.sources import Source

if TYPE_CHECKING:
    from prefect.client.schemas.objects import ConcurrencyLimitConfig
    from prefect.deployments.runner import RunnerDeployment
    from prefect.schedules import Schedule as PrefectSchedule


def find_file() -> Path:
    """The `prefect.yaml` of the folder where newsledger is started, else that of newsledger itself."""
    here = Path(NAME)
    return here if here.is_file() else Path(flows.__file__).parents[1] / NAME


def chosen(inputs: Sequence[str], every: int | None, sources: Sequence[Source]) -> list[Deployment]:
    """What is to be served.

    Args:
        inputs: what `ingest` is to load, and nothing else is served; none: all that the file has.
        every: how many minutes from one `ingest` to the next; None: as the file says.
        sources: the configured ones; each must be collected.

    Raises:
        ConfigError: the file is not valid, or has no deployment for some source's group.
    """
    file = find_file()
    found = list(load_deployments(file))
    if inputs:
        first = with_inputs(_ingests(found, file)[0], inputs)
        return [every_so_often(first, every) if every else first]
    refuse_uncollected(found, sources, file)
    return [
        every_so_often(each, every) if every and each.flow == "ingest" and each.schedules else each for each in found
    ]


def refuse_uncollected(deployments: Sequence[Deployment], sources: Sequence[Source], file: Path) -> None:
    """A source that no deployment collects, by a schedule or on demand, would be silent for ever.

    Raises:
        ConfigError: there is one.
    """
    given = [asked for each in deployments if each.flow == "ingest" for asked in each.asked]
    for source in sources:
        if not any(_collects(asked, source) for asked in given):
            said = f"no deployment of ingest has the group {source.group!r}, in which the source {source.name!r} is"
            raise ConfigError(said, file)


def _collects(asked: Mapping[str, Any], source: Source) -> bool:
    its_group, itself = asked.get("group") in (None, source.group), asked.get("source") in (None, source.name)
    return its_group and itself and not asked.get("inputs")


def with_inputs(deployment: Deployment, inputs: Sequence[str]) -> Deployment:
    """The same for these files instead of the configured sources."""
    schedules = tuple(each.model_copy(update={"parameters": {}}) for each in deployment.schedules)
    return deployment.model_copy(update={"parameters": {"inputs": list(inputs)}, "schedules": schedules})


def every_so_often(deployment: Deployment, minutes: int) -> Deployment:
    """The same so often, whatever its schedule asks for; without any, what it does on demand.

    Raises:
        ConfigError: its schedules ask for different things, which would be due at once and cancel each other.
    """
    asked = [each.parameters for each in deployment.schedules] or [{}]
    if any(each != asked[0] for each in asked):
        said = f"the schedules of {deployment.name!r} ask for different things: say there how often, not by --every"
        raise ConfigError(said, find_file())
    every = Schedule(interval=timedelta(minutes=minutes), parameters=asked[0])
    return deployment.model_copy(update={"schedules": (every,)})


def as_served(deployment: Deployment) -> RunnerDeployment:
    """What Prefect serves."""
    flow = getattr(import_module(deployment.module), deployment.flow)
    made: RunnerDeployment = flow.to_deployment(
        name=deployment.name,
        description=deployment.description,
        parameters=deployment.parameters,
        tags=list(deployment.tags),
        schedules=[_schedule(each) for each in deployment.schedules],
        concurrency_limit=deployment.concurrency_limit and _limit(deployment.concurrency_limit),
    )
    return made


def _ingests(deployments: Sequence[Deployment], file: Path) -> list[Deployment]:
    found = [each for each in deployments if each.flow == "ingest"]
    if not found:
        raise ConfigError("has no deployment of ingest", file)
    return found


def _schedule(schedule: Schedule) -> PrefectSchedule:
    from prefect.schedules import Cron, Interval

    if schedule.cron:
        return Cron(schedule.cron, timezone=schedule.timezone, parameters=schedule.parameters)
    assert schedule.interval  # noqa: S101 - it says either
    return Interval(schedule.interval, timezone=schedule.timezone, parameters=schedule.parameters)


def _limit(concurrency: Concurrency) -> ConcurrencyLimitConfig:
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy

    strategy = ConcurrencyLimitStrategy(concurrency.collision_strategy)
    return ConcurrencyLimitConfig(limit=concurrency.limit, collision_strategy=strategy)
