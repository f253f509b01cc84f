"""A copy of the checkout to run a document's commands in, with the same installed environment."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.prefects import copy_home

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("[a-z]*/**/*.md")])
COPIED = ("Makefile", "prefect.yaml", "pyproject.toml", "requirements.lock", "requirements-dev.lock")
COPIED_FOLDERS = ("benchmarks", "config", "flows", "incoming", "samples")
MINUTES = 5
# Settings of whoever runs the tests, and those by which a make inside another speaks of itself.
INHERITED = ("NEWSLEDGER_", "PREFECT_", "MAKE", "MFLAGS")
PORT = "PREFECT_SERVER_API_PORT"


def make_workspace(folder: Path) -> Path:
    """Copy what the commands read; link the environment, and mark it as installed so that make leaves it alone."""
    for name in COPIED:
        shutil.copy2(ROOT / name, folder / name)
    for name in COPIED_FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.db*", "*-raw"))
    copy_home(folder / "home" / ".prefect")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        (folder / "home" / "port").write_text(str(probe.getsockname()[1]))
    environment = folder / ".venv"
    environment.mkdir()
    for part in Path(sys.prefix).iterdir():
        if not part.name.startswith(".installed"):
            (environment / part.name).symlink_to(part)
    (environment / ".installed").touch()
    (environment / ".installed-dev").touch()
    return folder


def run(script: str, workspace: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run commands as the document shows them, with these settings; the first that fails ends them."""
    environment = _environment(workspace) | settings
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", _at_free_port(script, environment)],
        cwd=workspace,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=MINUTES * 60,
    )


@contextmanager
def serving(script: str, workspace: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Keep a command running in the background; all that it started ends with it."""
    log, environment = (workspace / "server.log").open("ab"), _environment(workspace)
    with (
        log,
        subprocess.Popen(
            ["bash", "-c", _at_free_port(script, environment)],
            cwd=workspace,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        ) as server,
    ):
        try:
            yield server
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):  # Prefect's worker misses a signal now and then
                server.wait(timeout=60)
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)


def _at_free_port(script: str, environment: dict[str, str]) -> str:
    return re.sub(r"\b4200\b", environment[PORT], script)


def _environment(workspace: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(INHERITED)}
    return kept | {
        "PATH": f"{workspace}/.venv/bin:{os.environ['PATH']}",
        "HOME": str(workspace / "home"),
        "COLUMNS": "120",
        "DO_NOT_TRACK": "1",
        "PREFECT_HOME": str(workspace / "home" / ".prefect"),
        PORT: (workspace / "home" / "port").read_text(),
    }
