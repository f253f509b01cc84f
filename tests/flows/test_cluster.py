"""A run whose batches go to a Dask cluster: the same content as on processes, also when a part of it is killed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from tasks.load.store import open_existing
from tasks.report.content import Content, hash_content
from tasks.report.export_store import read_views
from tests.clusters import Cluster, dask_cluster, kill
from tests.databases import Server
from tests.flows.test_local import PATIENCE, newsledger
from tests.flows.test_processes import ARTICLES, BATCH, DOCUMENTS, documents

pytestmark = [pytest.mark.full, pytest.mark.usefixtures("prefect")]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    with dask_cluster(tmp_path, 2) as made:
        yield made


def wait_for_articles(url: str) -> None:
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(DBAPIError), engine.connect() as connection:  # until the run has made the tables
            if connection.execute(text("SELECT count(*) FROM articles")).scalar():
                engine.dispose()
                return
        time.sleep(0.2)
    pytest.fail("no article was stored")


def use(folder: Path, url: str, **settings: object) -> Path:
    """A folder in which a run over many documents is asked for."""
    folder.mkdir()
    own = settings | {"PROCESSES": 2, "BATCH_SIZE": BATCH, "DATABASE_URL": url}
    (folder / ".env").write_text("".join(f"NEWSLEDGER_{name}={value}\n" for name, value in own.items()))
    documents(folder)
    return folder


def ingested(folder: Path, url: str) -> Content:
    """What a run makes of them."""
    with newsledger(folder, "ingest", "many.jsonl", "--source", "desk") as ingesting:
        assert ingesting.wait(PATIENCE) == 1, (folder / "log").read_text()[-3000:]  # one row is no article
    return content(url)


def content(url: str) -> Content:
    with open_existing(url) as ledger:
        with ledger.engine.connect() as connection:
            ended = connection.execute(text("SELECT status, documents FROM runs")).all()
            articles = connection.execute(text("SELECT count(*) FROM articles")).scalar()
        assert ([tuple(run) for run in ended], articles) == ([("completed", DOCUMENTS)], ARTICLES)
        with read_views(ledger) as read:
            *_, whole = hash_content(read)
    return whole


def test_a_cluster_of_which_a_worker_is_killed_makes_the_same_of_it_as_processes(
    tmp_path: Path, server: Server, cluster: Cluster
) -> None:
    one, other = server.new_database(), server.new_database()
    on_processes = ingested(use(tmp_path / "processes", one), one)
    folder = use(tmp_path / "cluster", other, RUNNER="dask", DASK_ADDRESS=cluster.address)
    with newsledger(folder, "ingest", "many.jsonl", "--source", "desk") as ingesting:
        wait_for_articles(other)  # of the first batch: the others are under way
        kill(cluster.workers[0])
        assert ingesting.wait(PATIENCE) == 1, (folder / "log").read_text()[-3000:]
    assert "Remove worker" in cluster.log.read_text()
    assert content(other) == on_processes


def test_when_its_scheduler_is_killed_the_run_says_so_and_the_next_goes_on(
    tmp_path: Path, server: Server, cluster: Cluster
) -> None:
    url = server.new_database()
    folder = use(tmp_path / "cluster", url, RUNNER="dask", DASK_ADDRESS=cluster.address)
    with newsledger(folder, "ingest", "many.jsonl", "--source", "desk") as ingesting:
        cluster.wait_for(r"(Receive client connection)", 1)  # from then on batches go to it
        wait_for_articles(url)
        kill(cluster.scheduler)
        assert ingesting.wait(PATIENCE) == 2
    said = (folder / "log").read_text()
    assert f"the Dask cluster at {cluster.address} did not do it" in said
    assert "Traceback" not in said
    again = use(tmp_path / "processes", url)
    with newsledger(again, "ingest", "many.jsonl", "--source", "desk") as ingesting:
        assert ingesting.wait(PATIENCE) == 1, (again / "log").read_text()[-3000:]
    with open_existing(url) as ledger, ledger.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM articles")).scalar() == ARTICLES
