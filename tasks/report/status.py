"""`newsledger status`: what the ledger holds, how fresh it is, and whether the last run went well."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from msgspec import Struct

from schemas.counted import counted
from schemas.records import Processor
from tasks.report.page import Block, Grid, Mark, Piece, heading, line, note
from tasks.report.summary import INSTALL, NO_MODEL

LOST = "lost"  # a run that never said how it ended, and gives no sign of life: it was killed
SILENCE = timedelta(minutes=5)  # a run that goes on gives a sign every minute


class RunLine(Struct, frozen=True):
    """One run in short."""

    run_id: int
    flow: str
    status: str  # as in `runs`, or lost
    started_at: datetime
    ended_at: datetime | None
    documents: int
    outcomes: Mapping[str, int]  # documents by outcome; those that are 0 are left out


class SourceLine(Struct, frozen=True):
    """One source in short."""

    name: str
    articles: int
    undated: int
    last_fetched_at: datetime | None
    fetches: int
    fetches_not_had: int
    in_quarantine: int


class Status(Struct, frozen=True):
    """The ledger at a glance."""

    location: str  # without a password
    size: int | None  # bytes; None if the database does not say
    schema_version: str
    runs: tuple[RunLine, ...]  # the latest first
    sources: tuple[SourceLine, ...]
    processors: tuple[Processor, ...]  # whose results count
    without_model: Mapping[str, int] = {}  # articles by language, the most frequent first, that no model has read
    days_to_count: int = 0  # of which the daily views show what was counted before

    @property
    def quarantined(self) -> int:
        """Documents that wait to be tried again."""
        return sum(source.in_quarantine for source in self.sources)

    @property
    def healthy(self) -> bool:
        """Whether the last run that is over did not fail and was not lost; true when none is over yet."""
        over = next((run for run in self.runs if run.status != "running"), None)
        return over is None or over.status not in ("failed", LOST)


def render(status: Status) -> Iterator[Block]:
    """The page."""
    size = f", {readable_size(status.size)}" if status.size is not None else ""
    yield line(Piece(status.location, Mark.TITLE), f"{size}, schema {status.schema_version}")
    yield line(_verdict(status))
    yield from heading("Runs")
    yield _runs(status.runs) if status.runs else line(note("none yet"), indent=2)
    yield from heading("Sources")
    yield _sources(status.sources) if status.sources else line(note("none yet"), indent=2)
    if status.without_model:
        yield from heading(NO_MODEL)
        rows = tuple((language, f"{count:,}") for language, count in status.without_model.items())
        yield Grid(("language", "articles"), rows, right=frozenset({"articles"}))
        yield line(note(INSTALL), indent=2)
    yield from heading("Processors")
    for made in status.processors:
        yield line(made.name, note(f"  version {made.version}, config {made.config_hash}"), indent=2)


def readable_size(size: int) -> str:
    """Bytes as people read them."""
    if size < 1000:
        return counted(size, "byte")
    value, unit = size / 1000, "kB"
    for larger in ("MB", "GB", "TB"):
        if value < 1000:
            break
        value, unit = value / 1000, larger
    return f"{value:,.1f} {unit}"


def readable_time(at: datetime | None) -> str:
    """A time to the second in UTC, or "never"."""
    return f"{at:%Y-%m-%d %H:%M:%S}Z" if at else "never"


def readable_counts(counts: Mapping[str, int]) -> str:
    """Counts by name, in one line."""
    return ", ".join(f"{name} {count:,}" for name, count in counts.items() if count) or "none"


def _verdict(status: Status) -> Piece:
    waiting = f"{status.quarantined:,} in quarantine"
    if status.days_to_count:
        waiting += f"; {counted(status.days_to_count, 'day')} to be counted for the daily views"
    if status.healthy:
        return Piece(f"healthy; {waiting}")
    return Piece(f"the last run failed or was lost; {waiting}", Mark.WARNING)


def _runs(runs: tuple[RunLine, ...]) -> Grid:
    return Grid(
        columns=("run", "flow", "status", "started", "ended", "documents", "outcomes"),
        rows=tuple(
            (
                str(run.run_id),
                run.flow,
                run.status,
                readable_time(run.started_at),
                "not yet" if run.status == "running" else readable_time(run.ended_at),
                f"{run.documents:,}",
                readable_counts(run.outcomes),
            )
            for run in runs
        ),
        right=frozenset({"run", "documents"}),
    )


def _sources(sources: tuple[SourceLine, ...]) -> Grid:
    return Grid(
        columns=("source", "articles", "undated", "last fetched", "fetches", "not had", "in quarantine"),
        rows=tuple(
            (
                source.name,
                f"{source.articles:,}",
                f"{source.undated:,}",
                readable_time(source.last_fetched_at),
                f"{source.fetches:,}",
                f"{source.fetches_not_had:,}",
                f"{source.in_quarantine:,}",
            )
            for source in sources
        ),
        right=frozenset({"articles", "undated", "fetches", "not had", "in quarantine"}),
    )
