"""Whole documents and the articles they must become. To look at a change: the expected files are sorted JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import asdict

from schemas.records import Article, RawDocument, Timestamp
from tasks.clean.clean import clean
from tasks.clean.io import load_rules
from tasks.clean.parse import parse

GOLDEN = Path(__file__).parent / "golden"
RULES = load_rules(Path(__file__).parents[2] / "config")


def read(path: Path) -> Article:
    media_type = "text/plain" if path.suffix == ".txt" else "text/html"
    return clean(parse(RawDocument("", path.name, media_type, path.read_bytes(), "", datetime.now(UTC))), RULES)


def plain(article: Article) -> dict[str, object]:
    """The article as the expected files write it; parts that are empty are left out."""
    parts = asdict(article)
    for name in ("published_at", "modified_at"):
        time: Timestamp | None = getattr(article, name)
        parts[name] = time and f"{time.value.isoformat()} {time.precision} {time.method}"
    parts["body"] = article.body.split("\n\n") if article.body else []
    parts["removed"] = [f"{piece.reason} | {piece.text}" for piece in article.removed]
    return {name: list(part) if isinstance(part, tuple) else part for name, part in sorted(parts.items()) if part}


@pytest.mark.parametrize("path", sorted([*GOLDEN.glob("*.html"), *GOLDEN.glob("*.txt")]), ids=lambda path: path.name)
def test_document_becomes_this_article(path: Path) -> None:
    expected = json.loads((GOLDEN / f"{path.name}.json").read_text(encoding="utf-8"))
    assert plain(read(path)) == expected


def test_there_are_enough() -> None:
    assert len(list(GOLDEN.glob("*.json"))) >= 12
