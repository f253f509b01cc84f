"""`newsledger ingest` comes to one content: alone, four at once, in other orders and batches, killed in between."""

from __future__ import annotations

import json
import signal
import time
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import cast

import pytest

from benchmarks.newsroom import item
from schemas.records import Article
from tasks.load.store import open_existing, open_ledger
from tasks.report.content import Content, hash_content
from tasks.report.export_store import read_views
from tests.flows.test_local import PATIENCE, PROJECT, newsledger, wait_until_ended
from tests.load.making import rows

pytestmark = [pytest.mark.full, pytest.mark.usefixtures("prefect")]  # one server: so they begin at the same time

ARTICLES, BATCH = 60, 15
PLACES = ("Marport", "Sarn", "Calais", "Harwich", "Kent")
ORDERS = ((0, 1, 2, 3), (3, 2, 1, 0), (1, 3, 0, 2), (2, 0, 3, 1))
FLAWED = 1  # the exit status: some of the samples wait in quarantine


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The samples; articles of which some change, or come twice; other outlets that have some of them too."""
    folder = tmp_path_factory.mktemp("inputs")
    every = [row(number) for number in range(ARTICLES)]
    later = [row(number, version=1) for number in range(0, ARTICLES, 5)]
    write(folder / "desk", [*every, *later, *every[::7]])
    write(folder / "courier", every[::6])
    write(folder / "post", every[::4])
    return [str(PROJECT / "samples/outlets"), *(str(folder / name) for name in ("desk", "courier", "post"))]


def row(number: int, version: int = 0) -> dict[str, object]:
    """A made-up article that names people and places which others name too."""
    article, place = cast("Article", item(number, ARTICLES)[0].result), PLACES[number % len(PLACES)]
    named = (
        f"An estimated {100 + number + version} lorries queued for miles as ferry crews walked out at {place}.\n\n"
        f'"We have waited {number + 2} hours," said Anna Weiss of the dockers\' union at {place} on Monday.'
    )
    text = f"{named}\n\n{article.body[:600]}"
    address = f"https://news.example/{number}"
    return {"id": number, "url": address, "title": f"Strike {number} shuts {place}", "text": text, "date": "2025-03-04"}


def write(folder: Path, written: list[dict[str, object]]) -> None:
    folder.mkdir()
    (folder / "articles.jsonl").write_text("".join(json.dumps(each) + "\n" for each in written))


def use(folder: Path, url: str, **settings: object) -> Path:
    """A folder for one process; several of them have one ledger and one raw store."""
    folder.mkdir()
    own = {"DATABASE_URL": url, "RAW_DIR": folder.parent / "raw", "PROCESSES": 1, "BATCH_SIZE": BATCH} | settings
    (folder / ".env").write_text("".join(f"NEWSLEDGER_{name}={value}\n" for name, value in own.items()))
    return folder


def content(url: str) -> list[Content]:
    with open_existing(url) as ledger, read_views(ledger) as read:
        return hash_content(read)


@pytest.fixture(scope="module")
def alone(inputs: list[str], tmp_path_factory: pytest.TempPathFactory) -> list[Content]:
    """What one process makes of it."""
    folder = tmp_path_factory.mktemp("alone")
    url = f"sqlite:///{folder / 'ledger.db'}"
    ingest(use(folder / "one", url), inputs)
    found = content(url)
    assert {each.view: each.rows for each in found}["v_articles"] > ARTICLES * 1.4
    return found


def ingest(folder: Path, inputs: list[str]) -> None:
    with newsledger(folder, "ingest", *inputs) as ingesting:
        assert ingesting.wait(PATIENCE) == FLAWED, (folder / "log").read_text()[-3000:]


def test_four_at_once_in_orders_and_batches_of_their_own(
    database_url: str, inputs: list[str], alone: list[Content], tmp_path: Path
) -> None:
    with ExitStack() as open_:
        for number, order in enumerate(ORDERS):
            folder = use(tmp_path / str(number), database_url, BATCH_SIZE=BATCH * (number + 1))
            started = open_.enter_context(newsledger(folder, "ingest", *(inputs[place] for place in order)))
            open_.callback(ended_well, started, folder)
    assert content(database_url) == alone


def ended_well(started: object, folder: Path) -> None:
    assert started.wait(2 * PATIENCE) == FLAWED, (folder / "log").read_text()[-3000:]  # type: ignore[attr-defined]


def test_one_that_is_killed_while_it_loads_and_is_started_again(
    database_url: str, inputs: list[str], alone: list[Content], tmp_path: Path
) -> None:
    folder, enough = use(tmp_path / "one", database_url), Random(7).randrange(1, ARTICLES)
    with newsledger(folder, "ingest", *inputs) as ingesting, open_ledger(database_url) as ledger:
        while rows(ledger, "SELECT count(*) FROM fetches")[0][0] < enough:
            assert ingesting.poll() is None, (folder / "log").read_text()[-3000:]
            time.sleep(0.002)
        ingesting.send_signal(signal.SIGKILL)
        ingesting.wait()
        assert wait_until_ended(folder) == []
    assert content(database_url) != alone
    ingest(folder, inputs)
    assert content(database_url) == alone
