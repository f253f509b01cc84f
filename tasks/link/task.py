"""Linking as Prefect sees it: two tasks a run."""

from __future__ import annotations

from prefect import task

from tasks.link import store
from tasks.load.store import Ledger
from tasks.load.task import TRIED_AGAIN


@task(name="link", **TRIED_AGAIN)
def link_entities(ledger: Ledger) -> int:
    """Chooses the display names of the entities whose mentions have changed since; returns how many names have."""
    return store.link_entities(ledger)


@task(name="link lines", **TRIED_AGAIN)
def link_lines(ledger: Ledger, run_id: int) -> int:
    """Finds anew the lines that repeat, of those sources from which the run has stored something; returns how many."""
    return store.link_lines(ledger, run_id)
