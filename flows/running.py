"""A run's row in the ledger, from when it begins until it has said how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from flows.broken_pipes import outlive_readers
from flows.kit import code_version, config_hash
from flows.pulse import pulse
from flows.showing import show_run
from schemas.errors import StoreError
from schemas.records import Processors
from tasks.load.store import Ledger, begin_run, end_run

NOBODY = Processors(())  # of a run that makes no results


@contextmanager
def running(flow: str, ledger: Ledger, processors: Processors, prefect_run_id: str | None = None) -> Iterator[int]:
    """A row for the run, which says how it ended whatever happens; yields its id."""
    outlive_readers()
    run_id = begin_run(
        ledger,
        flow,
        code_version=code_version(),
        config_hash=config_hash(processors),
        now=_now(),
        prefect_run_id=prefect_run_id,
    )
    try:
        with pulse(ledger, run_id):
            yield run_id
    except BaseException as error:
        _end_after(error, ledger, run_id)
        if isinstance(error, Exception):  # else there is no time for it
            show_run(ledger, run_id)
        raise
    end_run(ledger, run_id, "completed", _now())
    show_run(ledger, run_id)


def _end_after(error: BaseException, ledger: Ledger, run_id: int) -> None:
    """The user must hear what ended the run, not that this could not be noted; the run then counts as lost."""
    try:
        end_run(ledger, run_id, "failed" if isinstance(error, Exception) else "cancelled", _now())
    except StoreError as another:
        error.add_note(f"Nor could it be noted how run {run_id} ended: {another}")


def _now() -> datetime:
    return datetime.now(UTC)
