"""How the whole of it is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from flows.health import read_health
from flows.running import running
from schemas.records import Processor, Processors
from tasks.load.store import Ledger
from tests.report.test_status import NOON

CLEAN = Processors((Processor("clean", "1", "abc"),))


@pytest.fixture(autouse=True)
def somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NEWSLEDGER_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("NEWSLEDGER_RAW_DIR", str(tmp_path / "raw"))
    (tmp_path / "config" / "sources").mkdir(parents=True)
    return tmp_path


def test_without_a_run_only_a_run_that_was_expected_is_missed(ledger: Ledger, database_url: str) -> None:
    assert read_health(database_url, NOON).healthy
    assert not read_health(database_url, NOON, timedelta(minutes=30)).healthy


def test_a_run_that_completed_counts_as_long_as_was_asked_for(ledger: Ledger, database_url: str) -> None:
    with running("ingest", ledger, CLEAN):
        pass
    ended = read_health(database_url, NOON).last_completed_at
    assert ended
    half_an_hour = timedelta(minutes=30)
    assert read_health(database_url, ended + half_an_hour, half_an_hour).healthy
    assert not read_health(database_url, ended + half_an_hour + timedelta(seconds=1), half_an_hour).healthy


def test_a_configured_source_that_is_late_and_the_raw_stores_size(
    ledger: Ledger, database_url: str, somewhere: Path
) -> None:
    said = 'kind = "files"\nname = "desk"\npaths = ["desk"]\nlate_after_hours = 2\n'
    (somewhere / "config" / "sources" / "desk.toml").write_text(said)
    (somewhere / "raw" / "2025").mkdir(parents=True)
    (somewhere / "raw" / "2025" / "a.warc.gz").write_bytes(b"12345")
    found = read_health(database_url, NOON)
    assert [(each.name, each.last_new_at) for each in found.late] == [("desk", None)]
    assert [(each.name, each.articles) for each in found.sources] == [("desk", 0)]
    assert not found.healthy
    assert found.raw_size == 5
