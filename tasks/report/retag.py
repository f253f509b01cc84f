"""`newsledger retag`: how many articles it is about, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from schemas.counted import counted
from schemas.records import Renewed
from tasks.fetch.places import shown
from tasks.load.store import Staleness
from tasks.report.page import Block, Grid, heading, line

SHOWN = 20  # articles that were left as they were


def render_staleness(found: Staleness) -> Iterator[Block]:
    """What there is to do."""
    if not found.revisions:
        yield line("Nothing to do: all results are those of what cleans and tags now.")
        return
    of = counted(found.articles, "article")
    yield line(f"{len(found.revisions):,} of {of} have results that were not made by what cleans and tags now")
    yield line()
    rows = tuple((name, f"{number:,}") for name, number in found.lacking.items())
    yield Grid(("results", "articles"), rows, right=frozenset({"articles"}))


def render_renewed(done: Sequence[Renewed]) -> Iterator[Block]:
    """What was done, and what could not be."""
    left = [each for each in done if each.failure]
    changed = sum(each.changed for each in done)
    yield line()
    yield line(f"{counted(len(done) - len(left), 'article')} renewed, {changed:,} of them with another text")
    if left:
        yield from heading(f"{counted(len(left), 'article')} left as they were")
        yield from (line(f"{shown(each.stale.uri)}: {each.failure}", indent=2) for each in islice(left, SHOWN))
    if len(left) > SHOWN:
        yield line(f"and {len(left) - SHOWN:,} more", indent=2)
