"""Every sample comes out as its gold says: all parts of all documents, but for what is known to fail."""

from __future__ import annotations

import re
import tomllib
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
from tests.acceptance.samples import OUTLETS, Gold, Result, failing, read_gold

SAMPLES = OUTLETS.parent
NOW = datetime(2024, 9, 20, 12, tzinfo=UTC)
GOLD = read_gold()

Place = tuple[str, int]  # a file relative to samples/outlets, and the number of the document in it


@pytest.fixture(scope="session")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[Place, Result]:
    """All samples, taken through the stages with the samples' own sources."""
    config = SAMPLES / "config"
    sources, tagger = load_sources(config), load_tagger(config)
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


@pytest.mark.parametrize("name", GOLD)
def test_a_sample_comes_out_as_its_gold_says(results: dict[Place, Result], name: str) -> None:
    gold = GOLD[name]
    failures = failing(results[place(name, gold)], gold)
    assert {check: said for check, said in failures.items() if check not in gold.known_failures} == {}
    assert [known for known in gold.known_failures if known not in failures] == [], "strike them off known_failures"


def test_every_document_has_its_gold_and_every_gold_its_document(results: dict[Place, Result]) -> None:
    assert sorted(place(name, gold) for name, gold in GOLD.items()) == sorted(results)


def test_the_example_in_contributing_is_gold() -> None:
    example = re.search(r"```toml\n(file = .*?)```", (OUTLETS.parents[1] / "CONTRIBUTING.md").read_text(), re.DOTALL)
    assert example
    assert Gold.model_validate(tomllib.loads(example[1])).body
