"""What is not as expected of sources: in `newsledger expectations`, `status`, and at the end of a run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schemas.counted import counted
from schemas.expectations import Expected
from tasks.link.store import Breach
from tasks.report.page import Block, Grid, heading, line, note

TITLE = "Not as expected"
IN_WORDS = ("articles_a_day", "median_words")  # whole numbers; the others are shares
WAY_OUT = "newsledger expectations looks again; if this is how the source is now, say so under [expect] in its file"


def render(breaches: Sequence[Breach]) -> Iterator[Block]:
    """The section; nothing if all is well."""
    if not breaches:
        return
    yield from heading(TITLE)
    rows = tuple((b.source, b.kind, *_found(b), _basis(b), str(b.since), f"{b.days:,}") for b in breaches)
    columns = ("source", "what", "found", "expected", "because", "since", "days")
    yield Grid(columns, rows, right=frozenset({"found", "days"}))
    yield line(note(WAY_OUT), indent=2)


def said(breach: Breach) -> str:
    """One line of a log."""
    found, expected = _found(breach)
    days = "" if breach.days == 1 else f", {counted(breach.days, 'day')} since {breach.since}"
    return f"{breach.source}: {breach.kind} {found} on {breach.last}, expected {expected} ({_basis(breach)}){days}"


def _found(breach: Breach) -> tuple[str, str]:
    low, high = (None if bound is None else _number(breach.kind, bound) for bound in (breach.low, breach.high))
    expected = f"{low} to {high}" if low and high else f"at least {low}" if low else f"at most {high}"
    return _number(breach.kind, breach.found), expected


def _number(kind: Expected, value: float) -> str:
    return f"{value:,.0f}" if kind in IN_WORDS else f"{value:.1%}"


def _basis(breach: Breach) -> str:
    return "usual so far" if breach.learned else "its file"
