"""What a search found, shown: each article's headline and a passage of its text, with the words that were sought."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import TextIO

from msgspec import Struct

from schemas.counted import counted
from tasks.load.words import Word, words
from tasks.report import query
from tasks.report.answer import Answer
from tasks.report.context import around
from tasks.report.page import Block, Mark, Piece, hit, line, note, show
from tasks.report.query import Format
from tasks.report.wanted import Term, Wanted

PASSAGE = 200  # code points from the first to the last word of a passage
MOST_HITS = 500  # that are looked at for a passage
COLUMNS = ("article_id", "published_on", "source", "headline", "snippet")


class Found(Struct, frozen=True):
    """An article in which a search found its words."""

    article_id: int
    published_on: date | None
    source: str
    kind: str
    headline: str | None
    standfirst: str | None
    body: str


class Hits(Struct, frozen=True):
    """What a search found; to be read while the ledger is open."""

    in_all: int
    articles: Iterator[Found]


class Hit(Struct, frozen=True):
    """Where one of the terms stands."""

    start: int
    end: int
    term: int


def write(hits: Hits, wanted: Wanted, out: TextIO, form: Format) -> None:
    """The articles that were found, the latest first: as a page, or as rows in which such words stand as `>>here<<`."""
    if form is Format.TABLE:
        show(_page(hits, wanted), out)
        return
    rows = ((*_columns(each), _plain(snippet(each, wanted))) for each in hits.articles)
    query.write(Answer(COLUMNS, rows), out, form)


def _page(hits: Hits, wanted: Wanted) -> Iterator[Block]:
    shown = 0
    for each in hits.articles:
        yield from _article(each, wanted)
        shown += 1
    said = counted(hits.in_all, "article")
    more = f"the latest {shown:,} of {said}; there are more (--limit, or --format csv for all)"
    yield line(note(more if shown < hits.in_all else said))


def _article(found: Found, wanted: Wanted) -> Iterator[Block]:
    when = found.published_on.isoformat() if found.published_on else "no date"
    stub = " · stub" if found.kind == "stub" else ""
    yield line(*_marked(found.headline or "(no headline)", wanted))
    yield line(note(f"article {found.article_id} · {found.source} · {when}{stub}"))
    yield line(*snippet(found, wanted), indent=2)
    yield line()


def _columns(found: Found) -> tuple[object, ...]:
    return found.article_id, found.published_on, found.source, found.headline


def _plain(pieces: Iterable[Piece]) -> str:
    return "".join(f">>{piece.text}<<" if piece.mark is Mark.HIT else piece.text for piece in pieces)


def snippet(found: Found, wanted: Wanted) -> list[Piece]:
    """The passage with the most of the terms, of the body, or of the standfirst if only that has any."""
    for text in (found.body, found.standfirst or ""):
        hits = list(islice(_hits(text, wanted.terms), MOST_HITS))
        if hits:
            run = _fullest(hits)
            return _marked("".join(around(text, run[0].start, run[-1].end)), wanted)
    return _marked("".join(around(found.body, 0, 0, width=PASSAGE)), wanted)


def _fullest(hits: Sequence[Hit]) -> Sequence[Hit]:
    """The hits of the first passage that has the most different terms."""
    runs = [_run(hits, first) for first in range(len(hits))]
    return max(runs, key=lambda run: len({each.term for each in run}))


def _run(hits: Sequence[Hit], first: int) -> Sequence[Hit]:
    last = first
    while last + 1 < len(hits) and hits[last + 1].end - hits[first].start <= PASSAGE:
        last += 1
    return hits[first : last + 1]


def _marked(text: str, wanted: Wanted) -> list[Piece]:
    pieces, done = [], 0
    for each in _hits(text, wanted.terms):
        if each.start >= done:
            pieces += [Piece(text[done : each.start]), hit(text[each.start : each.end])]
            done = each.end
    return [*pieces, Piece(text[done:])]


def _hits(text: str, terms: Sequence[Term]) -> Iterator[Hit]:
    """Where the terms stand, in their order; of two that begin at one place the longer comes first."""
    named = list(words(text))
    for place, word in enumerate(named):
        here = [(len(term.words), -n) for n, term in enumerate(terms) if _stands(term, named, place)]
        for length, n in sorted(here, reverse=True):
            yield Hit(word.start, named[place + length - 1].end, -n)


def _stands(term: Term, named: Sequence[Word], place: int) -> bool:
    *first, last = term.words
    there = named[place : place + len(term.words)]
    if len(there) < len(term.words) or any(a != b.folded for a, b in zip(first, there, strict=False)):
        return False
    return there[-1].folded.startswith(last) if term.prefix else there[-1].folded == last
