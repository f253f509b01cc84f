"""The real chain over one file: read, parse, clean, tag, with the configuration that ships."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from schemas.records import Article, RawDocument, Tags
from tasks.clean.clean import clean
from tasks.clean.io import load_rules
from tasks.clean.parse import parse
from tasks.fetch.io import read_documents
from tasks.tag.io import load_tagger
from tests.acceptance.command import newsledger, small_disk

ROOT = Path(__file__).parents[2]
__all__ = ["newsledger", "small_disk"]  # fixtures for every test here


@dataclass(frozen=True)
class Reading:
    """A file, and what cleaning and tagging made of it."""

    source: str
    article: Article
    tags: Tags


@pytest.fixture(scope="session")
def read() -> Callable[[Path], Reading]:
    """Takes one file through every stage before load; each file once a session."""
    rules, tagger = load_rules(ROOT / "config"), load_tagger(ROOT / "config")
    done: dict[Path, Reading] = {}

    def chain(path: Path) -> Reading:
        if path not in done:
            (raw,) = read_documents([str(path)], source=None, max_bytes=1_000_000, now=lambda: datetime.now(UTC))
            assert isinstance(raw, RawDocument)
            article = clean(parse(raw), rules)
            (tags,) = tagger.tag([article])
            done[path] = Reading(path.read_text(encoding="utf-8"), article, tags)
        return done[path]

    return chain
