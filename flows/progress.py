"""Progress of long work: a bar on a terminal, one line a batch in a log."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

Advance = Callable[[int], None]


@contextmanager
def progress(what: str, log: logging.Logger | logging.LoggerAdapter[logging.Logger] | None = None) -> Iterator[Advance]:
    """Yields a function that is told how many more `what` are done.

    Args:
        what: what is counted, in the plural: rows, documents.
        log: where lines go when standard error is not a terminal; None for nowhere.
    """
    if sys.stderr.isatty():
        with _bar(what) as advance:
            yield advance
    else:
        yield _lines(what, log)


@contextmanager
def _bar(what: str) -> Iterator[Advance]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn(what),
        BarColumn(pulse_style="cyan"),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda n: bar.advance(task, n)


def _lines(what: str, log: logging.Logger | logging.LoggerAdapter[logging.Logger] | None) -> Advance:
    done, started = 0, monotonic()

    def advance(n: int) -> None:
        nonlocal done
        done += n
        if log:
            log.info("%s %s done, %.0f a second", f"{done:,}", what, done / max(monotonic() - started, 1e-9))

    return advance
