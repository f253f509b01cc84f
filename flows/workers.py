"""Work on processes, each with a model of its own; or here, as long as there is so little that none would pay.

What is handed in is done here if its result is asked for before there is more. When enough waits, processes are
started and take it all; a cluster, which is there already, takes each from then on.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, ExitStack
from multiprocessing import active_children, parent_process
from multiprocessing.connection import wait
from threading import Thread
from types import TracebackType
from typing import Any, Generic, Protocol, Self, TypeVar, cast

from flows.broken_pipes import outlive_readers
from schemas.errors import NewsledgerError

WORTH = 300  # documents: their cleaning and tagging takes about as long as the start of the processes

Item = TypeVar("Item")
Result = TypeVar("Result")
Result_co = TypeVar("Result_co", covariant=True)


class WorkerError(NewsledgerError):
    """A process was ended from outside, twice with the same documents."""


class Promise(Protocol[Result_co]):
    """A future, Prefect's or Python's."""

    def result(self) -> Result_co:
        """Wait for it."""


Submit = Callable[[Callable[..., Any], dict[str, Any]], Promise[Any]]
Pool = Callable[[], AbstractContextManager[Submit]]


class Piece(Generic[Result]):
    """A piece of work."""

    def __init__(self, workers: Workers, do: Callable[..., Result], arguments: dict[str, Any], what: str) -> None:
        self._workers, self._do, self._arguments, self._what = workers, do, arguments, what
        self._promise: Promise[Result] | None = None
        self._submit: Submit | None = None  # to whom it was handed

    def hand_to(self, submit: Submit) -> Promise[Result]:
        """Have it done by a process; if these have died meanwhile, the promise says so when it is asked."""
        self._submit = submit
        try:
            self._promise = submit(self._do, self._arguments)
        except BrokenProcessPool as error:
            self._promise = _broken(error)
        return self._promise

    def result(self) -> Result:
        """Wait for it, or do it now; once more if its process was ended from outside.

        Raises:
            WorkerError: the second process was ended too.
        """
        self._workers.no_longer_waits(self)
        if self._promise is None:
            return self._do(**self._arguments)
        try:
            return self._promise.result()
        except BrokenProcessPool:
            return self._again()

    def _again(self) -> Result:
        promise = self.hand_to(self._workers.after(self._submit))
        try:
            return promise.result()
        except BrokenProcessPool as error:
            said = "a process that cleans and tags was ended from outside, or ran out of memory"
            raise WorkerError(f"{said}, twice with the same documents: {self._what}") from error


class Workers:
    """Where work is handed in, as long as the block lasts. Its processes end with it, and with this process."""

    def __init__(self, pool: Pool | None, *, there: bool = False) -> None:
        """Where work is done.

        Args:
            pool: starts processes, each of which begins with `begin`, or finds them; None: all is done here.
            there: whether they are there already: then a piece that is alone is worth handing over, too.
        """
        self.pool = pool
        self._fewest = 1 if there else 2
        self._handed_in = 0  # documents
        self._waiting: list[Piece[Any]] = []
        self._open = ExitStack()
        self._submit: Submit | None = None
        self._others = set(active_children())

    def start(self, do: Callable[..., Result], size: int, what: str, **arguments: object) -> Piece[Result]:
        """Hand in a piece of work.

        Args:
            do: a function of a module; it and its arguments travel to a process.
            size: how many documents it is about.
            what: which they are, should it fail.
            arguments: for `do`.
        """
        piece = Piece(self, do, arguments, what)
        self._handed_in += size
        if self._submit:
            piece.hand_to(self._submit)
        else:
            self._waiting.append(piece)
            self._start_processes_if_worth_it()
        return piece

    def no_longer_waits(self, piece: Piece[Any]) -> None:
        """It is being asked for."""
        self._waiting = [each for each in self._waiting if each is not piece]

    def after(self, broken: Submit | None) -> Submit:
        """Processes that live, in the place of those that took work by `broken`.

        The broken ones are closed with the block: until then they say of all that they have that they are broken.
        """
        if self._submit is broken:
            self._submit = None
        return self._submit or self._start()

    def _start_processes_if_worth_it(self) -> None:
        if self.pool and len(self._waiting) >= self._fewest and self._handed_in >= WORTH:
            submit = self._start()
            for piece in self._waiting:
                piece.hand_to(submit)
            self._waiting = []

    def _start(self) -> Submit:
        self._submit = self._open.enter_context(cast("Pool", self.pool)())
        return self._submit

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:  # else closing would wait until they have finished what nobody wants any more
            for process in set(active_children()) - self._others:
                process.kill()
        self._open.close()


def _broken(error: BrokenProcessPool) -> Promise[Any]:
    promise = Future[Any]()
    promise.set_exception(error)
    return promise


def taken_ahead(items: Iterable[Item], most: int) -> Iterator[Item]:
    """The items in their order, with up to `most` of them taken before the first is handed on."""
    taken: deque[Item] = deque()
    for item in items:
        taken.append(item)
        if len(taken) >= most:
            yield taken.popleft()
    yield from taken


def begin() -> None:
    """What each process does first: leave Ctrl-C to the one that started it, and never outlive that."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    outlive_readers()
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := parent_process():
        wait([parent.sentinel])
        os._exit(1)
