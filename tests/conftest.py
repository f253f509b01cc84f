"""What every test may ask for: a ledger on each database, and Prefect."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import settings

from flows.prefect_here import OFFLINE, QUIET
from flows.server import in_use
from tasks.load.store import Ledger, open_ledger
from tests.databases import MISSING, Server, emptied, postgresql_server
from tests.prefects import copy_home, running_server

settings.register_profile("newsledger", deadline=None)  # no test measures time
settings.load_profile("newsledger")

LONG_ID = 60  # characters
ON_EACH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.full)]


def pytest_configure() -> None:
    """What a shell starts in the background ignores Ctrl-C, and so would all that the tests start and break off."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """A long text is called by its beginning: some are pages, and one would fill the screen."""
    if isinstance(val, str | bytes) and len(val) > LONG_ID:
        return f"{argname}: {val[:LONG_ID]!r}"
    return None


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A PostgreSQL server; without one the test is skipped, and in CI it fails."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with postgresql_server(worker) as found:
        if found is None:
            (pytest.fail if os.environ.get("CI") else pytest.skip)(MISSING)
        yield found


@pytest.fixture(scope="session")
def migrated_postgresql(server: Server) -> str:
    """The URL of a migrated database; to be emptied before use."""
    url = server.new_database()
    open_ledger(url).close()
    return url


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database, to be copied."""
    path = tmp_path_factory.mktemp("template") / "ledger.db"
    open_ledger(f"sqlite:///{path}").close()
    return path


@pytest.fixture(params=ON_EACH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database in which nothing is yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.db'}"
    postgresql: Server = request.getfixturevalue("server")
    return postgresql.new_database()


@pytest.fixture(params=ON_EACH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a ledger in which nothing is stored yet."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_sqlite"), tmp_path / "ledger.db")
        return f"sqlite:///{tmp_path / 'ledger.db'}"
    url: str = request.getfixturevalue("migrated_postgresql")
    with open_ledger(url) as opened:
        emptied(opened)
    return url


@pytest.fixture
def ledger(database_url: str) -> Iterator[Ledger]:
    """An open ledger in which nothing is stored yet, on each database."""
    with open_ledger(database_url) as opened:
        yield opened


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Prefect server that schedules nothing, as Prefect's settings want it."""
    with running_server(copy_home(tmp_path_factory.mktemp("server"))) as address:
        yield address


@pytest.fixture(scope="module")
def prefect(prefect_server: str) -> Iterator[str]:
    """All runs of a module, and what they start, use that server; its address."""
    with patch.dict(os.environ, OFFLINE | QUIET), in_use(prefect_server):
        yield prefect_server


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Skipping a whole database must not go unseen."""
    skipped = terminalreporter.stats.get("skipped", [])
    if any(MISSING in str(report.longrepr) for report in skipped):
        terminalreporter.write_line(MISSING, red=True, bold=True)
