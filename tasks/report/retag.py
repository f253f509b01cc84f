"""`newsledger retag`: how many articles it is about, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

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


class Retagged(Struct):
    """What became of the articles that were to be renewed; there may be a million."""

    renewed: int = 0
    changed: int = 0  # of those, with another text than before
    left_in_all: int = 0  # as they were
    left: list[Renewed] = field(default_factory=list)  # the first of them

    def add(self, each: Renewed) -> None:
        """One more article."""
        if each.failure:
            self.left_in_all += 1
            self.left += [each] if len(self.left) < SHOWN else []
        else:
            self.renewed += 1
            self.changed += each.changed


def render_retagged(done: Retagged) -> Iterator[Block]:
    """What was done, and what could not be."""
    yield line()
    yield line(f"{counted(done.renewed, 'article')} renewed, {done.changed:,} of them with another text")
    if done.left:
        yield from heading(f"{counted(done.left_in_all, 'article')} left as they were")
        yield from (line(f"{shown(each.stale.uri)}: {each.failure}", indent=2) for each in done.left)
    if more := done.left_in_all - len(done.left):
        yield line(f"and {more:,} more", indent=2)
