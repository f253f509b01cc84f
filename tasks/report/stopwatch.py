"""The time that a query takes of the database."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Stopwatch:
    """Runs while the database works, and stands still while the rows are read."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds

    @property
    def left(self) -> float:
        """The seconds that are left; 0 when there are none."""
        return max(0.0, self._left)

    @contextmanager
    def running(self) -> Iterator[None]:
        """The time of what happens within counts."""
        started = time.monotonic()
        try:
            yield
        finally:
            self._left -= time.monotonic() - started
