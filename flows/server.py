"""A Prefect server for `newsledger serve` where the user has none: schedules need one that lasts."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from schemas.errors import NewsledgerError

USUAL_PORT = 4200
PATIENCE = 180  # seconds; a first start makes Prefect's database


@contextmanager
def prefect_server() -> Iterator[str | None]:
    """Start a server on loopback that lasts as long as the block, unless Prefect is set up to use another.

    Yields:
        The address of its interface, or None if another is used.

    Raises:
        NewsledgerError: it does not start.
    """
    from prefect.settings import PREFECT_API_URL, get_current_settings, temporary_settings

    if get_current_settings().api.url:
        yield None
        return
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    # In a session of its own, so that Ctrl-C reaches it only through us, after the runs that need it have ended.
    started = subprocess.Popen(  # noqa: S603 - our own words
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        _wait_for(f"{address}/api/health", started)
        with temporary_settings({PREFECT_API_URL: f"{address}/api"}):
            yield address
    finally:
        _end(started)


def _free_port() -> int:
    """Prefect's usual port, if nobody has it, else any."""
    for port in (USUAL_PORT, 0):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise NewsledgerError("no port is free for a Prefect server")


def _wait_for(health: str, started: subprocess.Popen[bytes]) -> None:
    import httpx

    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and started.poll() is None:
        try:
            if httpx.get(health, timeout=5).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.5)
    raise NewsledgerError("a Prefect server could not be started; `prefect server start` says why")


def _end(started: subprocess.Popen[bytes]) -> None:
    for how, seconds in ((signal.SIGTERM, 30), (signal.SIGKILL, 5)):
        try:
            os.killpg(started.pid, how)
            started.wait(seconds)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue
