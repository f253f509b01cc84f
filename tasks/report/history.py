"""`newsledger explain --history`: each version of an article, and what it has otherwise than the one before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from schemas.counted import counted
from tasks.report.changes import Change, Difference, Version, compare
from tasks.report.context import condensed
from tasks.report.page import Block, Line, Mark, Piece, heading, line, note

LONGEST = 400  # characters of a text that are shown
NO_HEADLINE = "(no headline)"
NOT_COMPARED = "not compared: they were found by other rules or models than those of the version before"


def history(versions: Sequence[Version]) -> Iterator[Block]:
    """The page's part on an article's versions, the first one first."""
    yield from heading("Headlines")
    yield from _headlines(versions)
    yield from _version(versions[0])
    for before, after in pairwise(versions):
        yield from _version(after)
        yield from _difference(compare(before, after))


def _headlines(versions: Sequence[Version]) -> Iterator[Line]:
    """Each headline, from when on it was seen."""
    shown = object()
    for version in versions:
        if version.headline != shown:
            yield line(note(_when(version)), version.headline or NO_HEADLINE, indent=2)
        shown = version.headline


def _version(version: Version) -> Iterator[Line]:
    current = ", the current one" if version.is_current else ""
    yield from heading(f"Version {version.number}{current}")
    words = counted(len(version.body.split()), "word")
    yield line(note(_when(version)), words, indent=2)


def _when(version: Version) -> str:
    return f"{version.appeared_at:%Y-%m-%d %H:%M:%S}Z  "


def _difference(difference: Difference) -> Iterator[Line]:
    yield from _changes("headline", (difference.headline,) if difference.headline else ())
    yield from _changes("standfirst", (difference.standfirst,) if difference.standfirst else ())
    yield from _changes("sentence", difference.sentences)
    for what, changes in (("name", difference.names), ("quote", difference.quotes), ("figure", difference.figures)):
        if changes is None:
            yield line(f"{what}s ", note(NOT_COMPARED), indent=2)
        else:
            yield from _changes(what, changes)


def _changes(what: str, changes: Sequence[Change]) -> Iterator[Line]:
    for change in changes:
        done = "changed" if change.before and change.after else "removed" if change.before else "added"
        yield line(Piece(f"{what} {done}", Mark.TITLE), indent=2)
        if change.before:
            yield line(note("- "), condensed(change.before, LONGEST), indent=4)
        if change.after:
            yield line(note("+ "), condensed(change.after, LONGEST), indent=4)
