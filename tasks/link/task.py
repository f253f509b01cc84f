"""Linking as Prefect sees it: one task a run."""

from __future__ import annotations

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.link import store
from tasks.load.store import Ledger


@task(name="link", cache_policy=NO_CACHE, persist_result=False)
def link_entities(ledger: Ledger, run_id: int | None = None) -> int:
    """Chooses the display names of the entities that a run touched, or of all; returns how many have changed."""
    return store.link_entities(ledger, None if run_id is None else store.touched_entities(ledger, run_id))
