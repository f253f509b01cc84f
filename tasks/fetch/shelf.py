"""Which archives a run reads, what it asks of them, and where it begins: their bookmarks."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import IO

from msgspec.structs import replace

from schemas.config import config_hash
from schemas.errors import InputError
from schemas.records import Bookmark
from schemas.sources import Archives, Source
from tasks.fetch.archived import Wanted
from tasks.fetch.warc import Readable, read_records

# Which records become documents; what else a source says changes nothing of that.
ASKED = {"name", "source", "hosts", "languages", "since", "until", "timezone"}


EMPTY_FILE = "is empty; get it again"


def _never_read(uri: str, asked: str) -> Bookmark | None:  # noqa: ARG001
    return None


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a run asks of archives, and how far earlier ones have read them."""

    sources: Mapping[str, Archives] = field(default_factory=dict)  # the configured ones, by name
    window: str = ""  # the days that the run is asked for
    last: Callable[[str, str], Bookmark | None] = _never_read  # by an archive's URI, and what is asked of it

    def asked(self, source: str) -> str:
        """A short hash of what is asked of a source's archives."""
        chosen = self.sources.get(source) or Archives(name=source, paths=("",))
        return config_hash(Archives(paths=(self.window,), **chosen.model_dump(include=ASKED)))

    def wanted(self, source: str, max_bytes: int) -> Wanted:
        """What a source asks of a record."""
        chosen = self.sources.get(source)
        hosts = frozenset(chosen.hosts if chosen else ())
        return Wanted(source, bool(chosen and chosen.source == "host"), hosts, max_bytes)

    def opened(self, file: IO[bytes], uri: str, source: str) -> Bookmark:
        """Where reading a file begins: see `begins`.

        Raises:
            InputError: it is no archive; one sentence.
        """
        stat = os.fstat(file.fileno())
        if not stat.st_size:
            raise InputError(EMPTY_FILE)
        return self.begins(uri, source, first_id(file), stat.st_size, datetime.fromtimestamp(stat.st_mtime, UTC))

    def begins(self, uri: str, source: str, name: str, size: int, modified_at: datetime) -> Bookmark:
        """Where reading begins: where it stopped if the archive is the same, or has grown since; else at the top.

        Args:
            uri: where it stands.
            source: who collects it.
            name: what this archive is known by, among those that stand there one after the other.
            size: bytes.
            modified_at: when it changed last.
        """
        asked = self.asked(source)
        found = Bookmark(source, uri, asked, name, size, modified_at, 0, 0, 0)
        last = self.last(uri, asked)
        offset = last.offset if last and _goes_on(last, found) else 0
        return replace(found, began=offset, offset=offset, step=offset)

    def before(self, uri: str, source: str) -> Bookmark | None:
        """How far an archive was read."""
        return self.last(uri, self.asked(source))


def first_id(file: Readable) -> str:
    """The id of an archive's first record; empty if that has none.

    Raises:
        InputError: it is no archive; one sentence.
    """
    first = next(read_records(file, 0, 0), None)
    name = first.record.record_id if first and first.record else None
    return name or ""


def archives_of(sources: Iterable[Source]) -> dict[str, Archives]:
    """The sources that are archives, by their names."""
    return {source.name: source for source in sources if isinstance(source, Archives)}


def _goes_on(last: Bookmark, found: Bookmark) -> bool:
    is_strong = found.first_record.startswith('"')  # an ETag, which says by itself that it is the same
    same = last.size == found.size and (is_strong or last.modified_at == found.modified_at)
    return last.first_record == found.first_record and (same or found.size > last.size)


def moved(bookmark: Bookmark, offset: int, passed: Mapping[tuple[str, str], int]) -> Bookmark:
    """A bookmark put farther on; `passed` are the records on the way that are no documents."""
    return replace(bookmark, offset=offset, step=offset - bookmark.offset, passed=dict(passed))


EMPTY = Shelf()
