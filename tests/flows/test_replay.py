"""The raw store tells by itself what the ledger was made of."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from flows.replay import Kept
from schemas.errors import StoreError
from schemas.records import Article, FetchFailure, Key, RawDocument, Timestamp
from tasks.fetch.raw_store import RawWriter
from tasks.fetch.task import land_batch
from tasks.link.store import link_entities
from tasks.load.decide import LoadItem
from tasks.load.store import (
    Ledger,
    begin_run,
    end_run,
    find_arrivals,
    open_ledger,
    plan_batch,
    refuse_filled,
    store_batch,
)
from tasks.load.window import Window
from tasks.report.content import Content, hash_content
from tasks.report.export_store import read_views
from tests.flows.test_local import PATIENCE, newsledger
from tests.load.making import CLEANER, NOON, PROCESSORS, document, load_run, rows, some_tags

PLACES = ("file:///inbox/a.txt", "file:///inbox/b.txt", "file:///inbox/c.txt")
OLD = Timestamp(date(2026, 1, 1), "day", "text")
WINDOWS = (Window(), Window(), Window(since=date(2026, 2, 1)), Window(until=date(2025, 12, 31)))


@st.composite
def fetched(draw: st.DrawFn) -> LoadItem:
    """A document of one of two places, which may be a version of the same article."""
    body = draw(st.sampled_from(["Anna sailed", "Bert swam", "Anna", ""]))
    keys = draw(st.sampled_from([(), (Key("guid", "1"),)]))
    published = draw(st.sampled_from([None, OLD]))
    uri, source = draw(st.sampled_from(PLACES)), draw(st.sampled_from(["gazette"] * 4 + ["courier"]))
    section = "known by its guid" if keys else None  # the same bytes have the same keys
    return document(0, body, uri=uri, source=source, keys=keys, published_at=published, section=section)


RUNS = st.lists(
    st.tuples(st.lists(fetched(), min_size=1, max_size=4), st.sampled_from(WINDOWS)), min_size=1, max_size=5
)


def collected(ledger: Ledger, folder: Path, items: Sequence[LoadItem], window: Window, number: int, size: int) -> None:
    """One run of the main job, as its flow does it, in batches of a size."""
    at = NOON + timedelta(hours=number)
    times = [at + timedelta(seconds=n) for n in range(len(items))]
    items = [replace(i, number=n, raw=replace(i.raw, fetched_at=times[n])) for n, i in enumerate(items)]
    run_id = begin_run(ledger, "ingest", code_version="1", config_hash="a", now=at)
    with RawWriter(folder, f"run-{number}", window.terms) as writer:
        for first in range(0, len(items), size):
            stored(ledger, run_id, landed(ledger, run_id, items[first : first + size], window, writer))
    end_run(ledger, run_id, "completed", at)


def landed(ledger: Ledger, run_id: int, items: Sequence[LoadItem], window: Window, writer: RawWriter) -> list[LoadItem]:
    """A batch, when its bytes are in the raw store."""
    raws = [item.raw for item in items]
    known = find_arrivals(ledger, run_id, raws, CLEANER, window.decides_otherwise)
    locations = land_batch.fn(raws, known.known, known.seen, writer)
    arrived = []
    for n, (item, location) in enumerate(zip(items, locations, strict=True)):
        dropped = window.dropped(item.result) if isinstance(item.result, Article) else None
        result = known.unchanged.get(n) or dropped or item.result
        arrived.append(replace(item, location=location, result=result))
    return arrived


def stored(ledger: Ledger, run_id: int, items: Sequence[LoadItem]) -> None:
    new = [n for n, decision in enumerate(plan_batch(ledger, run_id, items)) if decision.is_new]
    tags = {n: some_tags(items[n].result) for n in new}  # type: ignore[arg-type]
    store_batch(ledger, run_id, items, tags, PROCESSORS, NOON)


def replayed(ledger: Ledger, folder: Path, made: dict[tuple[str, str, str], LoadItem], size: int) -> None:
    """What the flow does with what the store gives it; `made` has what cleaning makes of it."""
    kept = Kept(ledger, folder)
    run_id = begin_run(ledger, "replay", code_version="1", config_hash="a", now=NOON)
    found = [raw for raw in kept.documents() if isinstance(raw, RawDocument)]
    for first in range(0, len(found), size):
        raws = found[first : first + size]
        items = []
        for number, raw, location in zip(count(first), raws, kept.land(raws).locations, strict=False):
            item, terms = made[raw.source, raw.uri, raw.sha256], kept.terms(number)
            dropped = terms.window.dropped(item.result) if isinstance(item.result, Article) else None
            result = dropped or item.result
            items.append(replace(item, number=number, raw=raw, location=location, result=result, together=terms.first))
        stored(ledger, run_id, items)
    end_run(ledger, run_id, "completed", NOON)


def content(ledger: Ledger) -> list[Content]:
    link_entities(ledger)
    with read_views(ledger) as read:
        return hash_content(read)


def appeared(ledger: Ledger) -> object:
    """When each article and version was first and last new, which a replay knows as well."""
    first = rows(ledger, "SELECT source, key, first_fetched_at FROM v_articles")
    return sorted(first), sorted(rows(ledger, "SELECT source, body, number, appeared_at FROM v_revisions"))


@pytest.mark.full
@given(runs=RUNS, sizes=st.tuples(st.integers(1, 4), st.integers(1, 5)))
@settings(
    max_examples=60,
    deadline=None,
    phases=(Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_what_the_store_tells_makes_the_same_ledger(
    tmp_path_factory: pytest.TempPathFactory,
    migrated_sqlite: Path,
    runs: list[tuple[list[LoadItem], Window]],
    sizes: tuple[int, int],
) -> None:
    folder = tmp_path_factory.mktemp("replay")
    for name in ("old.db", "new.db"):
        shutil.copy(migrated_sqlite, folder / name)
    made = {(i.raw.source, i.raw.uri, i.raw.sha256): i for items, _ in runs for i in items}
    with open_ledger(f"sqlite:///{folder}/old.db") as old, open_ledger(f"sqlite:///{folder}/new.db") as new:
        for number, (items, window) in enumerate(runs):
            collected(old, folder / "raw", items, window, number, sizes[0])
        replayed(new, folder / "raw", made, sizes[1])
        assert content(new) == content(old)
        assert appeared(new) == appeared(old)


def test_the_rest_of_a_damaged_file_is_passed_over_and_named(ledger: Ledger, tmp_path: Path) -> None:
    tmp_path /= "raw"
    for name, bodies in (("run-1", ("Anna sailed", "Bert swam")), ("run-2", ("Carl rowed",))):
        with RawWriter(tmp_path, name) as writer:
            for number, body in enumerate(bodies):
                last = writer.append(document(number, body).raw)
    path = tmp_path / "run-1.warc.gz"
    content = bytearray(path.read_bytes())
    content[-20] ^= 0xFF
    path.write_bytes(content)
    first, damaged, second = Kept(ledger, tmp_path).documents()
    assert isinstance(damaged, FetchFailure)
    assert damaged.uri == "raw:run-1.warc.gz"
    assert "what follows in that file is passed over" in damaged.reason
    assert [raw.content[:4] for raw in (first, second) if isinstance(raw, RawDocument)] == [b"Anna", b"Carl"]
    assert last.file == "run-2.warc.gz"


def test_only_an_empty_ledger_is_filled(ledger: Ledger) -> None:
    refuse_filled(ledger)
    load_run(ledger, [[document(0, "Anna sailed")]])
    with pytest.raises(StoreError, match="is not empty: name a new database"):
        refuse_filled(ledger)


def run(folder: Path, *arguments: str) -> str:
    """What the command prints."""
    with newsledger(folder, *arguments) as started:
        assert started.wait(PATIENCE) == 0, (folder / "log").read_text()[-3000:]
    return (folder / "log").read_text()


@pytest.mark.full
@pytest.mark.usefixtures("prefect")
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_lost_ledger_is_made_again(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    many = [{"id": n, "text": f"Ferry {n} stays in port\n\nCrews at Marport walked out over pay."} for n in range(60)]
    (texts / "many.jsonl").write_text("".join(json.dumps(row) + "\n" for row in many))
    (texts / "one.txt").write_text("Harbour shut\n\nCrews walked out at Sarn, said Anna Weiss.\n")
    run(tmp_path, "ingest", "texts")
    before = (texts / "one.txt").read_text()
    (texts / "one.txt").write_text("Harbour open\n\nCrews went back to work at Sarn, said Anna Weiss.\n")
    (texts / "copy.txt").write_text(before)
    run(tmp_path, "ingest", "texts")
    (texts / "one.txt").write_text(before)
    run(tmp_path, "ingest", "texts")
    expected = run(tmp_path, "content-hash")
    (tmp_path / "newsledger.db").rename(tmp_path / "old.db")
    into = request.getfixturevalue("server").new_database() if database == "postgresql" else "sqlite:///newsledger.db"
    assert f"content    {expected.splitlines()[-1].split()[0]}" in run(tmp_path, "replay", "--into", into)
    assert run(tmp_path, "content-hash", "--database", into) == expected
    assert "Harbour shut" in run(tmp_path, "explain", "texts/one.txt", "--database", into)
    with newsledger(tmp_path, "replay", "--into", into) as again:
        assert again.wait(PATIENCE) == 2
    assert "is not empty" in (tmp_path / "log").read_text()
