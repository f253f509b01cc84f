"""What waits in quarantine, and what empties it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import text

from schemas.errors import InputError
from schemas.records import Failure, KeptBytes, Quarantined
from tasks.load.store import Ledger, drop_quarantined, find_quarantined, get_quarantined, waiting_ids
from tests.load.making import NOON, counted, document, failure, load_run, outcomes, rows

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


def kept(ledger: Ledger, uri: str) -> Quarantined:
    """What waits at a place."""
    (found,) = (each for each in find_quarantined(ledger, waiting_ids(ledger)) if each.uri == uri)
    return found


def test_what_waits_is_read_back(ledger: Ledger) -> None:
    broken = document(0, Failure("clean", "is empty"), uri="file:///inbox/a.txt")
    load_run(ledger, [[broken]], failures=[failure(1, "file:///inbox/b.txt")])
    bytes_, place = kept(ledger, "file:///inbox/a.txt"), kept(ledger, "file:///inbox/b.txt")
    assert (bytes_.stage, bytes_.source, bytes_.error, bytes_.attempts) == ("clean", "gazette", "is empty", 1)
    assert broken.location
    assert bytes_.kept == KeptBytes(broken.location, len(broken.raw.content), "text/plain", NOON)
    assert (place.stage, place.error, place.kept) == ("fetch", DENIED.removeprefix("fetch: "), None)


def test_the_same_bytes_are_at_each_place_what_they_were_there(ledger: Ledger) -> None:
    text = document(0, Failure("clean", "is empty"), uri="file:///inbox/a.txt")
    page = replace(text, number=1, raw=replace(text.raw, uri="file:///inbox/a.html", media_type="text/html"))
    later = replace(page, number=0, raw=replace(page.raw, fetched_at=NOON + timedelta(days=1)))
    load_run(ledger, [[text, page]])
    load_run(ledger, [[later]])
    first, second = kept(ledger, "file:///inbox/a.txt").kept, kept(ledger, "file:///inbox/a.html").kept
    assert first
    assert second
    assert first.location == second.location
    assert (first.media_type, first.fetched_at) == ("text/plain", NOON)
    assert (second.media_type, second.fetched_at) == ("text/html", NOON + timedelta(days=1))


def test_what_waits_is_listed_by_place_stage_and_source(ledger: Ledger) -> None:
    for source in ("gazette", "courier"):
        bad = [document(n, Failure("tag", "is odd"), uri=f"file:///{n}", source=source) for n in (2, 1)]
        load_run(ledger, [bad], failures=[failure(9, "file:///0")])
    load_run(ledger, [[document(0, "Text.", uri="file:///2", source="gazette")]])

    def listed(**filters: str) -> list[tuple[str, str]]:
        return [(one.source, one.uri) for one in find_quarantined(ledger, waiting_ids(ledger, **filters))]

    courier = [("courier", "file:///1"), ("courier", "file:///2")]
    assert listed() == [*courier, ("gazette", "file:///0"), ("gazette", "file:///1")]
    assert listed(stage="fetch") == [("gazette", "file:///0")]
    assert listed(source="courier") == courier
    assert listed(source="courier", stage="fetch") == []


def test_more_than_are_read_at_once_keep_their_order(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasks.load.store.quarantine.AT_ONCE", 2)
    load_run(ledger, [[]], failures=[failure(n, f"file:///{n}") for n in range(5)])
    ids = waiting_ids(ledger)[::-1]
    assert [one.id for one in find_quarantined(ledger, [*ids, 999])] == ids


def test_an_id_that_is_not_there_is_said(ledger: Ledger) -> None:
    load_run(ledger, [[]], failures=[failure(0, "file:///a")])
    (id_,) = waiting_ids(ledger)
    assert [one.id for one in get_quarantined(ledger, [id_])] == [id_]
    with pytest.raises(InputError, match="nothing in quarantine has the id 0; newsledger quarantine list"):
        get_quarantined(ledger, [id_, 0])


def test_what_is_dropped_waits_no_longer_and_is_not_forgotten(ledger: Ledger) -> None:
    load_run(ledger, [[document(0, Failure("clean", "is empty"))]], failures=[failure(1, "file:///b")])
    before = counted(ledger)
    drop_quarantined(ledger, waiting_ids(ledger)[:1])
    assert waiting(ledger) == ["file:///inbox/0.txt"]
    assert before - counted(ledger) == {"quarantine": 1}


def test_a_folder_that_failed_in_this_very_run_still_waits(ledger: Ledger) -> None:
    inside = document(0, "Text.", uri=f"{FOLDER}/a.txt")
    load_run(ledger, [[inside]], failures=[failure(1, FOLDER)])
    assert waiting(ledger) == [FOLDER]
    load_run(ledger, [[inside]])
    assert waiting(ledger) == []


def test_a_document_without_its_bytes_is_stored_with_their_size(ledger: Ledger) -> None:
    """A run lets go of them once they have landed and were cleaned."""
    broken, whole = document(0, Failure("clean", "is empty"), uri="file:///inbox/a.txt"), document(1, "It is open.")
    light = [replace(each, raw=each.raw.light()) for each in (broken, whole)]
    assert [each.raw.content for each in light] == [b"", b""]
    load_run(ledger, [light])
    assert broken.location
    waiting_now = kept(ledger, "file:///inbox/a.txt").kept
    assert broken.location
    assert waiting_now == KeptBytes(broken.location, len(broken.raw.content), "text/plain", NOON)
    with ledger.read() as connection:
        sizes = set(connection.scalars(text("SELECT size FROM fetches")))
    assert sizes == {len(broken.raw.content), len(whole.raw.content)}
