"""The made-up newsroom is one that the documented queries have something to ask of."""

from __future__ import annotations

from importlib import import_module

from benchmarks.newsroom import DAYS, item
from benchmarks.store import BESIDE, ask, fill, find, queries
from tasks.load.store import Ledger
from tests.load.making import rows

SPARSE = (
    "Days without an article",
    "How often editors overrule the rules",
    "Which names were joined to one thing, and why",
    "Who was first to report",
)


def test_what_is_run_beside_it_is_there() -> None:
    assert all(callable(import_module(name).main) for name in BESIDE)


def test_the_same_number_makes_the_same_article() -> None:
    assert item(7, 100) == item(7, 100)
    assert item(7, 100) != item(8, 100)


def test_a_later_version_is_of_the_same_article() -> None:
    first, later = item(7, 100)[0], item(7, 100, version=1)[0]
    assert first.raw.uri == later.raw.uri
    assert first.result != later.result


def test_a_small_ledger_can_be_asked_everything(ledger: Ledger) -> None:
    fill(ledger, 4 * DAYS)
    assert find(ledger, "the") > DAYS
    found = {title: (ask(ledger, month), ask(ledger, day)) for title, month, day in queries()}
    assert len(found) >= 15
    assert [title for title, (month, _) in found.items() if not month and title not in SPARSE] == []
    assert all(month >= day for month, day in found.values())
    assert rows(ledger, "SELECT max(revisions) FROM v_articles") == [(2,)]
