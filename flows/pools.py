"""Where a run cleans and tags its batches, as the settings say: on processes of this machine, or on a Dask cluster.

Both are Prefect's own task runners; who waits, who works and what is done again is theirs to know.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from prefect.task_runners import ProcessPoolTaskRunner

from flows.workers import Promise, Submit, WorkerError, Workers, begin
from schemas.settings import Settings
from schemas.travel import Parcel

if TYPE_CHECKING:
    from prefect_dask.client import PrefectDaskClient

PATIENCE = 60  # seconds, for the first worker of a cluster
# A batch is handed to the scheduler, which has it until it is done, so that it outlives the worker that it was sent to;
# Dask would warn that it is large.
ONE_BATCH = {"distributed.admin.large-graph-warning-threshold": "1 GiB"}


def workers(config: Settings) -> Workers:
    """What a run hands its batches to."""
    if config.runner == "dask":
        return Workers(partial(_cluster, str(config.dask_address)), there=True)
    several = config.process_count() > 1
    return Workers(partial(_processes, config.process_count()) if several else None)


@contextmanager
def _processes(count: int) -> Iterator[Submit]:
    with ProcessPoolTaskRunner(count, initializer=begin) as runner:
        yield runner.submit  # type: ignore[misc]  # takes tasks, which is what it is given


@contextmanager
def _cluster(address: str) -> Iterator[Submit]:
    import dask.config
    from prefect_dask.task_runners import DaskTaskRunner

    for talking in ("distributed.client", "distributed.batched"):
        logging.getLogger(talking).setLevel(logging.CRITICAL)  # of a lost scheduler we say one sentence
    with dask.config.set(ONE_BATCH), DaskTaskRunner(address=address, client_kwargs={"timeout": PATIENCE}) as runner:
        _wait_for_a_worker(lambda: runner.client, address)

        def submit(do: Callable[..., Any], arguments: dict[str, Any]) -> OnCluster:
            with _one_sentence(address):
                return OnCluster(runner.submit(do, _packed(arguments)), address)

        yield submit


def _packed(arguments: dict[str, Any]) -> dict[str, Any]:
    return {name: each.packed() if isinstance(each, Parcel) else each for name, each in arguments.items()}


def _wait_for_a_worker(connect: Callable[[], PrefectDaskClient], address: str) -> None:
    try:
        connect().wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        raise WorkerError(f"no worker has joined {address} in {PATIENCE} s: dask worker {address}") from error
    except (OSError, ValueError) as error:
        raise WorkerError(f"there is no Dask scheduler at {address}, which NEWSLEDGER_DASK_ADDRESS names") from error


class OnCluster:
    """A task's result, when the cluster has it."""

    def __init__(self, future: Promise[Any], address: str) -> None:
        self._future, self._address = future, address

    def result(self) -> Any:
        """Wait for it.

        Raises:
            WorkerError: the scheduler was lost, or several workers died of the same batch.
        """
        with _one_sentence(self._address):
            return self._future.result()


@contextmanager
def _one_sentence(address: str) -> Iterator[None]:
    """Whatever a cluster says that does not work any more."""
    from distributed import CancelledError, KilledWorker
    from distributed.client import ClosedClientError
    from distributed.comm.core import CommClosedError

    try:
        yield
    except (CancelledError, ClosedClientError, CommClosedError, KilledWorker) as error:
        raise WorkerError(f"the Dask cluster at {address} did not do it: {error}") from error
