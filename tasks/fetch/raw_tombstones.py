"""What was removed for good, remembered beside the raw store, so that a ledger made from it knows that too."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import msgspec
from msgspec import Struct

from schemas.errors import StoreError
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
        with (folder / FILE).open("a+b") as file:
            _drop_torn(file)
            file.write(line)
            file.flush()
            os.fsync(file.fileno())


def _drop_torn(file: IO[bytes]) -> None:
    """Takes away a last line that was cut short, so that the next does not become a part of it."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - 1))
    if size and file.read(1) != b"\n":
        file.seek(0)
        file.truncate(file.read().rfind(b"\n") + 1)


def remembered(folder: Path) -> Iterator[Remembered]:
    """All of them; a last line that was cut short is passed over.

    Raises:
        StoreError: the file cannot be read, or a line of it is not one of ours.
    """
    if not (folder / FILE).exists():
        return
    with store_errors(folder, f"read ({FILE})"), (folder / FILE).open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.endswith(b"\n"):
                yield _decoded(line, folder / FILE, number)


def _decoded(line: bytes, path: Path, number: int) -> Remembered:
    try:
        return msgspec.json.decode(line, type=Remembered)
    except msgspec.DecodeError as error:
        raise StoreError(f"raw store: {path}, line {number}, is damaged: {error}; restore the file") from error
