"""Handing large things to Prefect's tasks, and having them let go again."""

from __future__ import annotations

from typing import TypeVar, cast

from prefect.context import FlowRunContext
from prefect.utilities.annotations import opaque

Item = TypeVar("Item")


def whole(value: Item) -> Item:
    """A parameter that Prefect hands on without walking through it in search of futures, which would take long."""
    return cast("Item", opaque(value))


def forget_results() -> None:
    """Prefect remembers each element of what tasks returned, to link tasks by; a long run would fill the memory."""
    if context := FlowRunContext.get():
        context.run_results.clear()
