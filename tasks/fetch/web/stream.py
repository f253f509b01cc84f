"""Work on several threads, whose results come out one by one, as many ahead as there are threads."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from queue import Full, Queue
from threading import Event
from typing import Generic, TypeVar

SOON = 0.02  # seconds
PORTION = 8  # results that are handed over at once, if they come sooner than that
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Job(Generic[Item]):
    """A piece of work, which yields results, and further pieces."""

    do: Callable[[], Iterator[Item | Job[Item]]]


class HaltedError(Exception):
    """Nobody wants the results any more."""


class Halt:
    """Tells threads that nobody wants their results any more."""

    def __init__(self) -> None:
        self._over = Event()

    def call(self) -> None:
        """From now on."""
        self._over.set()

    def sleep(self, seconds: float) -> None:
        """Wait.

        Raises:
            HaltedError: it has been called.
        """
        if self._over.wait(seconds):
            raise HaltedError

    def put(self, queue: Queue[object], item: object) -> None:
        """Into a queue that may be full for as long as somebody takes from it."""
        while True:
            with suppress(Full):
                return queue.put(item, timeout=0.1)
            self.sleep(0)


def portions(items: Iterable[Item]) -> Iterator[list[Item]]:
    """What comes quickly, some at a time: to wake another thread costs as much as a fifth of a request."""
    held, last = list[Item](), 0.0
    for item in items:
        held.append(item)
        if time.monotonic() - last > SOON or len(held) == PORTION:
            yield held
            held, last = [], time.monotonic()
    if held:
        yield held


def streamed(jobs: Iterable[Job[Item]], workers: int, halt: Halt) -> Iterator[Item]:
    """All results, in no order. What a job raises is raised here, and ends the others."""
    results: Queue[object] = Queue(max(1, workers // PORTION))
    with ThreadPoolExecutor(workers, thread_name_prefix="fetch") as pool:
        try:
            under_way = [pool.submit(_work, job, results, halt) for job in jobs]
            left = len(under_way)
            while left:
                match results.get():
                    case None:
                        left -= 1
                    case BaseException() as error:
                        raise error
                    case list() as items:
                        more = [pool.submit(_work, each, results, halt) for each in items if isinstance(each, Job)]
                        left += len(more)
                        yield from (each for each in items if not isinstance(each, Job))
        finally:
            halt.call()
            pool.shutdown(cancel_futures=True)


def _work(job: Job[Item], results: Queue[object], halt: Halt) -> None:
    with suppress(HaltedError):
        try:
            for some in portions(job.do()):
                halt.put(results, some)
            halt.put(results, None)
        except HaltedError:
            raise
        except BaseException as error:  # noqa: BLE001 - raised again where results are taken
            halt.put(results, error)
