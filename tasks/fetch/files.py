"""Which files an input names: a file, a folder, or a pattern; in an order that does not change."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from schemas.errors import InputError

MEDIA_TYPES = {
    ".txt": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".jsonl": "application/json",  # of each line
}
SUFFIXES = ", ".join(MEDIA_TYPES)
STDIN = "-"


@dataclass(frozen=True, slots=True)
class Place:
    """A file to be read, or why it cannot be."""

    path: Path  # absolute
    source: str
    problem: str | None = None
    outside: bool = False  # the problem is that a link leads out of the folder


def media_type(path: Path) -> str | None:
    """What a file's name says it holds, with or without .gz; None for files that are not read."""
    name = path.name.lower().removesuffix(".gz")
    return MEDIA_TYPES.get(Path(name).suffix)


def check_inputs(inputs: Sequence[str]) -> None:
    """See that every input names something that can be read, before the first is.

    Raises:
        InputError: a path does not exist, a pattern matches nothing, or a file is of no known kind.
    """
    for given in inputs:
        if given == STDIN or os.path.isdir(given):  # noqa: PTH112 - Path's raises for a name that is too long
            continue
        if os.path.isfile(given):  # noqa: PTH113
            if media_type(Path(given)) is None:
                raise InputError(f"{given}: cannot be read by its name; files are {SUFFIXES}, each also with .gz")
        elif not glob.has_magic(given):
            raise InputError(f"{given}: no such file or folder")
        elif next(_matches(given), None) is None:
            raise InputError(f"{given}: matches no file; files are {SUFFIXES}, each also with .gz")


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
        for match in sorted(_matches(given)):
            yield Place(match, source or match.parent.name or "files")


def _absolute(given: str) -> Path:
    return Path(os.path.abspath(given))  # noqa: PTH100 - resolve() would follow links


def _matches(pattern: str) -> Iterator[Path]:
    found = map(_absolute, glob.iglob(pattern, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
    return (path for path in found if media_type(path) and path.is_file())


def _walk(folder: Path, source: str) -> Iterator[Place]:
    """Depth first, each folder by name; only one folder's names are held at a time."""
    root = folder.resolve()
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        try:
            if path.is_dir() and (path == folder or not path.is_symlink()):
                waiting += sorted((child for child in path.iterdir() if child.name[0] != "."), reverse=True)
            else:
                yield from _entry(path, source, root)
        except OSError as error:
            yield Place(path, source, f"cannot be reached: {(error.strerror or str(error)).lower()}")


def _entry(path: Path, source: str, root: Path) -> Iterator[Place]:
    """A file of a folder. A link to a folder inside is passed over: its files are read where they stand."""
    if path.is_symlink() and not _inside(path, root):
        if media_type(path) or path.is_dir():
            yield Place(path, source, "is a link that leads out of its folder", outside=True)
    elif media_type(path) and (path.is_file() or path.is_symlink()):
        yield Place(path, source)


def _inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):  # it leads nowhere, or round in a circle: reading it will say so
        return True
