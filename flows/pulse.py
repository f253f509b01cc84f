"""A run's signs of life, by which `newsledger status` tells one that goes on from one that was killed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from threading import Event, Thread

from schemas.errors import StoreError
from tasks.load.store import Ledger, show_life

SECONDS = 60.0  # between one sign and the next; `schemas.records.SILENCE` is several of them


@contextmanager
def pulse(ledger: Ledger, run_id: int, seconds: float = SECONDS) -> Iterator[None]:
    """Notes that the run goes on, as long as the block lasts; a killed process notes nothing more."""
    over = Event()

    def beat() -> None:
        while not over.wait(seconds):
            with suppress(StoreError):  # the run meets the same trouble, and says so
                show_life(ledger, run_id, datetime.now(UTC))

    beating = Thread(target=beat, name="pulse", daemon=True)
    beating.start()
    try:
        yield
    finally:
        over.set()
        beating.join()
