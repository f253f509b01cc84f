"""What a run does when nobody reads any more what it says: it goes on, and is silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def outlive_readers() -> None:
    """Keep rich, through which Prefect logs, from ending the thread that writes into a broken pipe.

    Pipes break when the worker that started a run is killed. rich then raises SystemExit: in a process that cleans and
    tags it became the result of a task, which ended the thread that takes results, and the run waited for ever.
    """
    from rich.console import Console  # which commands without Prefect do not need

    setattr(Console, "on_broken_pipe", _fall_silent)  # noqa: B010 - mypy takes it for a bound one


def _fall_silent(console: Console) -> None:
    console.quiet = True
