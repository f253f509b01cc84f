"""The floor of loading is the same rows."""

from __future__ import annotations

from benchmarks.bare_rows import count_rows, insert_rows, read_rows
from benchmarks.store import find, load
from tasks.load.store import Ledger, open_ledger
from tests.databases import emptied
from tests.load.making import counted


def test_all_rows_of_a_ledger_go_into_another(ledger: Ledger) -> None:
    load(ledger, range(10), 10)
    before, found = counted(ledger), find(ledger, "the")
    rows = read_rows(ledger)
    assert count_rows(rows) > 300
    if ledger.engine.dialect.name == "sqlite":
        with open_ledger(f"{ledger.engine.url}.copy") as other:
            insert_rows(other, rows)
            assert (counted(other), find(other, "the")) == (before, found)
    else:
        emptied(ledger)
        insert_rows(ledger, rows)
        assert (counted(ledger), find(ledger, "the")) == (before, found)
