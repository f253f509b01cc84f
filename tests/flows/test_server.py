"""A Prefect server of our own is used by all; one of the user's that cannot be used is one sentence, and no run."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from prefect import flow
from prefect.logging import get_run_logger
from prefect.settings import get_current_settings

from flows.server import in_use, prefect_server
from tests.prefects import DATABASE, copy_home

pytestmark = pytest.mark.full

PROJECT = Path(__file__).parents[2]


class Guarded(BaseHTTPRequestHandler):
    """Answers as a server does that wants a password."""

    def do_GET(self) -> None:
        """Refuse."""
        self.send_error(401)

    do_POST = do_GET  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Be quiet."""


@pytest.fixture
def guarded() -> Iterator[int]:
    """The port of a server that refuses everybody."""
    with HTTPServer(("127.0.0.1", 0), Guarded) as server:
        Thread(target=server.serve_forever).start()
        yield server.server_port
        server.shutdown()


@pytest.fixture
def closed() -> int:
    """A port on which nobody listens."""
    with HTTPServer(("127.0.0.1", 0), Guarded) as server:
        return server.server_port


def ingest(folder: Path, port: int) -> subprocess.CompletedProcess[str]:
    own = {
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_HOME": str(folder / "prefect"),
        "NEWSLEDGER_CONFIG_DIR": str(PROJECT / "config"),
    }
    command = [str(Path(sys.executable).with_name("newsledger")), "ingest", str(PROJECT / "samples/twins")]
    return subprocess.run(command, cwd=folder, env=os.environ | own, capture_output=True, text=True, timeout=120)


def test_one_that_does_not_answer(tmp_path: Path, closed: int) -> None:
    done = ingest(tmp_path, closed)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "newsledger: the Prefect server that PREFECT_API_URL names cannot be used: "
        f"Failed to reach API at http://127.0.0.1:{closed}/api/\n"
    )


def test_one_that_wants_a_password(tmp_path: Path, guarded: int) -> None:
    done = ingest(tmp_path, guarded)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "newsledger: the Prefect server that PREFECT_API_URL names answers 401 Unauthorized; "
        "PREFECT_API_AUTH_STRING holds its user:password\n"
    )


def test_our_own_is_used_in_every_thread_as_long_as_it_lasts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread of Prefect's that knows of no server would start one."""
    monkeypatch.setenv("PREFECT_HOME", str(copy_home(tmp_path)))
    used: list[str | None] = []

    def look() -> None:
        used.append(get_current_settings().api.url)

    with prefect_server(schedules=False, meanwhile=lambda: None) as address:
        thread = Thread(target=look)
        thread.start()
        thread.join()
    look()
    assert used == [f"{address}/api", None]


def test_what_a_run_says_last_reaches_our_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Prefect sends it now and then, and for a minute tries to when the server has gone."""
    monkeypatch.setenv("PREFECT_HOME", str(copy_home(tmp_path)))

    @flow
    def leave() -> None:
        get_run_logger().info("The last words")

    with prefect_server(schedules=False, meanwhile=lambda: None):
        leave()
    with closing(sqlite3.connect(tmp_path / DATABASE)) as database:
        said = [message for (message,) in database.execute("SELECT message FROM log")]
    assert "The last words" in said


def test_an_empty_address_that_wins_over_one_in_env_is_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "")
    with in_use("http://127.0.0.1:1/api"):
        pass
    assert os.environ["PREFECT_API_URL"] == ""
