"""Linking as Prefect sees it: one task a run."""

from __future__ import annotations

from prefect import task

from tasks.link import store
from tasks.load.store import Ledger
from tasks.load.task import TRIED_AGAIN


@task(name="link", **TRIED_AGAIN)
def link_entities(ledger: Ledger) -> int:
    """Chooses the display names of the entities whose mentions have changed since; returns how many names have."""
    return store.link_entities(ledger)
