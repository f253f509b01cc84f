"""Once a day: whether sources bring what is expected of them."""

# No `from __future__ import annotations`: see flows/ingest.py.

from prefect import flow, get_run_logger, runtime

from flows.expecting import judge_logged
from flows.naming import run_name
from flows.running import NOBODY, running
from schemas.settings import settings
from schemas.sources import load_sources
from tasks.load.store import open_ledger


@flow(name="expectations", flow_run_name=run_name, persist_result=False)
def expectations() -> int:
    """Judge the days until yesterday, and warn of what is not as expected.

    Returns:
        How many expectations of how many sources are not met.

    Raises:
        NewsledgerError: nothing could be done; one sentence says why.
    """
    config = settings()
    sources = load_sources(config.config_folder())
    with (
        open_ledger(config.database_url) as ledger,
        running("expectations", ledger, NOBODY, str(runtime.flow_run.id)),
    ):
        return len(judge_logged(ledger, sources, get_run_logger(), due=False))
