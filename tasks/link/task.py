"""Linking as Prefect sees it: four tasks a run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from prefect import get_run_logger, task

from schemas.counted import counted
from schemas.overrides import Override
from tasks.link import store
from tasks.link.decisions import Decisions
from tasks.load.store import Ledger
from tasks.load.task import TRIED_AGAIN


@task(name="link", **TRIED_AGAIN)
def link_entities(ledger: Ledger, decisions: Decisions) -> int:
    """Links the names whose mentions have changed since they last were; returns of how many it found something else."""
    return store.link_entities(ledger, decisions)


@task(name="link lines", **TRIED_AGAIN)
def link_lines(ledger: Ledger, run_id: int | None) -> int:
    """Finds anew the lines that repeat, of sources from which the run, or any, has stored something; says how many."""
    return store.link_lines(ledger, run_id)


@task(name="count days", **TRIED_AGAIN)
def count_days(ledger: Ledger) -> int:
    """Counts the days anew on which what counts has changed since they were counted; returns how many these were."""
    return store.count_days(ledger)


@task(name="link overrides", **TRIED_AGAIN)
def link_overrides(ledger: Ledger, overrides: Sequence[Override], folder: Path) -> int:
    """Makes the ledger's decisions those of the file; returns how many wait for their article."""
    waiting = sum(not each.named for each in store.link_overrides(ledger, overrides, folder))
    if waiting:
        get_run_logger().info("%s on topics waiting for an article", counted(waiting, "decision"))
    return waiting
