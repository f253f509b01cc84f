"""What the ledger remembers of the web."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from schemas.records import FetchOutcome
from tasks.fetch.web.memory import Host, Memory, Place, Rehearsal, Role
from tasks.load.store import Ledger, LedgerMemory, count_pages, read_listings

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ORIGIN = "https://a.example"


class Clock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> datetime:
        return self.time

    def forward(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=[Rehearsal, LedgerMemory])
def memory(request: pytest.FixtureRequest, ledger: Ledger, clock: Clock) -> Memory:
    """Both of them: what they promise is the same."""
    return Rehearsal(clock) if request.param is Rehearsal else LedgerMemory(ledger, clock)


def place(number: int, role: Role = "page", source: str = "gazette", **known: object) -> Place:
    return replace(Place(source, role, f"{ORIGIN}/{number}", NOON, NOON), **known)


def test_a_place_is_known_as_it_was_kept(memory: Memory) -> None:
    answered = place(1, asked_at=NOON, had_at=NOON, body_hash="f00", etag='W/"é"', last_modified="Mon", status=500)
    failed = replace(
        answered, every_seconds=600, failures=2, outcome="failed", reason="is down", received=3, seconds=0.25
    )
    named = replace(failed, moved_to=f"{ORIGIN}/2", guid="g", listed_hash="b", lastmod="2024", handed_on="x")
    seen = replace(named, entry='{"title": "Kran fällt"}')
    memory.keep([place(1), place(2), seen])
    assert memory.known("gazette", "page", [seen.url, f"{ORIGIN}/9"]) == {seen.url: seen}
    assert memory.known("gazette", "feed", [seen.url]) == {}
    assert memory.known("other", "page", [seen.url]) == {}


def test_what_is_due_comes_with_its_time_or_sooner_if_asked(memory: Memory, clock: Clock) -> None:
    later = NOON + timedelta(hours=1)
    memory.keep([place(1), place(2, due_at=later), place(3, due_at=None), place(4, source="other")])
    assert memory.due("gazette", "page", 9, soon=False) == [f"{ORIGIN}/1"]
    assert memory.due("gazette", "page", 9, soon=True) == [f"{ORIGIN}/1", f"{ORIGIN}/2"]
    assert memory.due("gazette", "page", 1, soon=True) == [f"{ORIGIN}/1"]
    clock.forward(3600)
    assert memory.due("gazette", "page", 9, soon=False) == [f"{ORIGIN}/1", f"{ORIGIN}/2"]


def test_servers_keep_what_their_robots_txt_said(memory: Memory) -> None:
    assert memory.host(ORIGIN) is None
    memory.reserve(ORIGIN, 1.0, 60)
    assert memory.host(ORIGIN) is None
    for host in (Host(ORIGIN, "", NOON), Host(ORIGIN, None, NOON, FetchOutcome.TIMED_OUT, "gave no answer")):
        memory.keep_host(host)
        assert memory.host(ORIGIN) == host


def test_turns_at_a_server_are_apart_by_the_delay(memory: Memory, clock: Clock) -> None:
    assert [memory.reserve(ORIGIN, 2.0, 60) for _ in range(3)] == [0.0, 2.0, 4.0]
    assert memory.reserve("https://b.example", 2.0, 60) == 0.0
    clock.forward(5)
    assert memory.reserve(ORIGIN, 2.0, 60) == 1.0


def test_a_turn_that_is_too_far_away_is_not_taken(memory: Memory) -> None:
    memory.rest(ORIGIN, NOON + timedelta(minutes=5))
    assert [memory.reserve(ORIGIN, 0.0, 60) for _ in range(2)] == [300.0, 300.0]


def test_a_rest_is_never_shortened(memory: Memory, clock: Clock) -> None:
    memory.rest(ORIGIN, NOON + timedelta(seconds=30))
    memory.rest(ORIGIN, NOON + timedelta(seconds=10))
    assert memory.reserve(ORIGIN, 1.0, 60) == 30.0
    clock.forward(40)
    assert memory.reserve(ORIGIN, 1.0, 60) == 0.0


def test_no_two_take_the_same_turn(ledger: Ledger, clock: Clock) -> None:
    memories = [LedgerMemory(ledger, clock) for _ in range(4)]

    def turn(number: int) -> float:
        return memories[number % 4].reserve(ORIGIN, 1.0, 600)

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(turn, range(20))) == [float(n) for n in range(20)]


def test_a_clock_that_was_wrong_silences_no_server_for_ever(ledger: Ledger, clock: Clock) -> None:
    memory = LedgerMemory(ledger, clock)
    memory.rest(ORIGIN, NOON + timedelta(days=400))
    assert memory.reserve(ORIGIN, 1.0, 60) == 86_400.0


def test_what_was_handed_on_and_never_stored_is_due_whole(ledger: Ledger, clock: Clock) -> None:
    memory = LedgerMemory(ledger, clock)
    memory.keep([place(1, due_at=None, body_hash="f00", etag="e", handed_on=f"{ORIGIN}/1"), place(2, due_at=None)])
    memory.settle("gazette")
    known = memory.known("gazette", "page", [f"{ORIGIN}/1", f"{ORIGIN}/2"])
    assert known[f"{ORIGIN}/1"] == place(1)
    assert known[f"{ORIGIN}/2"].due_at is None


def test_listings_and_counts_are_read_for_reports(ledger: Ledger, clock: Clock) -> None:
    feed = place(0, "feed")
    LedgerMemory(ledger, clock).keep([feed, place(1), place(2, outcome="gone"), place(3, outcome="gone")])
    assert read_listings(ledger) == [feed]
    assert count_pages(ledger, "gazette") == {"": 1, "gone": 2}
