"""The table at the end of a run: where every document went, what was removed, what was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from schemas.counted import counted
from schemas.records import TAGGED
from tasks.fetch.places import shown
from tasks.link.store import Breach
from tasks.report import expectations
from tasks.report.page import Block, Grid, Mark, Piece, heading, line, note

ENDINGS_SHOWN = 5
NO_MODEL = "Loaded, not tagged: no model for their language"
IN_PART = f"of whose text nothing is tagged behind the first {TAGGED:,} characters"
INSTALL = "config/languages/ says what to install (no file for a language: docs/languages.md); then newsledger retag"


class Trouble(Struct, frozen=True):
    """A document that could not be had or digested."""

    uri: str
    where: str  # the fetch's outcome, or the stage
    reason: str


class EntityCount(Struct, frozen=True):
    """An entity, and how many articles name it."""

    name: str
    label: str
    articles: int


class ArchiveRead(Struct, frozen=True):
    """An archive, and what of it a run has read."""

    uri: str
    began: int  # bytes
    read_to: int
    size: int


class RunSummary(Struct, frozen=True):
    """One run. What was removed and found is counted over the articles that it loaded or updated."""

    run_id: int
    flow: str
    status: str
    documents: int  # the sum of `outcomes`
    outcomes: Mapping[str, int]
    fetches: Mapping[str, int]
    dropped: Mapping[str, int]  # documents by reason, the most frequent first
    removed: Mapping[str, int]  # pieces by reason, the most frequent first
    topics: Mapping[str, int]  # articles by topic, after editors' decisions
    untagged: int  # articles without a topic
    decided: Mapping[str, int]  # editors' decisions about them, by action
    entities: tuple[EntityCount, ...]
    troubles: tuple[Trouble, ...]  # the first few
    troubles_in_all: int
    without_model: Mapping[str, int] = {}  # articles by language, the most frequent first, that no model has read
    tagged_in_part: int = 0  # articles with a text that is longer than what is tagged
    archives: tuple[ArchiveRead, ...] = ()  # the first few
    passed: Mapping[str, int] = {}  # records of archives that are no documents, by why
    breaches: tuple[Breach, ...] = ()  # of what is expected of sources, whatever the run brought


def render(
    summary: RunSummary,
    ledger: str,
    raw_store: str,
    unread: Mapping[str, int] = MappingProxyType({}),
    waiting: int = 0,
) -> Iterator[Block]:
    """The page.

    Args:
        summary: what the run did.
        ledger: where it is.
        raw_store: where it is.
        unread: files that were passed over because of their names, by ending.
        waiting: editors' decisions whose articles the ledger does not have.
    """
    verdict = Piece(summary.status, Mark.WARNING if summary.status == "failed" else Mark.TITLE)
    yield line(Piece(f"Run {summary.run_id}", Mark.TITLE), f" ({summary.flow}) ", verdict)
    yield from _counts("Documents", "outcome", summary.outcomes, total=summary.documents)
    if any(count for outcome, count in summary.fetches.items() if outcome != "fetched"):
        yield from _counts("Fetches", "outcome", summary.fetches, total=sum(summary.fetches.values()))
    if unread:
        yield from _unread(unread)
    if summary.archives:
        yield from _archives(summary.archives)
    if summary.passed:
        yield from _counts("Records that are no documents", "why", summary.passed)
    if summary.dropped:
        yield from _counts("Dropped", "reason", summary.dropped)
    if summary.removed:
        yield from _counts("Removed pieces", "reason", summary.removed, total=sum(summary.removed.values()))
    yield from _found(summary, waiting)
    if summary.troubles:
        yield from _troubles(summary)
    yield from expectations.render(summary.breaches)
    yield line()
    yield line(note("ledger     "), ledger)
    yield line(note("raw store  "), raw_store)


def _found(summary: RunSummary, waiting: int) -> Iterator[Block]:
    if summary.topics or summary.untagged:
        yield from _counts("Topics", "topic", {**summary.topics, "(no topic)": summary.untagged})
    if summary.decided or waiting:
        yield from _counts("Overrides", "decision", {**summary.decided, "(article not in the ledger)": waiting})
    if summary.without_model:
        yield from _counts(NO_MODEL, "language", summary.without_model)
        yield line(note(INSTALL), indent=2)
    if summary.tagged_in_part:
        yield line()
        yield line(f"Tagged in part: {counted(summary.tagged_in_part, 'article')}, {IN_PART}")
    if summary.entities:
        yield from heading("Entities named most")
        yield _entities(summary.entities)


def _archives(archives: Sequence[ArchiveRead]) -> Iterator[Block]:
    yield from heading("Archives")
    for each in archives:
        said = "read to its end before" if each.began == each.size else f"bytes {each.began:,} to {each.read_to:,}"
        left = f" of {each.size:,}" if each.read_to < each.size else ""
        yield line(f"{shown(each.uri)}: {said}{left}", indent=2)


def _unread(endings: Mapping[str, int]) -> Iterator[Block]:
    most = sorted(endings.items(), key=lambda each: (-each[1], each[0]))
    shown = ", ".join(f"{ending} {count:,}" for ending, count in most[:ENDINGS_SHOWN])
    more = f" and {counted(len(most) - ENDINGS_SHOWN, 'other ending')}" if len(most) > ENDINGS_SHOWN else ""
    yield line()
    yield line(f"Passed over, by their names: {counted(sum(endings.values()), 'file')} ({shown}{more})")


def _counts(title: str, column: str, counts: Mapping[str, int], total: int | None = None) -> Iterator[Block]:
    yield from heading(title)
    rows = [(name, f"{count:,}") for name, count in counts.items() if count]
    if total is not None:
        rows.append(("total", f"{total:,}"))
    yield Grid((column, "count"), tuple(rows), right=frozenset({"count"}))


def _entities(counts: Sequence[EntityCount]) -> Grid:
    return Grid(
        ("entity", "label", "articles"),
        tuple((each.name, each.label, f"{each.articles:,}") for each in counts),
        right=frozenset({"articles"}),
    )


def _troubles(summary: RunSummary) -> Iterator[Block]:
    yield from heading("Not loaded")
    for trouble in summary.troubles:
        yield line(Piece(trouble.where, Mark.WARNING), f"  {shown(trouble.uri)}: {trouble.reason}", indent=2)
    left = summary.troubles_in_all - len(summary.troubles)
    more = f"and {left:,} more: " if left > 0 else ""
    yield line(
        note(f"{more}newsledger quarantine list has all that waits, and newsledger quarantine show ID what to do"),
        indent=2,
    )
