"""How a ledger is, on both databases."""

from datetime import timedelta

from schemas.records import SILENCE, Failure
from tasks.load.store import Ledger, end_run, show_life
from tasks.report.status_store import read_status
from tests.load.making import NOON as BEGUN
from tests.load.making import begin, document, load, load_run
from tests.report.articles import NOON
from tests.report.ledgers import PROCESSORS


def test_an_empty_ledger_is_healthy(ledger: Ledger) -> None:
    status = read_status(ledger, NOON)
    assert status.healthy
    assert (status.runs, status.sources, status.processors, status.quarantined) == ((), (), (), 0)
    assert status.size
    assert "-" not in status.schema_version


def test_a_run_that_gives_no_sign_of_life_is_lost(ledger: Ledger) -> None:
    killed, going_on = begin(ledger), begin(ledger)
    later = BEGUN + SILENCE + timedelta(minutes=1)
    show_life(ledger, going_on, later - SILENCE)
    assert [run.status for run in read_status(ledger, later).runs] == ["running", "lost"]
    assert not read_status(ledger, later).healthy
    end_run(ledger, going_on, "completed", later)
    assert read_status(ledger, later).healthy
    end_run(ledger, killed, "failed", later)
    assert [run.status for run in read_status(ledger, later).runs] == ["completed", "failed"]


def test_a_run_that_has_not_ended_shows_what_it_stored_so_far(ledger: Ledger) -> None:
    killed = begin(ledger)
    load(ledger, killed, [document(0, "Crews walked out."), document(1, Failure("clean", "the text has no end"))])
    done = {"loaded": 1, "quarantined": 1}
    (line,) = read_status(ledger, BEGUN).runs
    assert (line.status, line.documents, line.outcomes) == ("running", 2, done)
    load_run(ledger, [[document(0, "Crews walked out."), document(2, "Crews went back.")]])
    after, line = read_status(ledger, BEGUN + SILENCE + timedelta(minutes=1)).runs
    assert (line.status, line.documents, line.outcomes) == ("lost", 2, done)
    assert after.outcomes == {"loaded": 1, "unchanged": 1}


def test_two_runs_at_once_both_go_on(ledger: Ledger) -> None:
    begin(ledger)
    begin(ledger)
    status = read_status(ledger, BEGUN + SILENCE)
    assert [run.status for run in status.runs] == ["running", "running"]
    assert status.healthy


def test_status_counts_what_is_there(filled: Ledger) -> None:
    status = read_status(filled, NOON)
    assert [run.outcomes for run in status.runs] == [{"updated": 1}, {"loaded": 6, "quarantined": 1}]
    assert [(source.name, source.articles, source.undated) for source in status.sources] == [
        ("coast", 2, 1),
        ("harbour", 3, 1),
        ("mirror", 1, 0),
    ]
    coast = status.sources[0]
    assert (coast.fetches, coast.fetches_not_had, coast.last_fetched_at) == (4, 1, NOON)
    assert status.quarantined == 2
    assert set(status.processors) == set(PROCESSORS.each)
