"""What a run shows in Prefect's interface, where somebody looks at it: in runs of deployments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from time import monotonic
from typing import cast
from uuid import UUID

import httpx
from prefect import get_run_logger, runtime
from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.events import emit_event
from prefect.exceptions import PrefectException

from schemas.errors import StoreError
from schemas.sources import Source
from tasks.load.store import Ledger
from tasks.report.artifacts import not_loaded, outcomes_table, run_line
from tasks.report.printable import printable
from tasks.report.status import readable_counts, readable_time
from tasks.report.status_store import find_late_sources
from tasks.report.summary_store import read_by_source, read_run_summary, read_troubles

MOST = 200  # documents that were not loaded; the ledger has all
SOON, EVERY = 20.0, 10.0  # seconds until progress is shown, and from then on


def show_run(ledger: Ledger, run_id: int) -> None:
    """Show how a run ended; that this cannot be done ends no run."""
    if not runtime.deployment.id:
        return
    try:
        _show(ledger, run_id)
    except (StoreError, PrefectException, httpx.HTTPError) as error:
        get_run_logger().warning("what it did cannot be shown here: %s", error)


def _show(ledger: Ledger, run_id: int) -> None:
    summary, troubles = read_run_summary(ledger, run_id), read_troubles(ledger, run_id, MOST)
    log = get_run_logger()
    for each in troubles:
        log.warning("%s: %s: %s", each.where, printable(each.uri), printable(each.reason))
    log.info("run %s of the ledger %s: %s", run_id, summary.status, readable_counts(summary.outcomes))
    table = outcomes_table(read_by_source(ledger, run_id))
    create_table_artifact(table, key=f"{summary.flow}-outcomes", description=run_line(summary, ledger.location))
    create_markdown_artifact(
        not_loaded(summary, troubles), key=f"{summary.flow}-not-loaded", description=run_line(summary, ledger.location)
    )


def tell_silence(ledger: Ledger, sources: Sequence[Source]) -> None:
    """Raise an event for each source that has had nothing new for longer than its file allows."""
    if not runtime.deployment.id:
        return
    for late in find_late_sources(ledger, sources, datetime.now(UTC)):
        get_run_logger().warning("source %s is late: last new text %s", late.name, readable_time(late.last_new_at))
        resource = {"prefect.resource.id": f"newsledger.source.{late.name}", "prefect.resource.name": late.name}
        emit_event("newsledger.source.silent", resource, payload={"last_new_at": readable_time(late.last_new_at)})


def shown_progress() -> Callable[[int, int | None], None]:
    """A function that is told how many are done, and of how many, and shows it now and then if the run is long."""
    if not runtime.deployment.id:
        return lambda _done, _total: None
    artifact, due_at = None, monotonic() + SOON

    def show(done: int, total: int | None) -> None:
        nonlocal artifact, due_at
        if not total or (monotonic() < due_at and not (artifact and done >= total)):
            return
        due_at, percent = monotonic() + EVERY, min(100.0, 100 * done / total)
        try:
            if artifact is None:
                artifact = create_progress_artifact(percent, key=f"{runtime.flow_run.flow_name}-progress")
            else:
                update_progress_artifact(cast("UUID", artifact), progress=percent)
        except (PrefectException, httpx.HTTPError) as error:
            get_run_logger().warning("progress cannot be shown here: %s", error)

    return show
