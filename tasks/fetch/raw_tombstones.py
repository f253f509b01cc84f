"""What was removed for good, remembered beside the raw store, so that a ledger made from it knows that too."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from schemas.records import Tombstone
from tasks.fetch.raw_store import store_errors

FILE = "tombstones.jsonl"


class Remembered(Struct, frozen=True):
    """A tombstone, and the hashes by which what it stands for is known again."""

    tombstone: Tombstone
    digests: tuple[str, ...]


def remember(folder: Path, tombstone: Tombstone, digests: Iterable[str]) -> None:
    """Adds a tombstone; when it returns, it would survive a power cut.

    Raises:
        StoreError: it cannot be written.
    """
    line = msgspec.json.encode(Remembered(tombstone, tuple(sorted(digests)))) + b"\n"
    with store_errors(folder, "written"):
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / FILE).open("ab") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())


def remembered(folder: Path) -> Iterator[Remembered]:
    """All of them; a last line that was cut short is passed over.

    Raises:
        StoreError: the file cannot be read.
    """
    if not (folder / FILE).exists():
        return
    with store_errors(folder, f"read ({FILE})"), (folder / FILE).open("rb") as file:
        for line in file:
            if line.endswith(b"\n"):
                yield msgspec.json.decode(line, type=Remembered)
