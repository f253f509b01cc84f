"""What waits in quarantine goes through all stages again."""

# No `from __future__ import annotations`: see flows/ingest.py.

from collections.abc import Iterator
from datetime import UTC, datetime

from prefect import flow

from flows.kit import load_kit
from flows.stages import load_all
from schemas.records import Quarantined
from schemas.settings import settings
from tasks.fetch.again import Again
from tasks.fetch.columns import field_maps
from tasks.fetch.shelf import Shelf, archives_of
from tasks.load.store import Ledger, find_quarantined, open_ledger, waiting_ids
from tasks.load.window import Window


@flow(name="retry", persist_result=False)
def retry(ids: list[int] | None = None) -> int:
    """Take what has these ids in quarantine, or without ids all that waits, through every stage again.

    What comes through waits no longer; what does not counts one attempt more.

    Returns:
        The run's id in the ledger.

    Raises:
        NewsledgerError: nothing could be done; one sentence says why.
    """
    config = settings()
    kit = load_kit(config)
    fields, shelf = field_maps(kit.sources), Shelf(archives_of(kit.sources))
    again = Again(
        config.raw_folder(),
        config.max_document_bytes,
        lambda: datetime.now(UTC),
        fields,
        config.max_feed_entries,
        shelf,
    )
    with open_ledger(config.database_url) as ledger:
        found = again.fetch(_places_first(ledger, ids or waiting_ids(ledger)))
        return load_all("retry", found, ledger, kit, Window())


def _places_first(ledger: Ledger, ids: list[int]) -> Iterator[Quarantined]:
    """Files and folders, then kept bytes: a line that is read with its file again need not be tried by itself."""
    for kept in (False, True):
        yield from (each for each in find_quarantined(ledger, ids) if (each.kept is not None) is kept)
