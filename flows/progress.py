"""Progress of long work: a bar on a terminal, one line a batch in a log."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Protocol

from schemas.counted import counted

Log = logging.Logger | logging.LoggerAdapter[logging.Logger]

EVERY = 30  # seconds between lines on standard error


class Advance(Protocol):
    """Is told how many more are done, and how many have come to be done that nobody knew of."""

    def __call__(self, number: int, further: int = 0, /) -> None:
        """So many."""


@contextmanager
def progress(what: str, log: Log | None = None, total: int | None = None) -> Iterator[Advance]:
    """Yields a function that is told how many more are done.

    Args:
        what: what is counted, in the singular: row, document.
        log: where lines go when standard error is not a terminal; None for nowhere. If it takes none, one goes to
            standard error now and then, in work that takes several steps.
        total: how many there are in all; None if that is not known beforehand.
    """
    if sys.stderr.isatty():
        with _bar(what, total) as advance:
            yield advance
    else:
        yield _lines(what, log, total)


@contextmanager
def _bar(what: str, total: int | None) -> Iterator[Advance]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (
        SpinnerColumn(),
        TextColumn(f"{what}s"),
        BarColumn(pulse_style="cyan"),
        DownloadColumn() if what == "byte" else MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
    )
    rate = _rate()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total, rate="")

        def advance(n: int, further: int = 0) -> None:
            nonlocal total
            total = total + further if total is not None else None
            bar.update(task, advance=n, total=total, rate=rate(n)[1])

        yield advance


def _lines(what: str, log: Log | None, total: int | None) -> Advance:
    rate, told_at = _rate(), None
    show = _in_prefect()

    def advance(n: int, further: int = 0) -> None:
        nonlocal told_at, total
        done, speed = rate(n)
        total = total + further if total is not None else None
        show(done, total)
        which = counted(done, what) if total is None else f"{done:,} of {counted(total, what)}"
        line, now = f"{which} done, {speed}", monotonic()
        if log and log.isEnabledFor(logging.INFO):
            log.info(line)
        elif told_at is None:  # what is done in one go needs no sign of life
            told_at = now
        elif log and now - told_at >= EVERY:
            sys.stderr.write(f"{line}\n")
            told_at = now

    return advance


def _in_prefect() -> Callable[[int, int | None], None]:
    """In Prefect's interface too, in a flow run; what runs without Prefect does not load it."""
    if "prefect" not in sys.modules:
        return lambda _done, _total: None
    from flows.showing import shown_progress

    return shown_progress()


def _rate() -> Callable[[int], tuple[int, str]]:
    """A function that is told how many more are done, and says how many that makes, and how fast."""
    done, started = 0, monotonic()

    def add(n: int) -> tuple[int, str]:
        nonlocal done
        done += n
        return done, f"{done / max(monotonic() - started, 1e-9):,.0f} a second"

    return add
