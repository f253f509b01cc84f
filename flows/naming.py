"""What a flow run is called in Prefect's interface."""

from __future__ import annotations

from datetime import datetime

from prefect import runtime

LONGEST = 60  # characters of a parameter; some are paths


def run_name() -> str:
    """The flow, what it was asked for, and when it was due: "ingest group main, 2025-10-15 06:15"."""
    return _name(runtime.flow_run.flow_name, runtime.flow_run.parameters, runtime.flow_run.scheduled_start_time)


def _name(flow: str, parameters: dict[str, object], due_at: datetime) -> str:
    asked = [f"{key} {_short(value)}" for key, value in parameters.items() if value not in (None, [], False)]
    return f"{' '.join([flow, *asked])}, {due_at:%Y-%m-%d %H:%M}"


def _short(value: object) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."
