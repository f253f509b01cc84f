"""What to read, and in which portions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from schemas.errors import InputError
from schemas.records import Fetched, FetchFailure, FetchOutcome, RawDocument
from schemas.sources import Archives, Files, Source, Web, on_the_web
from tasks.fetch.columns import field_maps, listed, nearest
from tasks.fetch.feed_process import MOST
from tasks.fetch.files import ARCHIVE, SINGLE, STDIN, find_files, kind_of, passed_over
from tasks.fetch.io import read_documents
from tasks.fetch.named import files_among, named_archives
from tasks.fetch.shelf import EMPTY, Shelf

FIRST = 50  # documents in the first batch
# Of content: batches of heavy pages take as long as those of light ones, and huge documents do not fill the memory.
MAX_BATCH_BYTES = 24_000_000


def documents(
    inputs: Sequence[str],
    source: str | None,
    sources: Sequence[Source],
    *,
    max_bytes: int,
    now: Callable[[], datetime],
    max_entries: int = MOST,
    shelf: Shelf = EMPTY,
) -> Iterator[Fetched]:
    """What the inputs hold, or without inputs what the configured sources hold; see `read_documents`.

    Raises:
        InputError: an input names nothing, or there is neither an input nor a source; raised at once.
    """
    read = partial(read_documents, max_bytes=max_bytes, now=now, max_entries=max_entries, shelf=shelf)
    if inputs:
        named_archives(inputs, source, sources)
        return read(files_among(inputs), source=source, fields=field_maps(sources))
    chosen = _chosen(source, sources)
    files = [each for each in chosen if isinstance(each, Files | Archives)]
    return (fetched for each in files for path in each.paths for fetched in _read(read, each, path, now))


def to_collect(inputs: Sequence[str], source: str | None, sources: Sequence[Source]) -> list[Web]:
    """What is to be asked of servers: the archives among the inputs, or without inputs the sources that were chosen.

    Raises:
        InputError: an input is an address, and not that of an archive.
    """
    return [*named_archives(inputs, source, sources)] if inputs else on_the_web(_chosen(source, sources))


class Total(NamedTuple):
    """How much there is to do: bytes of archives, or else documents, as far as that is known."""

    what: str = "document"
    number: int | None = None


UNKNOWN = Total()


def count(inputs: Sequence[str], source: str | None, sources: Sequence[Source]) -> Total:
    """How much that will be; how many documents is not known if some of the files hold more than one.

    Archives on servers come on top of that: their sizes are known once they are opened.
    """
    paths = _paths(inputs, source, sources)
    remote = to_collect(inputs, source, sources)
    if STDIN in paths or not all(isinstance(each, Archives) for each in remote):
        return UNKNOWN
    number, size = 0, 0
    for place in (place for path in paths for place in find_files(path, source)):
        kind = kind_of(place.path)
        number += kind in {None, *SINGLE}
        size += place.path.stat().st_size if kind == ARCHIVE else 0
        if kind not in {None, ARCHIVE, *SINGLE} or (number and (size or remote)):
            return UNKNOWN
    return Total("byte", size) if size or remote else Total(number=number)


def left_unread(inputs: Sequence[str], source: str | None, sources: Sequence[Source]) -> Counter[str]:
    """How many files in the folders among the inputs are not read because of their names, by ending."""
    return sum(map(passed_over, _paths(inputs, source, sources)), Counter())


def batches(found: Iterable[Fetched], size: int, max_bytes: int = MAX_BATCH_BYTES) -> Iterator[list[Fetched]]:
    """Portions of at most `size` documents, and of `max_bytes` of content but for one large document.

    They begin small and grow, so that a few hundred documents already go to several processes.
    """
    batch: list[Fetched] = []
    room, most = max_bytes, min(FIRST, size)
    for fetched in found:
        content = len(fetched.content) if isinstance(fetched, RawDocument) else 0
        if batch and (len(batch) == most or content > room):
            yield batch
            batch, room, most = [], max_bytes, min(2 * most, size)
        batch.append(fetched)
        room -= content
    if batch:
        yield batch


def _paths(inputs: Sequence[str], source: str | None, sources: Sequence[Source]) -> Sequence[str]:
    chosen = [] if inputs else _chosen(source, sources)
    named = [path for each in chosen if isinstance(each, Files | Archives) for path in each.paths]
    return files_among(inputs) if inputs else named


def _chosen(source: str | None, sources: Sequence[Source]) -> list[Source]:
    chosen = [each for each in sources if source in (None, each.name)]
    if not chosen:
        named = f"no source is named {source!r}" if source else "no source is configured"
        hint = _hint(source, [each.name for each in sources]) if source else ""
        raise InputError(f"nothing to ingest: name a file or folder; {named} under config/sources{hint}")
    return chosen


def _hint(wanted: str, names: Sequence[str]) -> str:
    return nearest([wanted], names) or (f"; {listed('the sources', names)}" if names else "")


def _read(
    read: Callable[..., Iterator[Fetched]], source: Files | Archives, path: str, now: Callable[[], datetime]
) -> Iterator[Fetched]:
    """A configured path that is not there fails by itself: the other sources go on."""
    try:
        yield from read([path], source=source.name, fields=field_maps([source]))
    except InputError as error:
        said = str(error).removeprefix(f"{path}: ")
        yield FetchFailure(source.name, Path(path).as_uri(), FetchOutcome.GONE, said, now())
