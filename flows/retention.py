"""Once a day: texts go that their sources do not allow to be kept any longer."""

# No `from __future__ import annotations`: see flows/ingest.py.

from datetime import UTC, datetime

from prefect import flow, get_run_logger, runtime

from flows.expiry import expire
from flows.naming import run_name
from flows.running import NOBODY, running
from schemas.counted import counted
from schemas.settings import settings
from schemas.sources import load_sources
from tasks.load.store import open_ledger


@flow(name="retention", flow_run_name=run_name, persist_result=False)
def retention() -> int:
    """Remove the texts and bytes of articles that are older than `retention_days` of their sources.

    Returns:
        Of how many articles.

    Raises:
        NewsledgerError: nothing could be done; one sentence says why.
    """
    config = settings()
    sources = load_sources(config.config_folder())
    with (
        open_ledger(config.database_url) as ledger,
        running("retention", ledger, NOBODY, str(runtime.flow_run.id)),
    ):
        done = expire(ledger, sources, config.raw_folder(), datetime.now(UTC))
    get_run_logger().info("texts of %s removed", counted(done, "article"))
    return done
