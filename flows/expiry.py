"""Texts that were kept as long as their sources allow, out of the ledger and the raw store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from msgspec import Struct

from schemas.counted import counted
from schemas.records import Cause, Tombstone
from schemas.sources import Source
from tasks.fetch.raw_erasing import Doomed, erase
from tasks.fetch.raw_tombstones import remember
from tasks.load.store import Held, Ledger, expire_texts, find_expired, find_held, scrub
from tasks.load.tombstones import bytes_digest

AT_ONCE = 500  # articles


class Portion(Struct, frozen=True):
    """Articles of one source, and the bytes that they were in."""

    tombstone: Tombstone
    articles: list[int]
    held: Held


def expired(ledger: Ledger, sources: Sequence[Source], now: datetime) -> dict[str, list[int]]:
    """The articles of which texts are there that were kept long enough, by source."""
    found = {
        source.name: find_expired(ledger, source.name, now - timedelta(days=source.retention_days))
        for source in sources
        if source.retention_days
    }
    return {name: ids for name, ids in found.items() if ids}


def expire(ledger: Ledger, sources: Sequence[Source], raw_folder: Path, now: datetime) -> int:
    """Removes them; returns of how many articles.

    Raises:
        StoreError: the raw store or the ledger cannot be written; what is done stays done.
    """
    portions = list(_portions(ledger, sources, now))
    for each in portions:
        if each.held.barred:
            remember(raw_folder, each.tombstone, _digests(each))
    alone = frozenset(sha256 for each in portions for sha256 in each.held.alone.values())
    if alone:
        erase(raw_folder, Doomed(alone), now)  # nobody needs them any more
    for each in portions:
        expire_texts(ledger, each.articles, each.held, each.tombstone)
    if portions:
        scrub(ledger, whole=False)
    return sum(len(each.articles) for each in portions)


def _portions(ledger: Ledger, sources: Sequence[Source], now: datetime) -> Iterator[Portion]:
    days = {source.name: source.retention_days or 0 for source in sources}
    found = expired(ledger, sources, now)
    going = {id_ for ids in found.values() for id_ in ids}
    for name, ids in found.items():
        reason = f"its source allows {counted(days[name], 'day')}"
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            yield Portion(Tombstone(name, Cause.EXPIRED, reason, now), some, find_held(ledger, some, going))


def _digests(portion: Portion) -> list[str]:
    return [bytes_digest(portion.tombstone.source, sha256) for sha256 in portion.held.barred]
