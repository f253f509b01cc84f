"""`newsledger status`: what the ledger holds, how fresh it is, and whether the last run went well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from msgspec import Struct

from schemas.counted import counted
from schemas.records import Processor
from schemas.sources import Archives, Source
from tasks.link.store import Breach
from tasks.report import expectations
from tasks.report.page import Block, Grid, Mark, Piece, heading, line, note
from tasks.report.summary import INSTALL, NO_MODEL

TAKE_IN = frozenset({"ingest", "replay", "retry"})  # flows that take documents in; others work on what is there
LOST = "lost"  # a run that never said how it ended, and gives no sign of life: it was killed


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
    articles: int = 0
    undated: int = 0
    last_fetched_at: datetime | None = None  # None: never
    last_new_at: datetime | None = None
    fetches: int = 0
    fetches_not_had: int = 0
    in_quarantine: int = 0


class LateSource(Struct, frozen=True):
    """A source that has had nothing new for longer than its file allows."""

    name: str
    last_new_at: datetime | None  # None: never
    hours: float  # that are allowed


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
    breaches: tuple[Breach, ...] = ()  # of what is expected of sources, those that are open
    late: tuple[LateSource, ...] = ()
    raw_size: int | None = None  # bytes of the raw store; None if there is none
    newsledger: str = ""  # its version
    last_completed_at: datetime | None = None  # when a run last ended well
    overdue: bool = False  # whether that is longer ago than was asked for

    @property
    def quarantined(self) -> int:
        """Documents that wait to be tried again."""
        return sum(source.in_quarantine for source in self.sources)

    @property
    def healthy(self) -> bool:
        """Whether the last run that is over went well, none is overdue, and no source is late."""
        return self.last_run_went_well and not self.overdue and not self.late

    @property
    def last_run_went_well(self) -> bool:
        """Whether the last run that is over did not fail and was not lost; true when none is over yet."""
        over = next((run for run in self.runs if run.status != "running"), None)
        return over is None or over.status not in ("failed", LOST)


def with_configured(lines: Iterable[SourceLine], configured: Iterable[Source]) -> tuple[SourceLine, ...]:
    """By name; also those of the configured sources that the ledger has never met."""
    found = {each.name: each for each in lines}
    named = (each.name for each in configured if not (isinstance(each, Archives) and each.source == "host"))
    return tuple(each for _, each in sorted(({name: SourceLine(name) for name in named} | found).items()))


def find_late(configured: Iterable[Source], lines: Iterable[SourceLine], now: datetime) -> tuple[LateSource, ...]:
    """Those of the configured sources that say how long they may be silent, and have been for longer."""
    last = {each.name: each.last_new_at for each in lines}
    return tuple(
        LateSource(each.name, last.get(each.name), each.late_after_hours)
        for each in configured
        if each.late_after_hours is not None and _is_late(last.get(each.name), each.late_after_hours, now)
    )


def _is_late(last_new_at: datetime | None, hours: float, now: datetime) -> bool:
    return last_new_at is None or now - last_new_at > timedelta(hours=hours)


def render(status: Status) -> Iterator[Block]:
    """The page."""
    size = f", {readable_size(status.size)}" if status.size is not None else ""
    version = f", newsledger {status.newsledger}" if status.newsledger else ""
    yield line(Piece(status.location, Mark.TITLE), f"{size}, schema {status.schema_version}{version}")
    if status.raw_size is not None:
        yield line(note(f"raw store {readable_size(status.raw_size)}"))
    yield line(_verdict(status))
    if status.late:
        yield from heading("Late")
        yield _late(status.late)
    yield from heading("Runs")
    yield _runs(status.runs) if status.runs else line(note("none yet"), indent=2)
    yield from heading("Sources")
    yield _sources(status.sources) if status.sources else line(note("none yet"), indent=2)
    yield from expectations.render(status.breaches)
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
    if status.breaches:
        waiting += f"; {counted(len({each.source for each in status.breaches}), 'source')} not as expected"
    if status.healthy:
        return Piece(f"healthy; {waiting}")
    wrong = [] if status.last_run_went_well else ["the last run failed or was lost"]
    wrong += [f"no run has completed since {readable_time(status.last_completed_at)}"] if status.overdue else []
    wrong += [f"{counted(len(status.late), 'source')} late"] if status.late else []
    return Piece(f"{', '.join(wrong)}; {waiting}", Mark.WARNING)


def _late(late: tuple[LateSource, ...]) -> Grid:
    rows = tuple((each.name, readable_time(each.last_new_at), _hours(each.hours)) for each in late)
    return Grid(("source", "last new", "late after"), rows)


def _hours(number: float) -> str:
    return f"{number:g} hour{'s' * (number != 1)}"


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
                *((f"{run.documents:,}", readable_counts(run.outcomes)) if run.flow in TAKE_IN else ("", "")),
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
