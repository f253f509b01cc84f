"""Fetching as Prefect sees it: one task a batch."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from prefect import task
from prefect.cache_policies import NO_CACHE

from schemas.records import RawDocument, RawLocation
from tasks.fetch.raw_store import RawWriter


@task(name="land", cache_policy=NO_CACHE, persist_result=False)
def land_batch(
    raws: Sequence[RawDocument], known: Mapping[str, RawLocation], seen: Collection[int], writer: RawWriter
) -> list[RawLocation]:
    """Put a batch's bytes into the raw store, once per sha256, and say where each document stands.

    Known bytes are noted where they come again, so that the store by itself tells what came after what.

    Args:
        raws: the batch.
        known: where bytes that landed earlier stand, by sha256.
        seen: those whose place brought the same last time, by index: they need no note.
        writer: this process's raw file.

    Returns:
        One location a document, in the batch's order; when it returns, they would survive a power cut.

    Raises:
        StoreError: the raw store cannot be written.
    """
    locations = []
    for index, raw in enumerate(raws):
        location = known.get(raw.sha256)
        if location and index not in seen:
            writer.note(raw, location)
        locations.append(location or writer.append(raw))
    writer.sync()
    return locations
