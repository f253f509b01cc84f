"""docs/page.svg: the blocks of a page, coloured by what became of each: `make picture`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from html import escape
from itertools import groupby
from pathlib import Path
from textwrap import wrap

from schemas.records import Article, RawDocument
from tasks.clean.clean import clean
from tasks.clean.folding import fold
from tasks.clean.io import load_rules
from tasks.clean.page import parse_page
from tasks.clean.parse import parse

KEPT = {"headline": "#1e3a8a", "standfirst": "#0369a1", "body": "#166534", "caption": "#0f766e", "credit": "#4d7c0f"}
REMOVED = {
    "boilerplate": "#b91c1c",
    "html:navigation": "#64748b",
    "html:promo": "#c2410c",
    "html:related": "#a16207",
    "html:comments": "#7e22ce",
    "html:byline": "#be185d",
    "html:not-main-content": "#374151",
}
LIGHT = "#9ca3af"
AGAIN = "said elsewhere"  # a block whose text stands elsewhere on the page or in the article, or is not shown
WIDTH, TEXT_FROM, CHARACTERS = 980, 210, 116  # pixels, pixels, of a line
LINE, BASE, GAP, TOP = 15, 11, 5, 14  # pixels: of a line, down to its letters' feet, between pieces, at the edges
MOST_LINES = 3  # of a block that are drawn
MOST_ALIKE = 4  # blocks of what was removed that are drawn in a row

Row = tuple[str, str]  # what became of a block, and its text


def draw(page: Sequence[Row]) -> str:
    """The picture of the blocks in their order."""
    drawn: list[str] = []
    y = TOP
    for what, lines in _pieces(page):
        drawn += _piece(what, lines, y)
        y += LINE * len(lines) + GAP
    size = f'viewBox="0 0 {WIDTH} {y + TOP}" font-family="Helvetica,Arial,sans-serif" font-size="11"'
    ground = '<rect width="100%" height="100%" fill="white"/>'
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" {size}>', ground, *drawn, "</svg>\n"])


def became(article: Article, texts: Iterable[str]) -> list[Row]:
    """What became of each block of a page; one whose text is in the article or in an earlier one is `AGAIN`."""
    left = {fold(piece.text): piece.reason for piece in reversed(article.removed)}
    kept = {"headline": (article.headline,), "standfirst": (article.standfirst,), "body": article.body.split("\n\n")}
    kept |= {"caption": article.captions, "credit": article.credits}
    left |= {fold(text): part for part, found in kept.items() for text in found if text}
    return [(left.pop(fold(text), AGAIN), text) for text in texts]


def _pieces(page: Sequence[Row]) -> Iterator[tuple[str, list[str]]]:
    """Runs of blocks of the same kind, as lines."""
    for what, blocks in groupby(page, key=lambda row: row[0]):
        texts = [text for _, text in blocks]
        shown = texts if what in KEPT else texts[:MOST_ALIKE]
        lines = [line for text in shown for line in _lines(text)]
        yield what, [*lines, *([f"… and {len(texts) - len(shown)} more"] if len(texts) > len(shown) else [])]


def _lines(text: str) -> list[str]:
    return wrap(text, CHARACTERS, max_lines=MOST_LINES, placeholder=" …")


def _piece(what: str, lines: Sequence[str], y: int) -> Iterator[str]:
    colour = (KEPT | REMOVED).get(what) or REMOVED.get(what.partition(":")[0], LIGHT)
    place = f'x="{TEXT_FROM - 10}" y="{y}" height="{LINE * len(lines)}" fill="{colour}"'
    yield f'<rect {place} width="{WIDTH - TEXT_FROM}" fill-opacity="{0.22 if what in KEPT else 0.07}"/>'
    yield f'<rect {place} width="5"/>'
    weight = "bold" if what in KEPT else "normal"
    label = f'x="{TEXT_FROM - 18}" y="{y + BASE}" text-anchor="end" font-weight="{weight}" fill="{colour}"'
    yield f"<text {label}>{escape(what)}</text>"
    for number, line in enumerate(lines):
        yield f'<text x="{TEXT_FROM}" y="{y + BASE + LINE * number}" fill="#111827">{escape(line)}</text>'


def picture(path: Path) -> str:
    """Of a page in a file, cleaned with the rules of `config/`."""
    document = parse(RawDocument("", path.name, "text/html", path.read_bytes(), "", datetime.now(UTC)))
    article = clean(document, load_rules(Path("config")))
    return draw(became(article, (block.text for block in parse_page(document.content).blocks.blocks)))


if __name__ == "__main__":
    sys.stdout.write(picture(Path(sys.argv[1])))
