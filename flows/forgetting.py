"""What was removed for good stays away: known to every ledger, and swept out again where it comes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from schemas.records import Cause, Tombstone
from tasks.fetch.raw_erasing import Doomed, erase
from tasks.fetch.raw_tombstones import remember, remembered
from tasks.load.store import Ledger, has_tombstones, known_raw, store_tombstones
from tasks.load.tombstones import bytes_anywhere, bytes_digest

Bytes = tuple[str, str]  # source, sha256


def learn_tombstones(ledger: Ledger, raw_folder: Path) -> None:
    """What the raw store remembers, into a ledger that does not know of anything removed: a new one."""
    known = remembered(raw_folder)
    first = next(known, None)  # mostly there is none, and the ledger need not be asked
    if first and not has_tombstones(ledger):
        store_tombstones(ledger, [(each.tombstone, each.digests) for each in (first, *known)])


def sweep(ledger: Ledger, raw_folder: Path, came: Mapping[Bytes, str], names: Iterable[str]) -> None:
    """Erases bytes of articles that were taken down: they were known only once they had been read.

    Args:
        ledger: that the same bytes are not taken in again.
        raw_folder: where they landed.
        came: the reason why each is not to be kept.
        names: the files that they landed in.
    """
    if not came:
        return
    now = datetime.now(UTC)
    hashes = frozenset(sha256 for _, sha256 in came)
    kept = frozenset(known_raw(ledger, hashes))  # others came with these
    erase(raw_folder, Doomed(hashes - kept), now, [each for each in names if (raw_folder / each).exists()])
    gone = {(source, sha256): reason for (source, sha256), reason in came.items() if sha256 not in kept}
    for (source, sha256), reason in gone.items():
        tombstone = Tombstone(source, Cause.FORGOTTEN, reason, now)
        digests = [bytes_digest(source, sha256), bytes_anywhere(sha256)]
        remember(raw_folder, tombstone, digests)
        store_tombstones(ledger, [(tombstone, digests)])
