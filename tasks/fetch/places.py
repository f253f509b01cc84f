"""What the URI of a fetch says: which file, which line of it, and what that lies in. Pure."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes

FILE = "file://"
STDIN_URI = "stdin:"


def path_of(uri: str) -> Path | None:
    """The file or folder that a URI names, whole; None if it is not one of this machine."""
    if not uri.startswith(FILE):
        return None
    return Path(os.fsdecode(unquote_to_bytes(uri.removeprefix(FILE).partition("#")[0])))


def enclosing(uri: str) -> Iterator[str]:
    """Of a line its file, and of a file every folder above it."""
    whole, _, part = uri.partition("#")
    if part:
        yield whole
    while whole.startswith(FILE) and (whole := whole.rpartition("/")[0]) != FILE:
        yield whole


def at_offset(uri: str, offset: int) -> str:
    """A place in an archive."""
    return f"{uri}#offset={offset}"


def offset_in(place: str, archive: str) -> int | None:
    """Where a place in an archive stands, in bytes; None if it is none in it."""
    offset = place.removeprefix(f"{archive}#offset=")
    return int(offset) if offset != place and offset.isascii() and offset.isdigit() else None


def shown(uri: str) -> str:
    """A place as people write it: `/news/rows.jsonl, line 7`."""
    path, (_, _, part) = path_of(uri), uri.partition("#")
    if path is None:
        return uri
    return f"{path}, {unquote(part.replace('=', ' ', 1))}" if part else str(path)
