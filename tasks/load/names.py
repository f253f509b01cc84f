"""What a user may call an article: its id, a URL, a file's path, a key, a key with its kind and source before it."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from tasks.fetch.files import SINGLE, media_type
from tasks.fetch.urls import normalise_url
from tasks.load.fold import bounded, scrubbed

ROW = re.compile(r"(?P<path>.+?)(?:#line=|:)(?P<line>\d+)$", re.DOTALL)
KEYED = re.compile(
    r"(?:(?!guid:|url:|file:)(?P<source>.+?) )?(?P<kind>guid|url(?=:https?:)|file(?=:file:)):(?P<value>.+)",
    re.DOTALL | re.IGNORECASE,
)
KINDS = ("guid", "url", "file")


class Name(Struct, frozen=True):
    """What an article is called: any of these keys, as the ledger stores them."""

    values: tuple[str, ...]
    kinds: tuple[str, ...] = KINDS
    source: str | None = None  # None: in whatever source


def name_of(asked: str, folder: Path) -> Name:
    """What `asked` stands for, which is no id; a relative path is one in `folder`.

    A key that nothing else would be taken for is written as kind:value, and that of one source as SOURCE kind:value.
    """
    asked = scrubbed(asked)
    keyed = KEYED.fullmatch(asked)
    if not keyed:
        return Name(possible_keys(asked, folder))
    value = normalise_url(keyed["value"]) or keyed["value"]
    values = tuple(dict.fromkeys(map(bounded, (value, keyed["value"]))))
    return Name(values, (keyed["kind"].lower(),), keyed["source"])


def written(kind: str, value: str, source: str | None = None) -> str:
    """How `name_of` reads a key, of one source or of whatever source."""
    key = value if kind != "guid" and source is None else f"{kind}:{value}"
    return f"{source} {key}" if source else key


def article_id(asked: str) -> int | None:
    """The id, when `asked` is a plain number that can be one."""
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else None


def shortest(kind: str, value: str, source: str, folder: Path) -> str:
    """What to call an article by a key: a guid within its source, a file in `folder` by its path there."""
    if kind == "guid":
        return written(kind, value, source)
    path = _path_within(value, folder) if kind == "file" else value
    return path if value in name_of(path, folder).values and not path.isdecimal() else value


def _path_within(uri: str, folder: Path) -> str:
    begins = folder.as_uri().rstrip("/") + "/"
    return unquote(uri.removeprefix(begins)) if uri.startswith(begins) else uri


def possible_keys(asked: str, folder: Path) -> tuple[str, ...]:
    """The keys that `asked` could stand for, as the ledger stores keys; a relative path is one in `folder`.

    A row of a file is FILE#line=7 or FILE:7.
    """
    return tuple(dict.fromkeys(bounded(key) for key in (asked, *possible_uris(asked, folder))))


def possible_uris(asked: str, folder: Path) -> tuple[str, ...]:
    """The URIs that a document may have been fetched from if it is called `asked`."""
    if url := normalise_url(asked):
        return (asked, url)
    if asked.startswith("file:"):
        return (asked,)
    row = ROW.fullmatch(asked)
    return (_uri(asked, folder), f"{_uri(row['path'], folder)}#line={row['line']}") if row else (_uri(asked, folder),)


def parts_of(asked: str, folder: Path) -> str | None:
    """What the URIs of a file's rows, or of a feed's entries, begin with; None if `asked` is not such a file."""
    if media_type(asked) in {None, *SINGLE} or normalise_url(asked):
        return None
    return (asked if asked.startswith("file:") else _uri(asked, folder)) + "#"


def telling_part(asked: str) -> str | None:
    """What to look for in keys and headlines when nothing has the name: a path's or an address's last part."""
    last = next((part for part in reversed(_path_of(asked).split("/")) if part), "")
    stem = last.partition(".")[0].strip()
    return stem if len(stem) > 2 else None


def _path_of(asked: str) -> str:
    """The path of an address; of anything else, all of it."""
    try:
        return unquote(urlsplit(asked).path)
    except ValueError:
        return asked


def _uri(path: str, folder: Path) -> str:
    # as fetching makes it: links are not followed
    return Path(os.path.normpath(folder / path)).as_uri()
