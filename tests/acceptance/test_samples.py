"""Every sample comes out as its gold says: all parts of all documents, but for what is known to fail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from schemas.records import Article, Failure, Outcome, RawDocument, RawLocation
from schemas.sources import load_sources
from tasks.clean.batch import Cleaned, clean_batch
from tasks.clean.io import load_rules
from tasks.fetch.batches import documents
from tasks.load.decide import LoadItem
from tasks.load.store import begin_run, open_ledger, plan_batch
from tasks.tag.io import load_tagger
from tests.acceptance.samples import CHECKS, OUTLETS, Gold, Result, read_gold

SAMPLES = OUTLETS.parent
NOW = datetime(2024, 9, 20, 12, tzinfo=UTC)
GOLD = read_gold()

Place = tuple[str, int]  # a file relative to samples/outlets, and the number of the document in it


def cases() -> Iterator[object]:
    """Each check of each document that ends as an article."""
    for name, gold in GOLD.items():
        for check in CHECKS if gold.body else ("outcome",):
            failing = check in gold.known_failures
            marks = [pytest.mark.xfail(strict=True, raises=AssertionError)] if failing else []
            yield pytest.param(gold, name, check, id=f"{name}-{check}", marks=marks)


@pytest.fixture(scope="session")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[Place, Result]:
    """All samples, taken through the stages with the samples' own sources."""
    config = SAMPLES / "config"
    sources, tagger = load_sources(config), load_tagger(config, "en_core_web_sm")
    raws = list(documents([], None, sources, max_bytes=1_000_000, now=lambda: NOW))
    assert all(isinstance(raw, RawDocument) for raw in raws)
    found = [raw for raw in raws if isinstance(raw, RawDocument)]
    cleaned = list(clean_batch(found, load_rules(config), {source.name: source for source in sources}))
    articles = [each.article if isinstance(each, Cleaned) else Article(body="") for each in cleaned]
    outcomes = decided(tmp_path_factory.mktemp("samples") / "ledger.db", found, cleaned)
    tags = tagger.tag(articles)
    return dict(zip(places(found), map(Result, outcomes, articles, tags), strict=True))


def decided(database: Path, raws: list[RawDocument], cleaned: list[Cleaned | Failure]) -> list[Outcome]:
    """What would become of each document in a ledger where nothing is yet."""
    items = []
    for number, (raw, each) in enumerate(zip(raws, cleaned, strict=True)):
        document, result = (each.document, each.article) if isinstance(each, Cleaned) else (None, each)
        items.append(LoadItem(number, raw, RawLocation("", 0), document, result))
    with open_ledger(f"sqlite:///{database}") as ledger:
        run = begin_run(ledger, "ingest", code_version="", config_hash="", now=NOW)
        return [decision.outcome for decision in plan_batch(ledger, run, items)]


def places(raws: list[RawDocument]) -> Iterator[Place]:
    """Where each document stands."""
    seen: defaultdict[str, int] = defaultdict(int)
    for raw in raws:
        file = str(Path(unquote(urlsplit(raw.uri).path)).relative_to(OUTLETS))
        seen[file] += 1
        yield file, seen[file]


def place(name: str, gold: Gold) -> Place:
    return f"{name.partition('/')[0]}/{gold.file}", gold.row


@pytest.mark.parametrize(("gold", "name", "check"), cases())
def test_a_sample_comes_out_as_its_gold_says(results: dict[Place, Result], gold: Gold, name: str, check: str) -> None:
    CHECKS[check](results[place(name, gold)], gold)


def test_every_document_has_its_gold_and_every_gold_its_document(results: dict[Place, Result]) -> None:
    assert sorted(place(name, gold) for name, gold in GOLD.items()) == sorted(results)


def test_known_failures_are_names_of_checks() -> None:
    assert {check for gold in GOLD.values() for check in gold.known_failures} <= set(CHECKS)
