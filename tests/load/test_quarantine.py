"""What waits in quarantine, and what empties it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from schemas.records import Failure
from tasks.load.store import Ledger
from tests.load.making import document, failure, load_run, outcomes, rows

WAITING = "SELECT uri, stage, error, attempts FROM quarantine WHERE replayed_at IS NULL ORDER BY uri"
DENIED = "fetch: cannot be read: permission denied"
FOLDER = "file:///inbox"


def waiting(ledger: Ledger) -> list[str]:
    """The places that wait."""
    return [row[0] for row in rows(ledger, WAITING)]


def test_what_could_not_be_had_waits_once_for_each_place(ledger: Ledger) -> None:
    lost = [failure(1, "file:///inbox/a.txt"), failure(2, "file:///inbox/b.txt"), failure(3, "file:///inbox/a.txt")]
    load_run(ledger, [[document(0, "Text.", uri="file:///inbox/c.txt")]], failures=lost)
    assert rows(ledger, WAITING) == [
        (uri, "fetch", DENIED, 1) for uri in ("file:///inbox/a.txt", "file:///inbox/b.txt")
    ]
    load_run(ledger, [[]], failures=[failure(0, "file:///inbox/b.txt")])
    assert [row[3] for row in rows(ledger, WAITING)] == [1, 2]
    assert rows(ledger, "SELECT in_quarantine FROM v_sources") == [(2,)]


def test_a_place_that_brings_something_waits_no_longer(ledger: Ledger) -> None:
    load_run(ledger, [[]], failures=[failure(0, "file:///inbox/a.txt"), failure(1, "file:///inbox/b.txt")])
    broken = document(0, Failure("clean", "is empty"), uri="file:///inbox/a.txt")
    load_run(ledger, [[broken]])
    assert rows(ledger, WAITING) == [
        ("file:///inbox/a.txt", "clean", "clean: is empty", 1),
        ("file:///inbox/b.txt", "fetch", DENIED, 1),
    ]


@pytest.mark.parametrize("inside", ["/a.txt", "/deep/er/a.txt", "/rows.jsonl#line=3", ""])
def test_a_folder_waits_until_something_in_it_is_read(ledger: Ledger, inside: str) -> None:
    load_run(ledger, [[]], failures=[failure(0, FOLDER), failure(1, "file:///inbox2")])
    broken = document(0, Failure("clean", "is empty"), uri=FOLDER + inside)
    assert outcomes(load_run(ledger, [[broken]])) == ["quarantined"]
    assert waiting(ledger) == [FOLDER + inside, "file:///inbox2"] if inside else ["file:///inbox2"]


def test_a_folder_of_another_source_goes_on_waiting(ledger: Ledger) -> None:
    load_run(ledger, [[]], failures=[failure(0, FOLDER)])
    load_run(ledger, [[document(0, "Text.", uri=f"{FOLDER}/a.txt", source="courier")]])
    assert waiting(ledger) == [FOLDER]


def test_a_file_of_lines_waits_until_a_line_of_it_is_read(ledger: Ledger) -> None:
    load_run(ledger, [[]], failures=[failure(0, "file:///inbox/rows.jsonl")])
    load_run(ledger, [[document(0, "Text.", uri="file:///inbox/rows.jsonl#line=1")]])
    assert waiting(ledger) == []


def test_what_fails_again_at_a_later_stage_still_waits_once(ledger: Ledger) -> None:
    text = document(0, "Text.")
    for stage in ("clean", "tag"):
        load_run(ledger, [[replace(text, document=None, result=Failure(stage, "is odd"))]])
    assert rows(ledger, WAITING) == [("file:///inbox/0.txt", "tag", "tag: is odd", 2)]


def test_another_line_of_standard_input_is_another_document(ledger: Ledger) -> None:
    line = document(0, "Text.", uri="stdin:#line=3")
    broken = replace(line, document=None, result=Failure("clean", "is odd"))
    load_run(ledger, [[broken]], failures=[failure(1, "stdin:#line=4"), failure(2, "stdin:")])
    load_run(ledger, [[document(n, f"Other {n}.", uri=f"stdin:#line={n}") for n in range(6)]])
    assert waiting(ledger) == ["stdin:", "stdin:#line=3", "stdin:#line=4"]
    load_run(ledger, [[line]])
    assert waiting(ledger) == ["stdin:", "stdin:#line=4"]
