"""Where batches are cleaned and tagged: what could never work is refused, and what is lost there is one sentence."""

from __future__ import annotations

import pytest
from distributed import CancelledError

from flows import pools
from flows.kit import load_kit
from flows.pools import OnCluster, workers
from flows.workers import WORTH, WorkerError
from schemas.errors import ConfigError
from schemas.settings import Settings
from tests.flows import hands

LEDGER = "postgresql+psycopg://user@host/ledger"
NOBODY = "tcp://127.0.0.1:1"  # no scheduler listens there


@pytest.mark.parametrize(
    ("database", "address", "said"),
    [
        (LEDGER, None, "needs NEWSLEDGER_DASK_ADDRESS, such as tcp://127.0.0.1:8786"),
        ("sqlite:///newsledger.db", NOBODY, "needs PostgreSQL: NEWSLEDGER_DATABASE_URL names a SQLite file"),
    ],
)
def test_a_cluster_that_could_never_be_used_is_refused(database: str, address: str | None, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        load_kit(Settings(runner="dask", dask_address=address, database_url=database))


def test_one_process_needs_no_others() -> None:
    with workers(Settings(processes=1)) as alone:
        pieces = [alone.start(hands.process_of, WORTH, "it", number=number) for number in range(3)]
        assert [piece.result()[0] for piece in pieces] == [0, 1, 2]


@pytest.mark.parametrize(
    ("own", "ahead"),
    [
        ({"processes": 1}, 1),
        ({"processes": 2}, 2),
        ({"processes": 1, "runner": "dask"}, 2),
        ({"processes": 4, "runner": "dask"}, 3),
        ({"processes": 1, "runner": "dask", "batches_in_flight": 2}, 1),
    ],
)
def test_the_only_worker_of_a_cluster_does_not_wait_for_the_run(own: dict[str, object], ahead: int) -> None:
    assert Settings.model_validate(own).batches_ahead() == ahead


def hand_over() -> None:
    with workers(Settings(runner="dask", dask_address=NOBODY, database_url=LEDGER)) as nobody:
        for number in range(2):
            nobody.start(hands.process_of, WORTH, "it", number=number)


def test_a_scheduler_that_is_not_there_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "PATIENCE", 0.2)
    with pytest.raises(WorkerError, match=f"there is no Dask scheduler at {NOBODY}"):
        hand_over()


class Lost:
    """What became of a task whose scheduler has ended."""

    def result(self) -> object:
        raise CancelledError("clean-1")


def test_so_is_a_result_that_was_lost() -> None:
    with pytest.raises(WorkerError, match=f"the Dask cluster at {NOBODY} did not do it: clean-1"):
        OnCluster(Lost(), NOBODY).result()
