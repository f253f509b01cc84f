"""Pages that say something of themselves, for tests of metadata."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tasks.clean.clues import Clues, PrintedTime
from tasks.clean.io import load_rules
from tasks.clean.told import Told, read_told

READER = load_rules(Path(__file__).parents[2] / "config").authors


def clues(
    *,
    title: str | None = None,
    h1: str | tuple[str, ...] = (),
    ld: object = None,
    bylines: tuple[str, ...] = (),
    times: tuple[PrintedTime, ...] = (),
    canonical: tuple[str, ...] = (),
    languages: tuple[str, ...] = (),
    **meta: str | tuple[str, ...],
) -> Clues:
    """Clues as a page would give them; in the names of meta tags `__` stands for a colon: og__title."""
    return Clues(
        languages=languages,
        titles=(title,) if title else (),
        headings=(h1,) if isinstance(h1, str) else h1,
        meta={
            name.replace("__", ":"): (content,) if isinstance(content, str) else content
            for name, content in meta.items()
        },
        canonical=canonical,
        json_ld=(json.dumps(ld),) if ld else (),
        times=times,
        bylines=bylines,
    )


def told(**said: Any) -> Told:
    """What a page with these clues says."""
    return read_told(clues(**said), "https://courier.example/news/storm")
