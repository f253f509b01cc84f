"""Prefect for what runs here and now: its settings, its folder, and a server while there is need of one.

Nothing here imports Prefect before its settings are made.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile

from dotenv import dotenv_values

from schemas.errors import InputError
from schemas.settings import settings

# Prefect would call home. What the user has set wins, here and below.
OFFLINE = {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}

# Our own summary tells the user everything.
QUIET = {"PREFECT_LOGGING_LEVEL": "CRITICAL", "PREFECT_LOGGING_ROOT_LEVEL": "CRITICAL"}

# Signs of life, by which an automation tells a run that was killed; Prefect gives none by default.
WATCHED = {"PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30"}


@contextmanager
def prefect_here() -> Iterator[None]:
    """What a flow needs to run here: a server, and meanwhile the kit is read."""
    if sys.stderr.isatty():
        sys.stderr.write("Starting Prefect and the language model, which takes some seconds ...\n")
    set_up(OFFLINE | QUIET)
    from flows.kit import load_kit
    from flows.server import prefect_server

    with prefect_server(schedules=False, meanwhile=lambda: load_kit(settings())):
        yield


def heed_env_file() -> None:
    """Prefect reads its settings from `.env` as we do: what is decided here by the environment must know them too."""
    for name, value in dotenv_values(".env").items():
        if value is not None and name.upper().startswith("PREFECT_"):
            os.environ.setdefault(name.upper(), value)


def set_up(defaults: dict[str, str]) -> None:
    """Make these Prefect's settings where the user has none; must come before Prefect's first import."""
    for name, value in defaults.items():
        os.environ.setdefault(name, value)


def check_home() -> None:
    """Find out at once what Prefect would try for minutes: to start in a folder that cannot be written.

    Raises:
        InputError: it cannot.
    """
    home = Path(os.environ.get("PREFECT_HOME") or "~/.prefect").expanduser()
    try:
        home.mkdir(parents=True, exist_ok=True)
        TemporaryFile(dir=home).close()
    except OSError as error:
        said = f"Prefect cannot keep its state in {home} ({error.strerror})"
        raise InputError(f"{said}: name a folder that can be written in PREFECT_HOME") from error
