"""Archives through the main job: the articles of their pages, a raw store read back, a run that was killed."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from schemas.records import Article, Fetched, RawDocument
from tasks.clean.batch import Cleaned, clean_one
from tasks.clean.io import load_rules
from tasks.clean.rules import CleaningRules
from tasks.fetch.io import read_documents
from tasks.load.store import open_existing
from tests.acceptance.desks import make_desk, newsledger
from tests.acceptance.test_ingest import newsledger as run
from tests.fetch.reading import NOW
from tests.fetch.warcs import Page, warc
from tests.fetch.web.depot import Depot
from tests.fetch.web.site import site
from tests.flows.test_local import newsledger as started
from tests.load.public import public_rows

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "samples" / "outlets").rglob("*.html"))
PATIENCE = 240  # seconds


def url(page: Path) -> str:
    return f"https://{page.parent.name}.example/{page.stem}"


def pages_as_archive() -> bytes:
    """The samples' pages as warcio keeps them, of the moment at which the files are read."""
    html = (("Content-Type", "text/html"),)
    return warc(*(Page(url(page), page.read_bytes(), headers=html, date=f"{NOW:%Y-%m-%dT%H:%M:%SZ}") for page in PAGES))


def cleaned(fetched: Iterator[Fetched], rules: CleaningRules) -> list[Cleaned]:
    done = [clean_one(raw, rules) for raw in fetched if isinstance(raw, RawDocument)]
    return [each for each in done if isinstance(each, Cleaned)]


def apart_from_its_address(article: Article) -> Article:
    return replace(article, canonical_url=None, headline=None)


def test_pages_in_an_archive_are_the_articles_that_they_are_as_files(tmp_path: Path) -> None:
    rules, archive = load_rules(ROOT / "config"), tmp_path / "crawl.warc.gz"
    archive.write_bytes(pages_as_archive())
    asked = {"source": "samples", "max_bytes": 1_000_000, "now": lambda: NOW}
    files = cleaned(read_documents([str(page) for page in PAGES], **asked), rules)  # type: ignore[arg-type]
    archived = cleaned(read_documents([str(archive)], **asked), rules)  # type: ignore[arg-type]
    assert len(files) > 30
    for one, other in zip(files, archived, strict=True):
        assert apart_from_its_address(other.article) == apart_from_its_address(one.article)
        # the address tells which part of a title is the outlet's name
        assert (one.article.headline or "").endswith(other.article.headline or "")
    assert [each.document.url for each in archived] == [url(page) for page in PAGES]


@pytest.mark.full
@pytest.mark.usefixtures("prefect")
def test_a_raw_store_ingested_into_an_empty_database_makes_the_same_ledger(tmp_path: Path) -> None:
    folder, first, second = tmp_path / "crawl", tmp_path / "first.db", tmp_path / "second.db"
    folder.mkdir()
    (folder / "crawl.warc.gz").write_bytes(pages_as_archive())
    (folder / "rows.csv").write_text("id,text\n1,The harbour reopened on Tuesday.\n2,Crews went back at noon.\n")
    (folder / "note.txt").write_text("Ferry strike shuts harbour\n\nCrews walked out at noon.\n")
    run(first, "ingest", folder)
    store = tmp_path / "newsledger-raw"
    kept = {path.name: path.stat().st_size for path in store.iterdir()}
    run(second, "ingest", store)
    ledgers = []
    for database in (first, second):
        with open_existing(f"sqlite:///{database}") as ledger:
            ledgers.append(public_rows(ledger))
    assert len(ledgers[0]["v_articles"]) > 30
    assert ledgers[0] == ledgers[1]
    assert {path.name: path.stat().st_size for path in store.iterdir()} == kept


def read_to(database: Path) -> list[tuple[int, int]]:
    """Where the runs began to read their archives, and how far they have come."""
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            return connection.execute("SELECT began, read_to FROM archives").fetchall()
    except sqlite3.OperationalError:  # there is no such table yet, or no database
        return []


CRANES = [
    Page(
        f"https://marport.example/{n}", f"<p>Crane {n} was at work again on Tuesday, said Anna Weiss.</p>".encode() * 5
    )
    for n in range(1_500)
]


def stop_on_the_way(folder: Path, *arguments: str) -> int:
    """A run that is killed once some of its archive is stored. How many bytes are."""
    with started(folder, *arguments) as process:
        deadline = time.monotonic() + PATIENCE
        while not any(reached for _, reached in read_to(folder / "newsledger.db")):
            assert process.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < deadline
            time.sleep(0.05)
        process.kill()
    ((_, reached),) = read_to(folder / "newsledger.db")
    return reached


def check_all_was_loaded_once(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        counts = connection.execute("SELECT count(*), count(DISTINCT canonical_url) FROM v_articles").fetchone()
        assert counts == (1_500, 1_500)
        assert connection.execute("SELECT count(*) FROM fetches WHERE run_id = 2").fetchone()[0] < 1_500


@pytest.mark.full
@pytest.mark.usefixtures("prefect")
def test_a_run_that_was_killed_is_gone_on_with(tmp_path: Path) -> None:
    archive, database = tmp_path / "crawl.warc.gz", tmp_path / "newsledger.db"
    archive.write_bytes(warc(*CRANES))
    reached = stop_on_the_way(tmp_path, "ingest", "crawl.warc.gz")
    assert 0 < reached < archive.stat().st_size
    run(database, "ingest", archive)
    assert read_to(database) == [(reached, archive.stat().st_size)]
    check_all_was_loaded_once(database)


@pytest.mark.full
@pytest.mark.usefixtures("prefect")
def test_a_run_that_was_killed_is_gone_on_with_also_if_its_archive_is_on_a_server(tmp_path: Path) -> None:
    depot = Depot(warc(*CRANES))
    with site() as server:
        server.answers["/crawl.warc.gz"] = depot
        said = f'kind = "archive"\nname = "crawl"\nurls = ["{server.url}/crawl.warc.gz"]\ndelay_seconds = 0\n'
        desk = make_desk(tmp_path, f'{said}allow_private_hosts = ["localhost"]')
        reached = stop_on_the_way(desk, "ingest")
        assert 0 < reached < len(depot.content)
        depot.parts.clear()
        done = newsledger(desk, "ingest")
        assert done.returncode == 0, done.stderr + done.stdout
        assert f"bytes {reached:,} to {len(depot.content):,}" in done.stdout
    assert read_to(desk / "newsledger.db") == [(reached, len(depot.content))]
    check_all_was_loaded_once(desk / "newsledger.db")


def capture(minute: int, said: str) -> Page:
    """A page as it was then."""
    body = f"<p>{said}, said Anna Weiss of the dockers' union.</p>".encode() * 5
    return Page("https://marport.example/1", body, date=f"2025-03-01T10:{minute:02}:00Z")


@pytest.mark.full
@pytest.mark.usefixtures("prefect")
def test_a_page_that_goes_back_within_a_run_ends_as_in_runs_of_its_own_in_batches_of_one(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    shut, open_again = "The harbour is shut", "The harbour is open again"
    first, rest = capture(0, shut), [capture(1, open_again), capture(2, shut), capture(3, open_again)]
    for name, captures in {"all": [first, *rest], "first": [first], "rest": rest}.items():
        (tmp_path / f"{name}.warc.gz").write_bytes(warc(*captures))
    for database, archives in {"one.db": ("all",), "two.db": ("first", "rest")}.items():
        for archive in archives:
            given = (str(tmp_path / f"{archive}.warc.gz"), "--source", "marport", "--database", f"sqlite:///{database}")
            done = newsledger(desk, "ingest", *given, NEWSLEDGER_BATCH_SIZE="1", NEWSLEDGER_RAW_DIR=f"raw-{database}")
            assert done.returncode == 0, done.stderr + done.stdout
        with closing(sqlite3.connect(desk / database)) as connection:
            ended = connection.execute("SELECT document_outcome FROM fetches ORDER BY id").fetchall()
            body = connection.execute("SELECT body FROM v_articles").fetchone()[0]
        assert [outcome for (outcome,) in ended] == ["loaded", "updated", "updated", "updated"], database
        assert body.startswith(open_again)
