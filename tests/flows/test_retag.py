"""What cannot be renewed is left as it was, and named; its neighbours go on."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from flows.kit import Kit, load_kit
from flows.retag import LOST, Cleaning, Job
from flows.workers import Piece, Workers
from schemas.records import (
    Article,
    Document,
    Encoding,
    Failure,
    KeptBytes,
    Key,
    RawDocument,
    RawLocation,
    Renewed,
    Stale,
)
from schemas.settings import Settings
from schemas.travel import Parcel
from tasks.clean.batch import Cleaned
from tasks.fetch.raw_store import RawWriter
from tasks.load.store import Ledger
from tasks.report.retag import Retagged

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
CONFIG = Path(__file__).parents[2] / "config"
DOCUMENT = Document((Key("file", "file:///a"),), "text", "", Encoding("utf-8", "detected", repaired=False))


@pytest.fixture(scope="module")
def kit() -> Kit:
    return load_kit(Settings(config_dir=CONFIG))


@pytest.fixture
def job(kit: Kit, tmp_path: Path) -> Job:
    """One that never comes to its ledger, nor to start a process."""
    return Job(cast("Ledger", None), kit, Workers(None), tmp_path, Retagged())


def stale(number: int, location: RawLocation | None) -> Stale:
    kept = KeptBytes(location, 5, "text/plain", NOON) if location else None
    return Stale(number, number, "gazette", f"file:///desk/{number}.txt", kept, number if location else None)


def landed(folder: Path, number: int) -> RawLocation:
    content = f"News {number}".encode()
    sha256 = hashlib.sha256(content).hexdigest()
    with RawWriter(folder, f"run-{number}") as writer:
        return writer.append(RawDocument("elsewhere", "file:///other", "text/html", content, sha256, NOON))


def test_bytes_are_read_back_as_they_were_last_fetched_and_what_is_lost_is_passed_over(job: Job) -> None:
    gone = RawLocation("nowhere.warc.gz", 0)
    articles = [
        stale(0, None),
        stale(1, landed(job.raw_folder, 1)),
        stale(2, gone),
        stale(3, landed(job.raw_folder, 3)),
    ]
    ((taken, raws),) = job.portions(iter(articles), size=10)
    assert taken == [articles[1], articles[3]]
    assert [(raw.content, raw.source, raw.uri, raw.media_type) for raw in raws] == [
        (f"News {n}".encode(), "gazette", f"file:///desk/{n}.txt", "text/plain") for n in (1, 3)
    ]
    assert job.done.left == [Renewed(articles[0], failure=LOST), Renewed(articles[2], failure=LOST)]


def test_portions_hold_as_many_as_a_batch(job: Job) -> None:
    articles = [stale(number, landed(job.raw_folder, number)) for number in range(5)]
    assert [taken for taken, _ in job.portions(iter(articles), size=2)] == [articles[:2], articles[2:4], articles[4:]]


def test_what_cannot_be_cleaned_any_more_or_would_have_no_text_stays_as_it_was(job: Job) -> None:
    articles = [stale(number, None) for number in range(3)]
    good = Cleaned(DOCUMENT, Article("Ferries stop."))
    results = [Failure("clean", "is empty"), good, Cleaned(DOCUMENT, Article(" "))]
    piece = Piece(job.workers, lambda: Parcel(results), {}, "")
    batch = job.tag(Cleaning(articles, cast("Any", piece)))
    assert batch.texts == [(articles[1], good.article)]
    assert job.done.left == [
        Renewed(articles[0], failure="clean: is empty"),
        Renewed(articles[2], failure="no text is left after cleaning"),
    ]
