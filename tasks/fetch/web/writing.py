"""A new source as the text of its file. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from urllib.parse import urlsplit

import tomlkit

from tasks.fetch.urls import HOST_ALIAS

BESIDE = re.compile(r"[^a-z0-9]+")
LONGEST = 60  # characters of a name


def name_for(title: str, url: str, taken: Collection[str]) -> str:
    """A name that is not taken: the title's words, else the host's."""
    host = HOST_ALIAS.sub("", urlsplit(url).hostname or "")
    name = _plain(title) or _plain(host) or "source"
    numbers = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return next(each for each in (name, *numbers) if each not in taken)


def feed_source(name: str, url: str, private_host: str | None = None) -> str:
    """The file of a source that collects a feed."""
    written = tomlkit.document()
    written["kind"] = "feed"
    written["name"] = name
    written["urls"] = [url]
    if private_host:
        written["allow_private_hosts"] = [private_host]
    return tomlkit.dumps(written)


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return BESIDE.sub("-", letters).strip("-")[:LONGEST].strip("-")
