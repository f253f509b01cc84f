"""What the processes of the worker tests do: importable functions."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def process_of(number: int) -> tuple[int, int]:
    """The number, and which process had it."""
    return number, os.getpid()


def fail(number: int) -> int:
    """Not what was asked for."""
    raise ValueError(f"{number} is odd")


def die_once(mark: Path) -> int:
    """Killed from outside at the first try; the process that did it at the second."""
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


def die(mark: Path) -> None:
    """Killed from outside at every try; each leaves a byte."""
    with mark.open("a") as tries:
        tries.write(".")
    os.kill(os.getpid(), signal.SIGKILL)


def sleep(seconds: float) -> None:
    """Still at it."""
    time.sleep(seconds)
