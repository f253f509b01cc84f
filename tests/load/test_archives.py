"""How far archives were read."""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec.structs import replace

from schemas.records import Bookmark, FetchFailure, FetchOutcome
from tasks.load.store import Ledger, end_run, find_bookmark, store_batch, waiting_ids
from tests.load.making import NOON, PROCESSORS, begin, rows

PASSED = {("gone", "HTTP status 404"): 2}
URI = "file:///news/a_b.warc.gz"
MARK = Bookmark("crawl", URI, "all", "<urn:1>", 900, datetime(2025, 3, 1, tzinfo=UTC), 0, 0, 0)


def note(ledger: Ledger, run_id: int, *marks: Bookmark, failures: dict[int, FetchFailure] | None = None) -> None:
    store_batch(ledger, run_id, [], {}, PROCESSORS, NOON, failures or {}, marks)


def passed(ledger: Ledger) -> list[tuple[object, ...]]:
    return rows(ledger, "SELECT run_id, outcome, reason, records FROM archive_records ORDER BY run_id")


def test_a_bookmark_is_found_again_by_what_was_asked(ledger: Ledger) -> None:
    run_id = begin(ledger)
    note(ledger, run_id, MARK, replace(MARK, offset=300, step=300), replace(MARK, asked="hosts", offset=100))
    assert find_bookmark(ledger, URI, "all") == replace(MARK, offset=300)
    assert find_bookmark(ledger, URI, "hosts") == replace(MARK, asked="hosts", offset=100)
    assert find_bookmark(ledger, URI, "languages") is None


def test_what_was_passed_over_is_counted_once_however_often_a_batch_is_stored(ledger: Ledger) -> None:
    run_id = begin(ledger)
    batch = (MARK, replace(MARK, offset=300, passed=PASSED), replace(MARK, offset=900, passed=PASSED))
    note(ledger, run_id, *batch)
    note(ledger, run_id, *batch)
    assert passed(ledger) == [(run_id, "gone", "HTTP status 404", 4)]


def test_the_next_run_counts_for_itself_and_may_begin_again(ledger: Ledger) -> None:
    first, second = begin(ledger), begin(ledger)
    note(ledger, first, MARK, replace(MARK, offset=900, passed=PASSED))
    note(ledger, second, replace(MARK, size=1_000))
    assert find_bookmark(ledger, URI, "all") == replace(MARK, size=1_000)
    note(ledger, second, replace(MARK, offset=900, passed=PASSED))
    assert [row[3] for row in passed(ledger)] == [2, 2]


def test_a_place_waits_until_a_run_has_read_past_it(ledger: Ledger) -> None:
    def failed(place: str) -> FetchFailure:
        return FetchFailure("crawl", place, FetchOutcome.FAILED, "is damaged", NOON)

    first, second, third = begin(ledger), begin(ledger), begin(ledger)
    lost = {n: failed(place) for n, place in enumerate([f"{URI}#offset=200", URI, "file:///news/aXb.warc.gz"])}
    note(ledger, first, failures=lost)
    end_run(ledger, first, "completed", NOON)
    note(ledger, second, replace(MARK, began=300, offset=900))  # it went on behind the place
    end_run(ledger, second, "completed", NOON)
    assert len(waiting_ids(ledger)) == 2  # the archive itself was read
    note(ledger, third, replace(MARK, offset=900))
    end_run(ledger, third, "completed", NOON)
    assert rows(ledger, "SELECT uri FROM quarantine WHERE replayed_at IS NULL") == [("file:///news/aXb.warc.gz",)]
