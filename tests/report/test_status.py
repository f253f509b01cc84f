from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from schemas.records import Processor
from schemas.sources import Archives, Files
from tasks.report.page import plain
from tasks.report.status import (
    LateSource,
    RunLine,
    SourceLine,
    Status,
    find_late,
    readable_size,
    render,
    with_configured,
)

NOON = datetime(2025, 3, 4, 12, 0, tzinfo=UTC)
RUN = RunLine(3, "ingest", "completed", NOON, NOON, 1200, {"loaded": 1199, "quarantined": 1})
SOURCE = SourceLine("harbour", 1199, 7, NOON, NOON, 1300, 4, 1)
STATUS = Status("sqlite:///news.db", 2_400_000, "0001", (RUN,), (SOURCE,), (Processor("clean", "1", "abc"),))


def test_the_page_has_everything() -> None:
    shown = list(plain(render(STATUS)))
    assert shown[:2] == ["sqlite:///news.db, 2.4 MB, schema 0001", "healthy; 1 in quarantine"]
    assert any("2025-03-04 12:00:00Z" in row and "loaded 1,199, quarantined 1" in row for row in shown)
    assert any(row.split() == ["harbour", "1,199", "7", "2025-03-04", "12:00:00Z", "1,300", "4", "1"] for row in shown)
    assert "  clean  version 1, config abc" in shown


def test_a_run_that_takes_nothing_in_has_no_number_of_documents() -> None:
    retag = replace(RUN, flow="retag", documents=0, outcomes={})
    (row,) = [row for row in plain(render(replace(STATUS, runs=(retag,)))) if "retag" in row]
    assert row.split()[-1] == "12:00:00Z"


def test_days_that_wait_to_be_counted_are_said() -> None:
    said = list(plain(render(replace(STATUS, days_to_count=2))))[1]
    assert said == "healthy; 1 in quarantine; 2 days to be counted for the daily views"


@pytest.mark.parametrize(
    ("statuses", "healthy"),
    [
        ((), True),
        (("completed",), True),
        (("failed",), False),
        (("completed", "failed"), True),
        (("running", "failed"), False),
        (("running",), True),
        (("cancelled", "failed"), True),
        (("running", "lost"), False),
        (("completed", "lost"), True),
    ],
)
def test_health_is_that_of_the_last_run_that_is_over(statuses: tuple[str, ...], healthy: bool) -> None:
    status = replace(STATUS, runs=tuple(replace(RUN, status=status) for status in statuses))
    assert status.healthy is healthy
    assert ("the last run failed or was lost" in "\n".join(plain(render(status)))) is not healthy


def test_a_source_that_is_silent_for_longer_than_its_file_allows_is_late() -> None:
    daily = Files(name="harbour", paths=("a",), late_after_hours=24)
    never = Files(name="new", paths=("b",), late_after_hours=24)
    any_time = Files(name="other", paths=("c",))
    late = find_late([daily, never, any_time], [SOURCE], NOON + timedelta(hours=25))
    assert late == (LateSource("harbour", NOON, 24), LateSource("new", None, 24))
    assert find_late([daily], [SOURCE], NOON + timedelta(hours=24)) == ()
    status = replace(STATUS, late=(*late, LateSource("soon", None, 1)))
    assert not status.healthy
    shown = list(plain(render(status)))
    assert shown[1] == "3 sources late; 1 in quarantine"
    assert any(row.split() == ["new", "never", "24", "hours"] for row in shown)
    assert any(row.split() == ["soon", "never", "1", "hour"] for row in shown)


def test_a_configured_source_that_never_brought_anything_is_shown() -> None:
    known, new = Files(name="harbour", paths=("a",)), Files(name="new", paths=("b",))
    by_host = Archives(name="crawl", paths=("c",), source="host")  # nothing ever comes under its name
    lines = with_configured([SOURCE, replace(SOURCE, name="typed")], [new, by_host, known])
    assert lines == (SOURCE, SourceLine("new"), replace(SOURCE, name="typed"))
    shown = plain(render(replace(STATUS, sources=lines)))
    assert any(row.split() == ["new", "0", "0", "never", "0", "0", "0"] for row in shown)


def test_versions_and_sizes_are_said() -> None:
    shown = list(plain(render(replace(STATUS, raw_size=3_000_000, newsledger="0.1.0"))))
    assert shown[:2] == ["sqlite:///news.db, 2.4 MB, schema 0001, newsledger 0.1.0", "raw store 3.0 MB"]


def test_languages_that_no_model_has_read_are_named() -> None:
    shown = list(plain(render(replace(STATUS, without_model={"de": 1200, "es": 3}))))
    begin = shown.index("Loaded, not tagged: no model for their language")
    assert [row.split() for row in shown[begin + 2 : begin + 4]] == [["de", "1,200"], ["es", "3"]]
    assert not any("no model" in row for row in plain(render(STATUS)))


def test_an_empty_ledger_has_a_page_too() -> None:
    shown = "\n".join(plain(render(Status("sqlite:///news.db", None, "0001", (), (), ()))))
    assert "sqlite:///news.db, schema 0001" in shown
    assert shown.count("none yet") == 2


def test_a_run_that_goes_on_has_no_end() -> None:
    running = replace(RUN, status="running", ended_at=None)
    assert "not yet" in "\n".join(plain(render(replace(STATUS, runs=(running,)))))


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1.0 kB"), (2_345_678, "2.3 MB")],
)
def test_sizes(size: int, text: str) -> None:
    assert readable_size(size) == text
