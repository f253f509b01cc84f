"""`newsledger retag`: how many articles it is about, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from schemas.counted import counted
from schemas.records import Renewed
from tasks.fetch.places import shown
from tasks.load.store import Staleness
from tasks.report.page import Block, Grid, heading, line

BACK = "; newsledger retag --back switches back"
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

    cleaned: int = 0
    changed: int = 0  # of those, with another text than before
    switched: int = 0  # to what was found anew
    left_in_all: int = 0  # as they were
    left: list[Renewed] = field(default_factory=list)  # the first of them

    def add(self, each: Renewed) -> None:
        """One more article: cleaned again, or left as it was."""
        if each.failure:
            self.left_in_all += 1
            self.left += [each] if len(self.left) < SHOWN else []
        else:
            self.cleaned += 1
            self.changed += each.changed


def render_back(articles: int) -> Iterator[Block]:
    """What was gone back to."""
    if not articles:
        yield line("Nothing to go back to: no results are kept that counted before.")
        return
    yield line(f"{counted(articles, 'article')} switched back to what counted before; the same command undoes it")
    yield line("New articles are tagged by what tags now, and the next newsledger retag switches over to that again.")


def render_retagged(done: Retagged) -> Iterator[Block]:
    """What was done, and what could not be."""
    yield line()
    if done.cleaned:
        yield line(f"{counted(done.cleaned, 'article')} cleaned again, {done.changed:,} of them with another text")
    yield line(
        f"{counted(done.switched, 'article')} switched over to what was found anew{BACK if done.switched else ''}"
    )
    if done.left:
        yield from heading(f"{counted(done.left_in_all, 'article')} left as they were")
        yield from (line(f"{shown(each.stale.uri)}: {each.failure}", indent=2) for each in done.left)
    if more := done.left_in_all - len(done.left):
        yield line(f"and {more:,} more", indent=2)
