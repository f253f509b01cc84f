"""What docker-compose.yml describes, started natively: the same commands and environment, without a container engine.

Names of services become ports on loopback, and paths inside the image become folders of the test. Nothing else differs,
but for the pauses at which Prefect looks for work, which are shorter.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
import yaml
from sqlalchemy import create_engine, make_url, text

from tests.databases import MISSING, _free_port, _programs, _unprivileged, _wait_for

PROJECT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
PATIENCE = 240  # seconds; busy cores
PASSWORD = "WordForTheTest7"  # noqa: S105 - it is looked for where no password may be
SOONER = {
    "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "2",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_LOOP_SECONDS": "2",
    "PREFECT_WORKER_QUERY_SECONDS": "2",
    "PREFECT_RUNNER_POLL_FREQUENCY": "2",
}
Found = TypeVar("Found")
Row = dict[str, Any]


def compose() -> dict[str, Any]:
    """docker-compose.yml, its variables filled in."""
    given = {"NEWSLEDGER_DB_PASSWORD": PASSWORD}

    def fill(variable: re.Match[str]) -> str:
        return given.get(variable["name"]) or variable["default"] or ""

    said = (PROJECT / "docker-compose.yml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(re.sub(r"\$\{(?P<name>\w+)(?::-(?P<default>[^}]*)|[^}]*)\}", fill, said))
    return found


@dataclass
class Topology:
    """The services that run, and how they are asked."""

    folder: Path
    config_dir: Path
    ports: dict[str, int]
    services: dict[str, dict[str, Any]]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def api(self) -> str:
        """Prefect's."""
        return f"http://127.0.0.1:{self.ports['server']}/api"

    @property
    def ledger(self) -> str:
        """Its URL, as the worker has it."""
        return self.environment("worker")["NEWSLEDGER_DATABASE_URL"]

    def environment(self, service: str, **more: str) -> dict[str, str]:
        """What a service's processes see."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "NEWSLEDGER_"))}
        own = {name: self._here(str(value)) for name, value in self.services[service]["environment"].items()}
        image = {"PATH": f"{BIN}:{os.environ['PATH']}", "DO_NOT_TRACK": "1"}
        image["PREFECT_HOME"] = str(self.folder / service / "prefect")
        return {**kept, **image, "NEWSLEDGER_CONFIG_DIR": str(self.config_dir), **SOONER, **own, **more}

    def start(self, service: str, name: str | None = None, **more: str) -> subprocess.Popen[bytes]:
        """Start a service in the background, in a process group of its own."""
        (self.folder / service / "prefect").mkdir(parents=True, exist_ok=True)  # as the Dockerfile does
        environment = self.environment(service, PREFECT_WORKER_WEBSERVER_PORT=str(_free_port()), **more)
        with self.log(name or service).open("ab") as log:
            started = subprocess.Popen(
                self.command(service), cwd=PROJECT, env=environment, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.running[name or service] = started
        return started

    def command(self, service: str) -> list[str]:
        """What the compose file has it run."""
        return [self._here(word) for word in self.services[service]["command"]]

    def run(self, service: str, *command: str, status: int = 0) -> str:
        """Run a command to its end, as that service would."""
        done = subprocess.run(
            command or self.command(service), cwd=PROJECT, env=self.environment(service),
            capture_output=True, text=True, timeout=PATIENCE,
        )  # fmt: skip
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout

    def kill(self, name: str, how: signal.Signals = signal.SIGKILL) -> None:
        """End a service with all that it started, as when its container ends."""
        ended = self.running.pop(name)
        if _group_lives(ended.pid):
            os.killpg(ended.pid, how)
        ended.wait(60)

    def kill_all(self, worker: str) -> None:
        """A worker with its runs, as when its container ends: Prefect starts each in a session of its own."""
        self.kill(worker)
        for process in self.flow_processes():
            os.kill(process, signal.SIGKILL)

    def flow_processes(self) -> list[int]:
        """The processes that run a flow."""
        mark, found = f":{self.ports['database']}/newsledger".encode(), []
        for path in Path("/proc").glob("[0-9]*"):
            try:
                if b"prefect.engine" in (path / "cmdline").read_bytes() and mark in (path / "environ").read_bytes():
                    found.append(int(path.name))
            except OSError:  # it has ended, or is not ours
                continue
        return found

    def log(self, name: str) -> Path:
        """What a service wrote."""
        return self.folder / f"{name}.log"

    def post(self, path: str, body: Row) -> Any:
        """Ask Prefect's API."""
        return httpx.post(f"{self.api}/{path}", json=body, timeout=30).raise_for_status().json()

    def flow_runs(self, *states: str, deployment: str = "ingest") -> list[Row]:
        """The runs of a deployment in one of these states, the earliest first."""
        asked: Row = {"deployments": {"name": {"any_": [deployment]}}, "sort": "EXPECTED_START_TIME_ASC"}
        asked["flow_runs"] = {"state": {"type": {"any_": list(states)}}}
        found: list[Row] = self.post("flow_runs/filter", asked)
        return found

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the ledger."""
        engine = create_engine(make_url(self.ledger))
        try:
            with engine.connect() as connection:
                return [tuple(row) for row in connection.execute(text(sql))]
        finally:
            engine.dispose()

    def eventually(self, look: Callable[[], Found], what: str, patience: float = PATIENCE) -> Found:
        """What `look` finds, as soon as it finds something."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            try:
                if found := look():
                    return found
            except httpx.HTTPError:  # it is down, or not up yet
                pass
            time.sleep(0.5)
        logs = "\n".join(f"--- {path.name}\n{path.read_text()[-2_500:]}" for path in self.folder.glob("*.log"))
        pytest.fail(f"in {patience} seconds: no {what}\n{logs}")

    def schedule(self, seconds: int) -> None:
        """Have ingest run that often: a quarter of an hour is long to wait for."""
        every = ("--interval", str(seconds), "--replace", "-y")
        self.run("deploy", "prefect", "deployment", "schedule", "create", "ingest/ingest", *every)

    def serve(self) -> None:
        """Start Prefect's server, and wait until it answers."""
        self.start("server")
        self.eventually(lambda: httpx.get(f"{self.api}/health").json(), "healthy server")

    def start_database(self) -> None:
        """Start PostgreSQL over what is there."""
        programs, folder, user = _programs(), self.folder / "postgresql", _unprivileged()
        assert programs
        options = ["listen_addresses=127.0.0.1", f"unix_socket_directories={folder}"]
        run = [str(programs / "postgres"), "-D", str(folder / "data"), "-p", str(self.ports["database"])]
        run += [word for option in options for word in ("-c", option)]
        with self.log("database").open("ab") as log:
            self.running["database"] = subprocess.Popen(run, user=user, stdout=log, stderr=log, start_new_session=True)
        _wait_for(self._url("postgres"))

    def make_database(self) -> None:
        """What PostgreSQL's image does at its first start: a user with a password, a database, and the scripts."""
        programs, folder, user = _programs(), self.folder / "postgresql", _unprivileged()
        assert programs
        own = self.services["database"]["environment"]
        folder.mkdir()
        (folder / "password").write_text(own["POSTGRES_PASSWORD"])
        if user:
            for path in (folder, folder / "password"):
                shutil.chown(path, user, user)
            self.folder.chmod(0o711)
        make = [str(programs / "initdb"), "-D", str(folder / "data"), "-U", own["POSTGRES_USER"], "-A", "scram-sha-256"]
        make += ["--pwfile", str(folder / "password"), "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run(make, user=user, check=True, stdout=subprocess.DEVNULL, cwd=folder)
        self.start_database()
        scripts = [compose()["configs"][each["source"]]["content"] for each in self.services["database"]["configs"]]
        engine = create_engine(make_url(self._url("postgres")), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in (f"CREATE DATABASE {own['POSTGRES_DB']}", *scripts):
                connection.execute(text(statement))
        engine.dispose()

    def _url(self, database: str) -> str:
        own = self.services["database"]["environment"]
        user = f"{own['POSTGRES_USER']}:{own['POSTGRES_PASSWORD']}"
        return f"postgresql+psycopg://{user}@127.0.0.1:{self.ports['database']}/{database}"

    def _here(self, said: str) -> str:
        for inside, here in (
            ("@database:5432/", f"@127.0.0.1:{self.ports['database']}/"),
            ("//server:4200/", f"//127.0.0.1:{self.ports['server']}/"),
            ("/var/lib/newsledger", str(self.folder / "var")),
        ):
            said = said.replace(inside, here)
        return {"0.0.0.0": "127.0.0.1", "4200": str(self.ports["server"])}.get(said, said)  # noqa: S104


@contextmanager
def topology(
    folder: Path, sources: dict[str, str], soon: dict[str, dict[str, str]] | None = None
) -> Iterator[Topology]:
    """PostgreSQL, Prefect's server, and what `deploy` registers; no worker yet.

    Args:
        folder: for all that they keep.
        sources: files of config/sources by their names.
        soon: words of files of config/automations, by their names, and what to put in their place.
    """
    if not _programs():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(MISSING)
    config_dir = folder / "config"
    shutil.copytree(PROJECT / "config", config_dir, ignore=shutil.ignore_patterns("sources"))
    (config_dir / "sources").mkdir()
    for name, said in sources.items():
        (config_dir / "sources" / f"{name}.toml").write_text(said, encoding="utf-8")
    for name, changes in (soon or {}).items():
        path = config_dir / "automations" / f"{name}.toml"
        for old, new in changes.items():
            assert old in path.read_text(encoding="utf-8")
            path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    ports = {"database": _free_port(), "server": _free_port()}
    made = Topology(folder, config_dir, ports, compose()["services"])
    with ExitStack() as stack:
        stack.callback(_end_all, made)
        made.make_database()
        made.serve()
        made.run("deploy")
        yield made


def _end_all(made: Topology) -> None:
    for name in sorted(made.running, key=("worker", "server", "database").count):
        made.kill(name, signal.SIGTERM if name != "database" else signal.SIGQUIT)
    for group in [each.pid for each in made.running.values()]:
        if _group_lives(group):
            os.killpg(group, signal.SIGKILL)


def _group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
