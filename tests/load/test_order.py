"""The same documents give the same rows, in whatever order and batches they come."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from schemas.records import Article, Failure, Key, Removed, Tags, Timestamp
from tasks.link.store import count_days, link_entities
from tasks.load.decide import LoadItem
from tasks.load.store import Ledger, open_ledger
from tests.databases import emptied
from tests.load.making import NOON, begin, counted, document, load, load_run, outcomes, rows, some_tags
from tests.load.public import public_rows

BODIES = st.sampled_from(["François spoke.", "Francois spoke.", "FRANCOIS spoke.", "Dover waits.", "Te\0xt.", ""])
KEYS = st.sampled_from([Key("url", "a"), Key("guid", "1"), None])
CUTS = st.lists(st.integers(1, 4), min_size=1, max_size=6)


@st.composite
def documents(draw: st.DrawFn) -> list[LoadItem]:
    """Small articles, some of them versions of one another, some that cannot be stored."""
    items = []
    for number in range(draw(st.integers(2, 8))):
        if draw(st.integers(0, 9)) == 0:
            items.append(document(number, Failure("clean", "it is broken")))
            continue
        key = draw(KEYS)
        source, headline = (
            draw(st.sampled_from(["gazette", "gazette", "courier"])),
            draw(st.sampled_from([None, "News"])),
        )
        removed = (Removed("Tap here.", "boilerplate:tap"),)
        keys, body = [key] if key else [], draw(BODIES)
        kind = "stub" if body == "Dover waits." else "article"
        items.append(document(number, body, keys=keys, source=source, headline=headline, removed=removed, kind=kind))
    return items


def tag(article: Article) -> Tags:
    """Every article is about its first word."""
    return some_tags(article)


def cut(items: Sequence[LoadItem], sizes: Sequence[int]) -> list[Sequence[LoadItem]]:
    """Batches of these sizes, taken in turn."""
    batches: list[Sequence[LoadItem]] = []
    start = 0
    for size in (sizes[n % len(sizes)] for n in count()):
        if start >= len(items):
            return batches
        batches.append(items[start : start + size])
        start += size
    return batches


class Loader:
    """Loads documents into a ledger of their own."""

    def __init__(self, folder: Path, template: Path, server_url: str | None) -> None:
        self._folder, self._template, self._server_url, self._numbers = folder, template, server_url, count()

    def fresh(self) -> Ledger:
        """An empty ledger."""
        if self._server_url:
            ledger = open_ledger(self._server_url)
            emptied(ledger)
            return ledger
        path = self._folder / f"{next(self._numbers)}.db"
        shutil.copy(self._template, path)
        return open_ledger(f"sqlite:///{path}")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.full)])
def loader(request: pytest.FixtureRequest, tmp_path: Path, migrated_sqlite: Path) -> Loader:
    """A loader on each database."""
    url = request.getfixturevalue("migrated_postgresql") if request.param == "postgresql" else None
    return Loader(tmp_path, migrated_sqlite, url)


@given(items=documents(), sizes=CUTS, other_sizes=CUTS)
@settings(
    max_examples=20,
    deadline=None,
    phases=(Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # shrinking takes minutes
def test_order_and_batches_make_no_difference(
    loader: Loader, items: list[LoadItem], sizes: list[int], other_sizes: list[int]
) -> None:
    with loader.fresh() as ledger:
        endings = load_run(ledger, cut(items, sizes), tag)
        link_entities(ledger)
        expected = public_rows(ledger)
        assert_counts_add_up(ledger, len(items))

        again = load_run(ledger, cut(items, other_sizes), tag)
        assert settled(again) == ["unchanged"] * len(settled(again))
        assert Counter(outcomes(again))["quarantined"] == Counter(outcomes(endings))["quarantined"]
        link_entities(ledger)
        assert public_rows(ledger) == expected

    turned = items[::-1]  # a random order mostly leaves the two versions that matter as they were
    with loader.fresh() as ledger:
        other = load_run(ledger, cut(turned, other_sizes), tag)
        link_entities(ledger)
        assert public_rows(ledger) == expected
        assert Counter(outcomes(other)) == Counter(outcomes(endings))


def settled(endings: Sequence[object]) -> list[str]:
    """How those ended that are neither without text nor unfit to be stored."""
    return [outcome for outcome in outcomes(endings) if outcome not in ("dropped", "quarantined")]  # type: ignore[arg-type]


def assert_counts_add_up(ledger: Ledger, documents_: int) -> None:
    """The run, its fetches, the articles and the aliases say the same."""
    run = rows(ledger, "SELECT documents, loaded + updated + unchanged + duplicate + dropped + quarantined FROM runs")
    assert run == [(documents_, documents_)]
    loaded = rows(ledger, "SELECT loaded, loaded + updated FROM runs")
    assert loaded == [(counted(ledger)["articles"], counted(ledger)["revisions"])]
    assert rows(ledger, "SELECT sum(mentions) FROM entity_aliases") in ([(counted(ledger)["mentions"],)], [(None,)])


THREE = ["Ferries stop.", "All ferries sail.", "Trains run."]
TEXTS = st.lists(st.sampled_from(["Dover waits.", *THREE]), min_size=2, max_size=5)
TIMES = st.sampled_from([timedelta(), timedelta(microseconds=20)])  # of a stream's lines; of files


@given(
    bodies=TEXTS,
    apart=TIMES,
    late=st.permutations(range(3)),
    sizes=st.lists(st.integers(1, 5), min_size=3, max_size=3),
    turns=st.lists(st.integers(0, 2), max_size=12),
)
@example(bodies=THREE, apart=timedelta(microseconds=20), late=[0, 1, 2], sizes=[3, 2, 3], turns=[1, 0])
@example(bodies=THREE[:2], apart=timedelta(), late=[0, 1, 2], sizes=[1, 1, 1], turns=[1, 0, 1])
@example(bodies=THREE[1::-1], apart=timedelta(), late=[0, 1, 2], sizes=[1, 1, 1], turns=[1, 0, 1])
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_runs_at_once_that_overtake_each_other_come_to_what_one_comes_to(
    loader: Loader, bodies: list[str], apart: timedelta, late: list[int], sizes: list[int], turns: list[int]
) -> None:
    def read(after: timedelta) -> list[LoadItem]:
        """Several captures of an article, each in a place of its own."""
        at = NOON + after
        kinds = ["stub" if body == "Dover waits." else "article" for body in bodies]
        return [
            document(
                n,
                body,
                keys=[Key("url", "a")],
                fetched_at=at + n * apart,
                kind=kind,
                published_at=Timestamp(date(2026, 3, len(body)), "day", "meta"),
                canonical_url=f"https://coast.example/{len(body)}" if apart else None,
            )
            for n, (body, kind) in enumerate(zip(bodies, kinds, strict=True))
        ]

    with loader.fresh() as ledger:
        load_run(ledger, [read(timedelta())], tag)
        link_entities(ledger)
        expected, address = public_rows(ledger), rows(ledger, "SELECT canonical_url FROM v_articles")
    with loader.fresh() as ledger:
        waiting = [cut(read(timedelta(seconds=start)), [size]) for start, size in zip(late, sizes, strict=True)]
        runs = [begin(ledger) for _ in waiting]
        for turn in [*turns, *(run for run in range(3) for _ in bodies)]:
            if waiting[turn]:
                load(ledger, runs[turn], waiting[turn].pop(0), tag)
                count_days(ledger)
        link_entities(ledger)
        assert public_rows(ledger) == expected
        assert rows(ledger, "SELECT canonical_url FROM v_articles") == address
