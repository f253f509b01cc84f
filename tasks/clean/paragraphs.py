"""Paragraphs of plain text: blank lines, one line a paragraph, or lines broken at a width."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from msgspec import Struct

from tasks.clean.folding import is_sentence

LINE_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff\u200b\u2060\ufffe\uffff\ud800-\udfff]")
LIST_ITEM = re.compile(r"\s*(?:[-*•–—·▪◦‣>]|\d{1,2}[.)])\s+\S")
LEADS_ON = re.compile(r"[:;,–—-]\s*$")
INITIAL = re.compile(r"\b[A-Z]\.$")
HYPHENATED = re.compile(r"[^\W\d_]-$")
WIDEST = 100  # characters; lines that are longer were not broken at a width
NARROWEST = 40
LONGER_SHARE = 0.02  # of the lines that may be longer all the same: addresses, rows of tables
RUN_ON_SHARE = 0.75  # of the breaks inside sentences that go on in lower case or left no room for the next word
FULL_SHARE = 0.5  # of them that left no room


class Line(Struct, frozen=True):
    """One line that has something on it."""

    text: str  # single spaces
    indent: int  # columns

    @property
    def width(self) -> int:
        """Columns that the line takes."""
        return self.indent + len(self.text)

    def ends_before(self, following: Line) -> bool:
        """Whether a sentence ends here: not if the next line goes on in lower case, nor at the full stop of "U.S."."""
        return is_sentence(self.text) and not following.text[0].islower() and not INITIAL.search(self.text)

    def runs_on_into(self, following: Line) -> bool:
        """Whether a sentence goes on, in lower case, in the next line."""
        return following.text[0].islower()

    def is_full(self, following: Line, width: int) -> bool:
        """Whether the next line's first word would not have fitted."""
        return self.width + 1 + len(following.text.split(" ", 1)[0]) > width


def read_paragraphs(text: str) -> list[str]:
    """The text's paragraphs in order; every word of the text is in exactly one."""
    lines = map(_line, LINE_BREAK.split(UNSEEN.sub("", text)))
    chunks = [list(chunk) for filled, chunk in groupby(lines, key=lambda line: bool(line.text)) if filled]
    width = _width(chunks)
    return [paragraph for chunk in chunks for paragraph in _paragraphs(chunk, width)]


def _line(printed: str) -> Line:
    expanded = printed.expandtabs()
    return Line(" ".join(printed.split()), len(expanded) - len(expanded.lstrip()))


def _width(chunks: Sequence[Sequence[Line]]) -> int | None:
    """The width at which lines were broken; None if they were not.

    They were if sentences run on over the breaks, and most of those lines left no room for the next line's first word.
    """
    lengths = sorted(line.width for chunk in chunks if len(chunk) > 1 for line in chunk)
    width = lengths[-1 - int(LONGER_SHARE * len(lengths))] if lengths else 0
    breaks = [pair for chunk in chunks for pair in _open_breaks(chunk, width)]
    running = sum(line.runs_on_into(following) for line, following in breaks)
    full = sum(line.is_full(following, width) for line, following in breaks)
    explained = sum(_is_explained(*pair, width) for pair in breaks)
    wrapped = running and explained >= RUN_ON_SHARE * len(breaks) and full >= FULL_SHARE * len(breaks)
    return width if wrapped and NARROWEST <= width <= WIDEST else None


def _open_breaks(chunk: Sequence[Line], width: int) -> Iterator[tuple[Line, Line]]:
    """Breaks at which no sentence, list item or indented paragraph ends.

    A first line that is short tells nothing: agencies break it before the dateline is put in front.
    """
    for n, (line, following) in enumerate(pairwise(chunk)):
        ended = line.ends_before(following) or LIST_ITEM.match(following.text) or following.indent > line.indent
        if not ended and (n or _is_explained(line, following, width)):
            yield line, following


def _is_explained(line: Line, following: Line, width: int) -> bool:
    return line.runs_on_into(following) or line.is_full(following, width)


def _paragraphs(chunk: Sequence[Line], width: int | None) -> Iterator[str]:
    if width is None:
        yield from (line.text for line in chunk)
        return
    indented = _has_indented_paragraphs(chunk)
    paragraph = [chunk[0].text]
    for line, following in pairwise(chunk):
        if not _goes_on(line, following, width, indented=indented):
            yield _joined(paragraph)
            paragraph = []
        paragraph.append(following.text)
    yield _joined(paragraph)


def _has_indented_paragraphs(chunk: Sequence[Line]) -> bool:
    return any(following.indent > line.indent and line.ends_before(following) for line, following in pairwise(chunk))


def _goes_on(line: Line, following: Line, width: int, *, indented: bool) -> bool:
    """Whether the next line belongs to the same paragraph; `indented`: paragraphs here begin with an indented line."""
    full, ended = line.is_full(following, width), line.ends_before(following)
    if LIST_ITEM.match(following.text):  # but a sentence may break before "15. The", too
        return full and not ended and not LEADS_ON.search(line.text) and following.text[0].isdigit()
    if following.indent > line.indent:
        return False
    if ended:
        return full
    begins_again = indented and following.indent > 0 and following.indent == line.indent  # rows of a table
    return full or line.runs_on_into(following) or (indented and not begins_again)


def _joined(lines: Iterable[str]) -> str:
    paragraph = ""
    for line in lines:
        hyphenated = HYPHENATED.search(paragraph) and line[0].islower()
        paragraph += line if hyphenated or not paragraph else f" {line}"
    return paragraph
