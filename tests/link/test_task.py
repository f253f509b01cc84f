"""Linking as a task."""

from __future__ import annotations

from typing import Any

from prefect.states import Failed
from sqlalchemy.exc import OperationalError

from schemas.errors import InputError
from tasks.link.task import link_entities


def test_a_lost_connection_is_worth_another_try_and_a_mistake_is_not() -> None:
    lost = OperationalError("SELECT 1", None, OSError("the server closed the connection"))
    condition: Any = link_entities.retry_condition_fn
    assert link_entities.retries == 3
    assert [condition(link_entities, None, Failed(data=error)) for error in (lost, InputError())] == [True, False]
