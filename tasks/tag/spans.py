"""Stretches of one text that overlap: which of them stay, and which share text with another."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Generic, Protocol, TypeVar


class Stretch(Protocol):
    """Anything that stands at [start, end) in a text."""

    @property
    def start(self) -> int:
        """Offset of the first character."""

    @property
    def end(self) -> int:
        """Offset behind the last character."""


S = TypeVar("S", bound=Stretch)


class SpanIndex(Generic[S]):
    """Stretches without overlap, in order, to be asked what they share with another."""

    def __init__(self, spans: Sequence[S]) -> None:
        self._spans = spans
        self._starts = [span.start for span in spans]
        self._ends = [span.end for span in spans]

    def overlapping(self, span: Stretch) -> Sequence[S]:
        """Those that share a character with `span`, in order."""
        return self._spans[bisect_right(self._ends, span.start) : bisect_left(self._starts, span.end)]


def without_overlap(spans: Iterable[S]) -> list[S]:
    """Reading order; the longest stays, then the earliest, then the one that was given first."""
    ordered = sorted(spans, key=lambda span: (span.start, -span.end))
    if all(one.end <= other.start for one, other in pairwise(ordered)):
        return ordered
    chains = _chains(ordered)
    return [span for chain in chains for span in (chain if len(chain) == 1 else _longest(chain))]


def _chains(spans: Iterable[S]) -> Iterator[list[S]]:
    """Spans in order, those together that overlap one after another."""
    chain: list[S] = []
    end = 0
    for span in spans:
        if chain and span.start >= end:
            yield chain
            chain = []
        chain.append(span)
        end = max(end, span.end) if len(chain) > 1 else span.end
    if chain:
        yield chain


def _longest(chain: Sequence[S]) -> list[S]:
    kept: list[S] = []
    for span in sorted(chain, key=lambda span: span.start - span.end):
        at = bisect_left(kept, span.end, key=_start)
        if not at or kept[at - 1].end <= span.start:
            kept.insert(at, span)
    return kept


def _start(span: Stretch) -> int:
    return span.start
