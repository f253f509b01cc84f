"""Prefect for the tests: homes whose database has its tables, and a server for all who need none of their own."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from pathlib import Path
from unittest.mock import patch

import pytest

from flows.prefect_here import OFFLINE, QUIET
from flows.server import own_server

TEMPLATE = Path(__file__).parents[1] / ".pytest_cache" / f"prefect-{version('prefect')}"
DATABASE = "prefect.db"
ONE_SERVER = pytest.mark.xdist_group("prefect")  # in one process, which starts it once: for the tests of `make test`


def copy_home(folder: Path) -> Path:
    """A PREFECT_HOME in which nothing has run yet, unless it is there."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / DATABASE).exists():
        shutil.copy(_template(), folder / DATABASE)
    return folder


def _template() -> Path:
    """Made by whichever process of the tests comes first: the tables take Prefect seconds."""
    TEMPLATE.mkdir(parents=True, exist_ok=True)
    with (TEMPLATE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (TEMPLATE / DATABASE).exists():
            making = TEMPLATE / "making"
            shutil.rmtree(making, ignore_errors=True)
            command = [sys.executable, "-m", "prefect", "server", "database", "upgrade", "-y"]
            subprocess.run(command, env=_without_prefect(PREFECT_HOME=str(making)), check=True, capture_output=True)
            (making / DATABASE).rename(TEMPLATE / DATABASE)
    return TEMPLATE / DATABASE


@contextmanager
def running_server(home: Path) -> Iterator[str]:
    """A server that schedules nothing; yields the address of its API as Prefect's settings want it."""
    with ExitStack() as lasting:
        with patch.dict(os.environ, _without_prefect(PREFECT_HOME=str(home)) | OFFLINE | QUIET, clear=True):
            address = lasting.enter_context(own_server(schedules=False, meanwhile=lambda: None))
        yield f"{address}/api"


def _without_prefect(**more: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")} | more
