"""Broken pages: whatever happens to a page's bytes, cleaning ends, and adds nothing of its own."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from schemas.records import Failure, RawDocument
from tasks.clean.batch import Cleaned, clean_one
from tasks.clean.io import load_rules

RULES = load_rules(Path(__file__).parents[2] / "config")
PAGES = [path.read_bytes() for path in sorted((Path(__file__).parent / "golden").glob("*.html"))]
PIECES = tuple(
    b"< > </ <!-- --> ' \" &#0; &#x110000; <![CDATA[ \xe2 \0 \xff\xfe <div> </div> <article> </body> <table> <script> "
    b"<p> </p> <svg> <noscript>".split(b" ")
)


def flip(page: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(page))
    return page[:at] + bytes([chance.randrange(256)]) + page[at + 1 :]


def cut(page: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(page))
    return page[:start] + page[start + chance.randrange(1, 400) :]


def insert(page: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(page))
    return page[:at] + chance.choice(PIECES) * chance.randrange(1, 30) + page[at:]


def repeat(page: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(page))
    return page[:start] + page[start : start + 300] * chance.randrange(2, 6) + page[start:]


def recode(page: bytes, chance: random.Random) -> bytes:
    text = page.decode(errors="replace")
    return text.encode(chance.choice(["utf-16", "utf-8-sig", "cp1252", "koi8-r", "shift_jis"]), errors="replace")


WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (flip, cut, insert, repeat, recode)


def mutated(seed: int) -> bytes:
    chance = random.Random(seed)
    page = chance.choice(PAGES)
    for _ in range(chance.randrange(1, 12)):
        page = chance.choice(WAYS)(page, chance) or b"<"
    return page


def check(seed: int) -> None:
    page = mutated(seed)
    raw = RawDocument("test", f"mutation:{seed}", "text/html", page, "0" * 64, datetime(2020, 1, 1, tzinfo=UTC))
    result = clean_one(raw, RULES)
    if isinstance(result, Failure):
        assert not result.error.startswith("cleaning failed"), result.error
        return
    assert isinstance(result, Cleaned)
    article = result.article
    size = len(result.document.content)
    removed = [piece.text for piece in article.removed]
    for part in (article.headline, article.standfirst, *article.captions, *article.credits, *removed):
        assert len(part or "") <= size
        assert "\0" not in (part or "")
    assert len(article.body.replace("\n\n", "\n")) + sum(map(len, removed)) <= size


@pytest.mark.full
@pytest.mark.parametrize("block", range(5))
def test_500_mutated_pages(block: int) -> None:
    for seed in range(block * 100, block * 100 + 100):
        check(seed)


@pytest.mark.long
def test_10000_mutated_pages() -> None:
    for seed in range(10_000):
        check(seed)
