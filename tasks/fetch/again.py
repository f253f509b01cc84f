"""What waits in quarantine, had once more: the bytes that were kept, else what stands at its place now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from schemas.errors import InputError, StoreError
from schemas.records import Fetched, FetchFailure, FetchOutcome, Quarantined, RawDocument, Stale
from schemas.sources import Fields
from tasks.fetch.feed_process import MOST
from tasks.fetch.io import read_documents
from tasks.fetch.places import path_of
from tasks.fetch.raw_store import read_raw
from tasks.fetch.shelf import EMPTY, Shelf
from tasks.fetch.urls import normalise_url

NO_PLACE = "its bytes were never had, and it does not stand in a file: hand it in once more"
ON_THE_WEB = "newsledger ingest asks for it again when it is due, unless it is gone"
LINK = "is a link; to have it followed, name it to newsledger ingest"


def kept_document(each: Quarantined | Stale, raw_folder: Path) -> RawDocument | None:
    """As it was fetched from its place; None if its bytes were never had, or the raw store has lost them."""
    if each.kept is None:
        return None
    try:
        raw = read_raw(raw_folder, each.kept.location)
    except StoreError:
        return None
    # the same bytes may have landed first from another place
    kind, at = each.kept.media_type, each.kept.fetched_at
    answer = raw.exchange if raw.uri == each.uri else None  # that of the other place names another article
    return replace(raw, source=each.source, uri=each.uri, media_type=kind, fetched_at=at, exchange=answer)


@dataclass(frozen=True, slots=True)
class Again:
    """How one run has again what waits: where bytes are kept, and how files are read (see `read_documents`)."""

    raw_folder: Path
    max_bytes: int
    now: Callable[[], datetime]
    fields: Mapping[str, Fields] = field(default_factory=dict)
    max_entries: int = MOST
    shelf: Shelf = EMPTY
    _read: set[Path] = field(default_factory=set)  # a file is read once, however many of its lines wait
    _had: set[int] = field(default_factory=set)  # hashes of the places that were: there may be a million

    def fetch(self, waiting: Iterable[Quarantined]) -> Iterator[Fetched]:
        """Every document that waits, or why it still cannot be had; of a file or folder, all that is in it.

        Kept bytes are left alone where their place was read before: what stands there now is newer.
        """
        for each in waiting:
            if hash((each.source, each.uri)) in self._had:
                continue
            if kept := kept_document(each, self.raw_folder):
                yield kept
            else:
                yield from map(self._noted, self._from_its_place(each))

    def _noted(self, fetched: Fetched) -> Fetched:
        if isinstance(fetched, RawDocument):
            self._had.add(hash((fetched.source, fetched.uri)))
        return fetched

    def _from_its_place(self, each: Quarantined) -> Iterator[Fetched]:
        path = path_of(each.uri)
        if path is None:
            yield self._failure(each, FetchOutcome.GONE, _not_asked(each) if normalise_url(each.uri) else NO_PLACE)
        elif path.is_symlink() and path.exists():
            yield self._failure(each, FetchOutcome.BLOCKED, LINK)
        elif path not in self._read:
            self._read.add(path)
            try:
                yield from self._read_file(str(path), each.source)
            except InputError as error:
                yield self._failure(each, FetchOutcome.GONE, str(error).removeprefix(f"{path}: "))

    def _read_file(self, path: str, source: str) -> Iterator[Fetched]:
        return read_documents(
            [path],
            source=source,
            max_bytes=self.max_bytes,
            now=self.now,
            fields=self.fields,
            max_entries=self.max_entries,
            shelf=self.shelf,
        )

    def _failure(self, each: Quarantined, outcome: FetchOutcome, reason: str) -> FetchFailure:
        return FetchFailure(each.source, each.uri, outcome, reason, self.now())


def _not_asked(each: Quarantined) -> str:
    """Servers are asked by those who know when they may be: what went wrong before is said once more."""
    return each.error if each.error.endswith(ON_THE_WEB) else f"{each.error}; {ON_THE_WEB}"
