"""What repeats from run to run does not fill the ledger, and is counted all the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import islice

import pytest
from msgspec.structs import replace

from schemas.records import Failure, Key, RawDocument
from tasks.load.store import Ledger, end_run, find_arrivals
from tests.load.making import CLEANER, NOON, begin, document, failure, load, load_run, outcomes, rows

PLACES = "SELECT uri, document_outcome, times, run_id FROM fetches ORDER BY id"


def test_a_file_that_does_not_change_has_two_rows_however_often_it_is_looked_at(ledger: Ledger) -> None:
    for _ in range(5):
        load_run(ledger, [[document(0, "Ferries sail."), document(1, "Ferries wait.")]])
    assert rows(ledger, PLACES) == [
        ("file:///inbox/0.txt", "loaded", 1, 1),
        ("file:///inbox/1.txt", "loaded", 1, 1),
        ("file:///inbox/0.txt", "unchanged", 4, 5),
        ("file:///inbox/1.txt", "unchanged", 4, 5),
    ]
    assert rows(ledger, "SELECT fetches, fetches_not_had FROM v_sources") == [(10, 0)]
    assert rows(ledger, "SELECT documents, unchanged FROM runs ORDER BY id") == [(2, 0), *[(2, 2)] * 4]


def test_each_change_is_kept_with_the_last_look_before_it(ledger: Ledger) -> None:
    for day, body in enumerate(("Sail.", "Sail.", "Sail.", "Wait.", "Wait.", "Wait.", "Sail.", "Sail.")):
        load_run(ledger, [[document(0, body, fetched_at=NOON + timedelta(days=day))]])
    kept = "SELECT document_outcome, times, run_id FROM fetches ORDER BY id"
    assert rows(ledger, kept) == [
        ("loaded", 1, 1),
        ("unchanged", 2, 3),
        ("updated", 1, 4),
        ("unchanged", 2, 6),
        ("updated", 1, 7),
        ("unchanged", 1, 8),
    ]


def test_a_place_that_brings_other_bytes_in_between_has_changed_twice(ledger: Ledger) -> None:
    """As when two feeds of one source list an entry in two forms."""
    key = Key("url", "https://news.example/1")
    texts = ("Ferries wait.", "Ferries sail.", "Ferries wait.")
    wait, sail, again = (
        document(n, body, keys=[key], uri="https://news.example/1", fetched_at=NOON + timedelta(minutes=n))
        for n, body in enumerate(texts)
    )
    load_run(ledger, [[wait]])
    assert outcomes(load_run(ledger, [[replace(sail, number=0), replace(again, number=1)]])) == ["updated", "updated"]
    assert rows(ledger, "SELECT body FROM v_articles") == [("Ferries wait.",)]


@pytest.mark.parametrize("sizes", [(1, 1, 1), (3,), (2, 1), (1, 2)], ids=str)
def test_a_place_that_goes_back_within_a_run_ends_as_in_runs_of_its_own(sizes: Sequence[int], ledger: Ledger) -> None:
    """As an archive that has captures of a page before, with and without an update."""
    key, texts = Key("url", "https://news.example/1"), ("Ferries wait.", "Ferries sail.", "Ferries wait.")
    found = iter(
        document(n, body, keys=[key], uri="https://news.example/1", fetched_at=NOON + timedelta(minutes=n))
        for n, body in enumerate(texts)
    )
    assert outcomes(load_run(ledger, [list(islice(found, size)) for size in sizes])) == ["loaded", "updated", "updated"]
    assert rows(ledger, "SELECT body FROM v_articles") == [("Ferries wait.",)]


def test_what_came_just_now_counts_before_it_is_stored(ledger: Ledger) -> None:
    """Batches are fetched ahead: what a place brought two batches ago may still be on its way."""
    before, between = document(0, "Ferries wait.").raw, document(0, "Ferries sail.").raw
    load_run(ledger, [[document(0, "Ferries wait.")]])
    run_id = begin(ledger)

    def is_known(*under_way: RawDocument) -> tuple[bool, bool]:
        newest = {(raw.source, raw.uri): raw.sha256 for raw in under_way}
        found = find_arrivals(ledger, run_id, [before], CLEANER, newest=newest)
        return 0 in found.unchanged, 0 in found.seen

    assert is_known() == is_known(before) == (True, True)
    assert is_known(between) == (False, False)


def test_what_a_run_at_the_same_time_has_met_was_met(ledger: Ledger) -> None:
    """A list that has an article, its correction, and the first text once more: which the other has not come to yet."""
    key = Key("url", "https://news.example/1")
    texts = ("Ferries wait.", "Ferries sail.", "Ferries wait.")
    items = [document(number, body, keys=[key]) for number, body in enumerate(texts)]
    later = [replace(item, raw=replace(item.raw, fetched_at=NOON + timedelta(minutes=1))) for item in items]
    other = begin(ledger)
    load(ledger, other, items[:2])
    assert outcomes(load_run(ledger, [later])) == ["unchanged", "unchanged", "duplicate"]
    assert outcomes(load(ledger, other, items[2:])) == ["duplicate"]
    assert rows(ledger, "SELECT body FROM v_articles") == [("Ferries sail.",)]


def test_what_a_killed_run_has_met_is_not_cleaned_again(ledger: Ledger) -> None:
    item = document(0, "Ferries sail.")
    load(ledger, begin(ledger), [item])
    for minutes, unchanged in ((4, set()), (6, {0})):
        raw = replace(item.raw, fetched_at=NOON + timedelta(minutes=minutes))
        assert find_arrivals(ledger, begin(ledger), [raw], CLEANER).unchanged.keys() == unchanged


def test_what_is_never_had_or_digested_is_one_row_too(ledger: Ledger) -> None:
    for _ in range(3):
        load_run(ledger, [[document(0, Failure("clean", "is no text"))]], failures=[failure(1, "file:///inbox/1.txt")])
    assert rows(ledger, PLACES) == [
        ("file:///inbox/0.txt", "quarantined", 3, 3),
        ("file:///inbox/1.txt", None, 3, 3),
    ]
    assert rows(ledger, "SELECT fetches, fetches_not_had FROM v_sources") == [(6, 3)]
    assert rows(ledger, "SELECT attempts FROM quarantine") == [(3,), (3,)]
    assert rows(ledger, "SELECT failed, quarantined FROM runs") == [(1, 1)] * 3


def test_a_run_that_goes_on_keeps_its_rows(ledger: Ledger) -> None:
    item = document(0, "Ferries sail.")
    load_run(ledger, [[item]])
    going_on = begin(ledger)
    load(ledger, going_on, [item])
    load_run(ledger, [[item]])
    end_run(ledger, going_on, "completed", NOON)
    assert rows(ledger, f"SELECT unchanged FROM runs WHERE id = {going_on}") == [(1,)]


def test_a_file_that_is_named_twice_counts_twice_in_its_run(ledger: Ledger) -> None:
    item = document(0, "Ferries sail.")
    for _ in range(3):
        load_run(ledger, [[item, replace(item, number=1)]])
    assert rows(ledger, "SELECT documents FROM runs") == [(2,)] * 3
    assert rows(ledger, "SELECT fetches FROM v_sources") == [(6,)]


def test_a_run_that_is_ended_again_says_the_same(ledger: Ledger) -> None:
    """As when the connection broke before its commit was confirmed."""
    item = document(0, "Ferries sail.")
    for _ in range(2):
        load_run(ledger, [[item, replace(item, number=1)]])
    before = rows(ledger, PLACES), rows(ledger, "SELECT documents, unchanged FROM runs")
    end_run(ledger, 2, "completed", NOON)
    assert (rows(ledger, PLACES), rows(ledger, "SELECT documents, unchanged FROM runs")) == before
