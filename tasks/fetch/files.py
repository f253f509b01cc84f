"""Which files an input names: a file, a folder, or a pattern; in an order that does not change."""

from __future__ import annotations

import glob
import os
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from shlex import quote

from msgspec import Struct
from msgspec.structs import replace

from schemas.errors import InputError
from tasks.fetch.bounded import inflated
from tasks.fetch.json_feeds import HEAD, is_json_feed
from tasks.fetch.reasons import reason

ARCHIVE = "application/warc"
JSON_FEED = "application/feed"  # of which an item is application/feed+json
MEDIA_TYPES = {
    ".txt": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".jsonl": "application/json",  # of each line
    ".ndjson": "application/json",
    ".csv": "text/csv",  # of each row, under the header
    ".tsv": "text/csv",
    ".rss": "application/xml",  # a feed; application/feed+json of each entry
    ".atom": "application/xml",
    ".xml": "application/xml",
    ".warc": ARCHIVE,
}
SINGLE = {"text/plain", "text/html"}  # of which a file holds one document
SUFFIXES = f"{', '.join(MEDIA_TYPES)}, .json if it is a JSON Feed, each also with .gz"
STDIN = "-"
ENDING = re.compile(r"\.[a-z][a-z0-9]{0,9}")  # what says a file's kind; a serial number would make a million kinds


class Place(Struct, frozen=True):
    """A file to be read, or why it cannot be."""

    path: Path  # absolute
    source: str
    problem: str | None = None
    outside: bool = False  # the problem is that a link leads out of the folder


def media_type(name: str) -> str | None:
    """What a file's name says it holds, with or without .gz; None for files that are not read."""
    return MEDIA_TYPES.get(os.path.splitext(name.lower().removesuffix(".gz"))[1])  # noqa: PTH122


def kind_of(path: str | Path) -> str | None:
    """What a file holds, by its name; of .json, which may be anything, by how it begins."""
    name = os.path.basename(path)  # noqa: PTH119 - a Path for each of a million costs as much as reading it
    return JSON_FEED if _may_be_feed(name) and is_json_feed(_head(path)) else media_type(name)


def _may_be_feed(name: str) -> bool:
    return name.lower().removesuffix(".gz").endswith(".json")


def _head(path: str | Path) -> bytes:
    """The first bytes of a file; none if it cannot be read."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return (inflated(file) if str(path).lower().endswith(".gz") else file).read(HEAD)
    except (OSError, EOFError, zlib.error):
        return b""


def check_inputs(inputs: Sequence[str]) -> None:
    """See that every input names something that can be read, before the first is.

    Raises:
        InputError: a path does not exist or is no file, a pattern matches nothing, or a file is of no known kind.
    """
    for given in inputs:
        if given == STDIN or os.path.isdir(given):  # noqa: PTH112 - Path's raises for a name that is too long
            continue
        if os.path.isfile(given):  # noqa: PTH113
            if kind_of(given) is None:
                raise InputError(f"{given}: cannot be read by its name; files are {SUFFIXES}")
        elif os.path.exists(given):  # noqa: PTH110
            raise InputError(
                f"{given}: is a device or a pipe, not a file; newsledger ingest - < {quote(given)} reads it"
            )
        elif not glob.has_magic(given):
            where = "" if Path(given).is_absolute() else f" in {Path.cwd()}"
            raise InputError(f"{given}: no such file or folder{where}; see how it is written")
        elif next(_matches(given, None), None) is None:
            raise InputError(f"{given}: matches no file; files are {SUFFIXES}")


def find_files(given: str, source: str | None) -> Iterator[Place]:
    """The files of one input, hidden ones left out.

    The source is named after the folder that was given, or after the folder that a file stands in.
    """
    path = _absolute(given)
    if path.is_dir():
        yield from _walk(path, source or path.name or "files")
    elif path.exists() or not glob.has_magic(given):
        yield Place(path, source or path.parent.name or "files")
    else:
        yield from _matches(given, source)


def passed_over(given: str) -> Counter[str]:
    """Of a folder, how many files are not read because of their names, by ending; hidden ones do not count.

    Only names are looked at, those of one folder at a time, and how .json files begin.
    """
    endings: Counter[str] = Counter()
    for folder, folders, names in os.walk(given):
        folders[:] = [name for name in folders if name[0] != "."]
        shown = (name for name in names if name[0] != ".")
        endings.update(_ending(name) for name in shown if kind_of(f"{folder}{os.sep}{name}") is None)
    return endings


def _ending(name: str) -> str:
    ending = os.path.splitext(name.lower())[1]  # noqa: PTH122
    return ending if ENDING.fullmatch(ending) else "others"


def _absolute(given: str) -> Path:
    return Path(os.path.abspath(given))  # noqa: PTH100 - resolve() would follow links


def _matches(pattern: str, source: str | None) -> Iterator[Place]:
    """The files that fit a pattern, by name; links are treated as in the folder where its wildcards begin."""
    parts = _absolute(pattern).parts
    fixed = next(n for n, part in enumerate(parts) if glob.has_magic(part))
    root = Path(*parts[:fixed])
    for place in _walk(root, "") if "**" in parts else _shallow(pattern, root):
        if _fits(place.path.parts[fixed:], parts[fixed:]):
            yield replace(place, source=source or place.path.parent.name or "files")


def _shallow(pattern: str, root: Path) -> Iterator[Place]:
    found = glob.iglob(os.path.abspath(pattern))  # noqa: PTH100, PTH207 - resolve() follows links; Path.glob is relative
    files = (path for path in sorted(map(Path, found)) if kind_of(path) and not path.is_dir())
    real = root.resolve()
    return (Place(path, "") if _inside(path, real) else _led_out(path, "") for path in files)


def _fits(names: Sequence[str], pattern: Sequence[str]) -> bool:
    """Whether a path's parts fit a pattern's, `**` standing for any number of folders; `glob` walks circles."""
    if not pattern:
        return not names
    if pattern[0] == "**":
        return any(_fits(names[n:], pattern[1:]) for n in range(len(names) + 1))
    return bool(names) and fnmatchcase(names[0], pattern[0]) and _fits(names[1:], pattern[1:])


@dataclass(frozen=True, slots=True)
class _Folder:
    """What is left to read of a folder: only names, and only those of this one, for there may be a million."""

    path: str
    names: list[str]  # last first
    folders: frozenset[str]
    links: frozenset[str]


def _walk(folder: Path, source: str) -> Iterator[Place]:
    """Depth first, each folder by name; the names of one folder and of those that it stands in are held at a time."""
    root = folder.resolve()
    waiting: list[_Folder] = []
    yield from _enter(str(folder), source, waiting)
    while waiting:
        here = waiting[-1]
        if not here.names:
            waiting.pop()
            continue
        name = here.names.pop()
        path = os.path.join(here.path, name)  # noqa: PTH118 - a Path for each of a million costs as much as reading it
        if name in here.folders:
            yield from _enter(path, source, waiting)
        elif name in here.links:
            yield from _linked(Path(path), source, root)
        else:
            yield Place(Path(path), source)


def _enter(path: str, source: str, waiting: list[_Folder]) -> Iterator[Place]:
    try:
        waiting.append(_listed(path))
    except OSError as error:
        yield Place(Path(path), source, reason("opened", error))


def _listed(path: str) -> _Folder:
    """Folders, links, and files that are read by their names; what kind each is, the folder itself tells."""
    names, folders, links = [], set(), set()
    with os.scandir(path) as entries:
        for entry in entries:
            if entry.name[0] == ".":
                continue
            if entry.is_symlink():
                links.add(entry.name)
            elif entry.is_dir(follow_symlinks=False):
                folders.add(entry.name)
            elif not (entry.is_file(follow_symlinks=False) and kind_of(entry.path)):
                continue
            names.append(entry.name)
    return _Folder(path, sorted(names, reverse=True), frozenset(folders), frozenset(links))


def _linked(path: Path, source: str, root: Path) -> Iterator[Place]:
    """A link that may be read. One to a folder inside is passed over: its files are read where they stand."""
    known = kind_of(path)
    if not _inside(path, root):
        if known or path.is_dir():
            yield _led_out(path, source)
    elif known:
        yield Place(path, source)
    elif path.is_symlink() and not path.suffix and not path.exists():
        yield Place(path, source)  # reading it will say why; it may have been a folder


def _led_out(path: Path, source: str) -> Place:
    return Place(
        path,
        source,
        "is a link that leads out of its folder; to have it followed, name it to newsledger ingest",
        outside=True,
    )


def _inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):  # it leads nowhere, or round in a circle: reading it will say so
        return True
