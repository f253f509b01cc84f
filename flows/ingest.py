"""The main job: fetch, clean, tag and load."""

# No `from __future__ import annotations`: `serve` sends the flow to a process of its own by value, and there Prefect
# could not look up what parameters' annotations mean if they were strings.

from datetime import UTC, date, datetime
from functools import partial
from itertools import chain
from typing import Annotated

from prefect import flow
from pydantic import Field

from flows.kit import load_kit
from flows.naming import run_name
from flows.showing import tell_silence
from flows.stages import load_all
from schemas.settings import settings
from schemas.sources import of_group
from tasks.fetch.batches import count, documents, to_collect
from tasks.fetch.shelf import Shelf, archives_of
from tasks.fetch.web.collect import collect, user_agent
from tasks.load.store import LedgerMemory, find_bookmark, open_ledger
from tasks.load.window import Window

Name = Annotated[str, Field(min_length=1, max_length=200)]


@flow(name="ingest", flow_run_name=run_name, persist_result=False)
def ingest(
    inputs: list[Name] | None = None,
    source: Name | None = None,
    since: date | None = None,
    until: date | None = None,
    soon: bool = False,  # noqa: FBT001, FBT002 - Prefect hands parameters by name
    group: Name | None = None,
) -> int:
    """Load what the inputs hold, or the configured sources when there are none.

    Args:
        inputs: files, folders, globs, addresses of archives, or "-".
        source: whose documents they are, else each is named after its folder; without inputs, the one to collect.
        since: articles known to be published before this day are dropped.
        until: articles known to be published after this day are dropped.
        soon: also what is not due yet of the sources on the web.
        group: without inputs, only the configured sources of this group.

    Returns:
        The run's id in the ledger.

    Raises:
        NewsledgerError: nothing could be done; one sentence says why.
    """
    config = settings()
    kit = load_kit(config)
    sources = kit.sources if inputs else of_group(kit.sources, group)
    web = to_collect(inputs or [], source, sources)
    with open_ledger(config.database_url) as ledger:
        window = Window(since, until, ledger.timezone)
        shelf = Shelf(archives_of(kit.sources), f"{since} {until}", partial(find_bookmark, ledger))
        files = documents(
            inputs or [],
            source,
            sources,
            max_bytes=config.max_document_bytes,
            now=_now,
            max_entries=config.max_feed_entries,
            shelf=shelf,
        )
        memory, agent = LedgerMemory(ledger, _now), user_agent(config.contact)
        pages = collect(web, memory, config, agent, _now, soon=soon or bool(inputs), shelf=shelf)
        found = chain(files, pages)
        run_id = load_all("ingest", found, ledger, kit, window, count(inputs or [], source, sources))
        if not inputs:
            tell_silence(ledger, sources)
        return run_id


def _now() -> datetime:
    return datetime.now(UTC)
