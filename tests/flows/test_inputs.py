"""Every kind of input through the whole job: the days that were asked for, and a run that was killed."""

from __future__ import annotations

import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.fetch.reading import write
from tests.flows.test_local import PATIENCE, newsledger, runs

pytestmark = [pytest.mark.full, pytest.mark.usefixtures("prefect")]

TEXT = "Crane drivers at the harbour walked out over pay, and lorries queued for nine miles outside the gates."
PAGE = '<html><head><meta property="article:published_time" content="{0}"></head><body><article><h1>Walkout {0}</h1>{1}'
ITEM = "<item><guid>{0}</guid><title>Walkout {0}</title><pubDate>{1}</pubDate><description>{2}</description></item>"
ENDINGS = ("dropped", "loaded", "dropped", "loaded")
MANY = 400


def select(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"file:{folder / 'newsledger.db'}?mode=ro", uri=True)) as ledger:
        return ledger.execute(sql).fetchall()


def fill(folder: Path) -> None:
    """In every kind of file: what was published before, within and after July 2015, and what is undated."""
    for name, day in (("before", "2015-06-30"), ("within", "2015-07-01"), ("after", "2015-08-01")):
        write(folder / f"{name}.txt", f"Walkout {name}\n\nPublished {day}\n\n{TEXT}\n\n{TEXT}\n")
        write(folder / f"{name}.html", PAGE.format(day, f"<p>{TEXT}</p>" * 3))
    write(folder / "undated.txt", f"Walkout\n\n{TEXT}\n")
    days = ("30.06.2015", "31.07.2015", "01.08.2015", "")
    rows = "".join(f"{n};Walkout {n};{TEXT};{day}\n" for n, day in enumerate(days))
    write(folder / "rows.csv", f"ID;Title;Text;Date\n{rows}")
    lines = "".join(f'{{"guid": "j{n}", "body": "{TEXT}", "date": "{day}"}}\n' for n, day in enumerate(days))
    write(folder / "lines.jsonl", lines)
    moments = ("Tue, 30 Jun 2015 22:30 GMT", "Tue, 30 Jun 2015 23:30 GMT", "Fri, 31 Jul 2015 23:30 GMT", "")
    items = "".join(ITEM.format(f"f{n}", moment, TEXT) for n, moment in enumerate(moments))
    write(folder / "feed.rss", f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>')


def test_only_the_days_that_were_asked_for_are_loaded_and_what_is_undated(tmp_path: Path) -> None:
    fill(tmp_path / "desk")
    days = ("--since", "2015-07-01", "--until", "2015-07-31")
    # whose days they are: by this clock the feed's second entry is of 1 July, and its third of 1 August
    (tmp_path / ".env").write_text("NEWSLEDGER_TIMEZONE=Europe/London\n")
    with newsledger(tmp_path, "ingest", "desk", *days) as ingesting:
        assert ingesting.wait(PATIENCE) == 0, (tmp_path / "log").read_text()
    found = select(
        tmp_path, "SELECT replace(uri, rtrim(uri, replace(uri, '/', '')), ''), document_outcome FROM fetches"
    )
    assert {str(place): outcome for place, outcome in found} == {
        **dict.fromkeys(("before.txt", "before.html", "after.txt", "after.html"), "dropped"),
        **dict.fromkeys(("within.txt", "within.html", "undated.txt"), "loaded"),
        **{f"rows.csv#line={n}": outcome for n, outcome in zip(range(2, 6), ENDINGS, strict=True)},
        **{f"lines.jsonl#line={n}": outcome for n, outcome in zip(range(1, 5), ENDINGS, strict=True)},
        **{f"feed.rss#entry=f{n}": outcome for n, outcome in enumerate(ENDINGS)},
    }
    reasons = select(tmp_path, "SELECT DISTINCT document_reason FROM fetches WHERE document_outcome = 'dropped'")
    assert sorted(str(reason) for (reason,) in reasons) == [
        "was published on 2015-06-30, before 2015-07-01",
        "was published on 2015-08-01, after 2015-07-31",
    ]
    methods = select(tmp_path, "SELECT DISTINCT published_method FROM v_articles ORDER BY 1")
    assert methods == [(None,), ("feed",), ("meta",), ("row",), ("text",)]


def stored(folder: Path) -> int:
    """How many documents runs have stored so far."""
    try:
        return int(str(select(folder, "SELECT count(*) FROM fetches")[0][0]))
    except sqlite3.OperationalError:  # not made yet
        return 0


def test_a_run_that_was_killed_goes_on_where_it_stopped(tmp_path: Path) -> None:
    for number in range(MANY):
        write(tmp_path / "many" / f"{number:03}.txt", f"Walkout at dock {number}\n\n{TEXT}\n")
    (tmp_path / ".env").write_text("NEWSLEDGER_BATCH_SIZE=10\n")
    with newsledger(tmp_path, "ingest", "many") as ingesting:
        deadline = time.monotonic() + PATIENCE
        while stored(tmp_path) < 50 and time.monotonic() < deadline:
            time.sleep(0.05)
        ingesting.send_signal(signal.SIGKILL)
        ingesting.wait()
    before = stored(tmp_path)
    assert 50 <= before < MANY
    with newsledger(tmp_path, "ingest", "many") as ingesting:
        assert ingesting.wait(PATIENCE) == 0, (tmp_path / "log").read_text()
    assert runs(tmp_path)[1] == ("completed", MANY)
    ended = select(tmp_path, "SELECT document_outcome, count(*) FROM fetches WHERE run_id = 2 GROUP BY 1 ORDER BY 1")
    assert ended == [("loaded", MANY - before), ("unchanged", before)]
    assert select(tmp_path, "SELECT count(*), count(DISTINCT content_hash) FROM revisions") == [(MANY, MANY)]
