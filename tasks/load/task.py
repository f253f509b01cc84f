"""Loading as Prefect sees it: two tasks a batch, one for articles that are cleaned again, and two for tagging again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypedDict

from prefect import task
from prefect.cache_policies import NO_CACHE, CachePolicy

from schemas.records import Bookmark, FetchFailure, Processors, Renewal, Renewed, Tags
from tasks.load import store
from tasks.load.decide import Decision, LoadItem
from tasks.load.store import Ledger
from tasks.load.tombstones import is_forgotten


class Options(TypedDict):
    """Arguments of `prefect.task`."""

    cache_policy: CachePolicy
    persist_result: bool
    retries: int
    retry_delay_seconds: list[float]
    retry_jitter_factor: float
    retry_condition_fn: Callable[[Any, Any, Any], bool]


def _worth_another_try(_task: Any, _run: Any, state: Any) -> bool:
    """Only what may pass by itself: a lost connection, a deadlock, a database that is busy or starting."""
    return store.may_pass(state.result(raise_on_failure=False))


# what all tasks that use the ledger have in common
TRIED_AGAIN = Options(
    cache_policy=NO_CACHE,
    persist_result=False,
    retries=len(store.PAUSES),
    retry_delay_seconds=list(store.PAUSES),
    retry_jitter_factor=0.5,  # several workers that lost one database do not come back to it at once
    retry_condition_fn=_worth_another_try,
)


@task(name="plan", **TRIED_AGAIN)
def plan_batch(ledger: Ledger, run_id: int, items: Sequence[LoadItem]) -> list[Decision]:
    """What will become of each document of a batch, in order; those that are `is_new` have to be tagged."""
    return store.plan_batch(ledger, run_id, items)


@task(name="load", **TRIED_AGAIN)
def store_batch(
    ledger: Ledger,
    run_id: int,
    items: Sequence[LoadItem],
    tags: Mapping[int, Tags],
    processors: Processors,
    failures: Sequence[tuple[int, FetchFailure]] = (),
    bookmarks: Sequence[Bookmark] = (),
) -> dict[int, str]:
    """Stores a batch; how each document ended, the ledger says: Prefect would walk through all that is returned.

    Args:
        ledger: where to.
        run_id: from `begin_run`.
        items: the batch.
        tags: of those that `plan_batch` said are new, by their index in `items`.
        processors: what cleaned and tagged them.
        failures: documents of the batch that could not be had, with their places in the run's input.
        bookmarks: how far archives were read when the batch was.

    Returns:
        Why those were taken down before whose bytes were kept and must not be, by index.
    """
    stored = store.store_batch(ledger, run_id, items, tags, processors, datetime.now(UTC), dict(failures), bookmarks)
    ends = enumerate(zip(items, stored, strict=True))
    return {n: end.reason.partition(": ")[2] for n, (item, end) in ends if item.location and is_forgotten(end)}


@task(name="renew", **TRIED_AGAIN)
def renew_batch(ledger: Ledger, renewals: Sequence[Renewal], processors: Processors) -> list[Renewed]:
    """Puts what the processors have found now in the place of what was found before; says what became of each."""
    return store.renew_batch(ledger, renewals, processors)


@task(name="stage", **TRIED_AGAIN)
def stage_batch(ledger: Ledger, tagged: Sequence[Renewal], taggers: Processors) -> list[Renewed]:
    """Puts what taggers have found beside what counts; says what became of each."""
    return store.stage_batch(ledger, tagged, taggers)


@task(name="switch over", **TRIED_AGAIN)
def switch_over(ledger: Ledger, taggers: Processors, source: str | None) -> int:
    """Lets count what taggers have found, in all articles at once; returns how many these are."""
    return store.switch_over(ledger, taggers, source)
