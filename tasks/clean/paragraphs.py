"""Paragraphs of plain text: blank lines, one line a paragraph, or lines broken at a width."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

LINE_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff\u200b\u2060\ufffe\uffff\ud800-\udfff]")
LIST_ITEM = re.compile(r"\s*(?:[-*•–—·▪◦‣>]|\d{1,2}[.)])\s+\S")
WIDEST = 100  # characters; lines that are longer were not broken at a width
NARROWEST = 40
BROKEN_SHARE = 0.9  # of the line breaks inside paragraphs that the width must explain


def read_paragraphs(text: str) -> list[str]:
    """The text's paragraphs in order; every word of the text is in exactly one."""
    lines = [" ".join(line.split()) for line in LINE_BREAK.split(UNSEEN.sub("", text))]
    chunks = [list(chunk) for filled, chunk in groupby(lines, key=bool) if filled]
    width = _width(chunks)
    return [paragraph for chunk in chunks for paragraph in _joined(chunk, width)]


def _width(chunks: Sequence[Sequence[str]]) -> int | None:
    """The width at which lines were broken: the next line's first word would not have fitted. None if they were not."""
    breaks = [pair for chunk in chunks for pair in pairwise(chunk) if not LIST_ITEM.match(pair[1])]
    width = max((len(line) for chunk in chunks if len(chunk) > 1 for line in chunk), default=0)
    if not breaks or not NARROWEST <= width <= WIDEST:
        return None
    if not any(following[0].islower() for _, following in breaks):
        return None  # no sentence runs on into the next line
    explained = sum(_is_broken(line, following, width) for line, following in breaks)
    return width if explained >= BROKEN_SHARE * len(breaks) else None


def _is_broken(line: str, following: str, width: int) -> bool:
    return len(line) + 1 + len(following.split(" ", 1)[0]) > width and not LIST_ITEM.match(following)


def _joined(chunk: Sequence[str], width: int | None) -> Iterator[str]:
    if width is None:
        yield from chunk
        return
    paragraph = chunk[0]
    for line, following in pairwise(chunk):
        if _is_broken(line, following, width):
            paragraph += " " + following
        else:
            yield paragraph
            paragraph = following
    yield paragraph
