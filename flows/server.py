"""A Prefect server of our own, for those who have none.

Prefect would start one itself, but one that schedules nothing, and that Ctrl-C on a terminal ends before the run that
needs it, which then waits for it in vain.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from schemas.errors import NewsledgerError

USUAL_PORT = 4200
API_URL = "PREFECT_API_URL"
PATIENCE = 180  # seconds; a first start makes Prefect's database
HAND_OVER_SECONDS = 10
# In memory, as they are by default, a server that ends in mid-run would forget who holds the deployment's one slot, and
# cancel every later run for ever. On disk they run out, after five minutes.
LEASES = {"PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem"}


@contextmanager
def prefect_server(*, schedules: bool, meanwhile: Callable[[], object]) -> Iterator[str | None]:
    """Start a server on loopback that lasts as long as the block, unless Prefect is set up to use another.

    Args:
        schedules: whether it starts what is due; then it takes Prefect's usual port if that is free.
        meanwhile: what to do while it starts.

    Yields:
        The address of its interface, or None if another is used.

    Raises:
        NewsledgerError: it does not start, or the other cannot be used.
    """
    from prefect.settings import get_current_settings

    if get_current_settings().api.url:
        check_other()
        meanwhile()
        yield None
        return
    with own_server(schedules=schedules, meanwhile=meanwhile) as address, in_use(f"{address}/api"):
        try:
            yield address
        finally:
            _hand_over()


@contextmanager
def own_server(*, schedules: bool, meanwhile: Callable[[], object]) -> Iterator[str]:
    """The same, whatever Prefect is set up to use; it is used by those who are told of it.

    Raises:
        NewsledgerError: it does not start.
    """
    port = _free_port(USUAL_PORT, 0) if schedules else _free_port(0)
    address = f"http://127.0.0.1:{port}"
    started = _start(port, () if schedules else ("--no-services",))
    try:
        meanwhile()
        _wait_for(f"{address}/api/health", started)
        yield address
    finally:
        _end(started)


@contextmanager
def in_use(api: str) -> Iterator[None]:
    """Every thread uses that server as long as the block lasts, those of Prefect's own among them.

    `temporary_settings` would be seen by this thread alone: the one that forwards what processes have to say would
    start another server, which takes seconds, and tell that.
    """
    from prefect.context import refresh_global_settings_context

    before = os.environ.get(API_URL)  # it may be empty, which wins over an address in .env
    os.environ[API_URL] = api
    refresh_global_settings_context()
    try:
        yield
    finally:
        os.environ.pop(API_URL, None)
        if before is not None:
            os.environ[API_URL] = before
        refresh_global_settings_context()


def _hand_over() -> None:
    """Let Prefect send what it has yet to say, which it would try for a minute when the server has gone."""
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    for sender in (APILogWorker, EventsWorker):
        sender.drain_all(timeout=HAND_OVER_SECONDS)


def check_other() -> None:
    """Prefect itself would end in a traceback.

    Raises:
        NewsledgerError: the server that Prefect is set up to use cannot be used.
    """
    import httpx
    from prefect.client.orchestration import get_client

    other = "the Prefect server that PREFECT_API_URL names"
    try:
        with get_client(sync_client=True) as client:
            client.raise_for_api_version_mismatch()
    except httpx.HTTPStatusError as error:
        refused = f"{other} answers {error.response.status_code} {error.response.reason_phrase}"
        raise NewsledgerError(f"{refused}; PREFECT_API_AUTH_STRING holds its user:password") from error
    except RuntimeError as error:
        raise NewsledgerError(f"{other} cannot be used: {error}") from error


def _start(port: int, options: tuple[str, ...]) -> subprocess.Popen[bytes]:
    leash = [sys.executable, "-m", "flows.leash", str(os.getpid())]  # it ends with us, even if we are killed
    return subprocess.Popen(  # noqa: S603 - our own words
        [*leash, "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port), *options],
        env=LEASES
        | {"PREFECT_SERVER_UI_API_URL": f"http://127.0.0.1:{port}/api"}
        | os.environ,  # pages ask it, not 4200
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C reaches it only through us, after the run that needs it has ended
    )


def _free_port(*wanted: int) -> int:
    """The first of these that nobody has; 0 is any."""
    for port in wanted:
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
            if httpx.get(health, timeout=5, trust_env=False).is_success:  # no proxy leads to this machine
                return
        except httpx.TransportError:
            pass
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
