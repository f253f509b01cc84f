"""The command line in this process, as a user sees it: exit status, standard output, standard error."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pytest

from flows.cli import main
from schemas.settings import settings

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class CommandLine:
    """The command line in this process, in a folder that has a ledger."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        """The exit status, and what was printed."""
        self.monkeypatch.setattr(sys, "argv", ["newsledger", *arguments])
        self.capsys.readouterr()
        with patch.dict(os.environ), pytest.raises(SystemExit) as ended:  # `--database` makes itself the setting
            main()
        return int(ended.value.code or 0), *self.capsys.readouterr()

    def waiting(self) -> dict[str, dict[str, object]]:
        """What is in quarantine, by its place in desk/."""
        status, out, _ = self("quarantine", "list", "--format", "jsonl")
        assert status == 0
        found = [json.loads(line) for line in out.splitlines()]
        return {row["place"].removeprefix(f"{self.folder}/desk/"): row for row in found}

    def select(self, sql: str, database: str = "newsledger.db") -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.folder / database)) as connection:
            return connection.execute(sql).fetchall()


@pytest.fixture
def newsledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[CommandLine]:
    """With the settings of every test here, so that rules and model are read once."""
    for name in [name for name in os.environ if name.startswith("NEWSLEDGER_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("NEWSLEDGER_CONFIG_DIR", str(ROOT / "config"))
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()
    yield CommandLine(tmp_path, monkeypatch, capsys)
    settings.cache_clear()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own that a run fills, and `grow` makes larger."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], capture_output=True).returncode:
        pytest.skip("a small disk can only be mounted by root")
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)  # a server may be about to close its files there


def resize(disk: Path, kilobytes: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={kilobytes}k", disk], check=True)
