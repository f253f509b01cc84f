"""`newsledger expectations`, and what runs and `newsledger status` say of sources that are not as expected."""

from __future__ import annotations

import logging
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.expecting import judge_logged
from schemas.sources import load_sources
from tasks.load.store import open_ledger
from tests.acceptance.command import ROOT, CommandLine, newsledger
from tests.prefects import ONE_SERVER

__all__ = ["newsledger"]  # a fixture
pytestmark = ONE_SERVER

TODAY = datetime.now(UTC).date()
YESTERDAY, LONG_AGO = TODAY - timedelta(days=1), TODAY - timedelta(days=30)
SOURCE = """\
kind = "files"
name = "gazette"
paths = ["desk"]

[expect]
articles_a_day = 2
quiet_days = []
learned = false
"""
EXPECTED = "articles_a_day 1 on {}, expected at least 2 (its file), 28 days since {}"


@pytest.fixture
def desk(newsledger: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source with one article of yesterday, known for a month, of which two a day are expected."""
    shutil.copytree(ROOT / "config", newsledger.folder / "config", ignore=shutil.ignore_patterns("incoming.toml"))
    (newsledger.folder / "config" / "sources" / "gazette.toml").write_text(SOURCE)
    monkeypatch.setenv("NEWSLEDGER_CONFIG_DIR", str(newsledger.folder / "config"))
    (newsledger.folder / "desk").mkdir()
    write(newsledger.folder / "desk", "one")
    return newsledger.folder / "desk"


class Kept(logging.Logger):
    """A log that is kept."""

    def __init__(self) -> None:
        super().__init__("kept")
        self.lines: list[str] = []

    def handle(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def write(desk: Path, name: str) -> None:
    text = f"Ferry {name} held at Marport\n\nPublished {YESTERDAY:%d %B %Y}\n\nCrews of the {name} walked out at noon."
    (desk / f"{name}.txt").write_text(f"{text}\n")


def known_long(newsledger: CommandLine) -> None:
    with closing(sqlite3.connect(newsledger.folder / "newsledger.db")) as connection, connection:
        connection.execute("UPDATE sources SET created_at = ?", [f"{LONG_AGO} 12:00:00.000000"])


def test_a_run_warns_and_status_says_so_until_articles_come(newsledger: CommandLine, desk: Path, prefect: str) -> None:
    status, said, _ = newsledger("ingest")
    assert status == 0
    assert "Not as expected" not in said  # since yesterday it was not known
    known_long(newsledger)
    assert newsledger("expectations")[0] == 1
    with open_ledger("sqlite:///newsledger.db") as ledger:
        judge_logged(ledger, load_sources(newsledger.folder / "config"), own := Kept(), due=True)
    assert [line.partition(" on ")[0] for line in own.lines] == ["not as expected: gazette: articles_a_day 1"]
    status, said, _ = newsledger("ingest")
    assert status == 0
    for shown in (said, newsledger("status")[1], newsledger("expectations")[1]):
        section = shown[shown.index("Not as expected") :].splitlines()
        assert section[2].split()[:2] == ["gazette", "articles_a_day"]
        assert "at least 2" in section[2]
        assert "[expect]" in section[3]
    assert "1 source not as expected" in newsledger("status")[1]
    assert newsledger.select("SELECT day, found, met_on FROM v_breaches ORDER BY day DESC LIMIT 1") == [
        (str(YESTERDAY), 1.0, None)
    ]
    write(desk, "two")
    status, said, _ = newsledger("ingest")
    assert "Not as expected" not in said
    assert newsledger("expectations")[:2] == (0, "All sources are as expected, as far as that can be told.\n")
    assert newsledger.select(
        "SELECT met_on, closed_at IS NULL FROM v_breaches WHERE day = (SELECT max(day) FROM breaches)"
    ) == [(str(YESTERDAY), 0)]


@pytest.mark.full
def test_the_flow_is_a_run_that_says_how_many(newsledger: CommandLine, desk: Path, prefect: str) -> None:
    newsledger("ingest")
    known_long(newsledger)
    from flows.expectations import expectations

    assert expectations() == 1
    assert newsledger.select("SELECT flow, status FROM runs ORDER BY id DESC LIMIT 1") == [
        ("expectations", "completed")
    ]
