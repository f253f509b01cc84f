"""A folder with a configuration of its own sources, in which the command runs as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
COMMAND = Path(sys.executable).with_name("newsledger")


def make_desk(folder: Path, *sources: str) -> Path:
    """The configuration of the checkout, but with these sources alone."""
    (folder / "config" / "sources").mkdir(parents=True)
    for part in (ROOT / "config").iterdir():
        if part.name != "sources":
            (folder / "config" / part.name).symlink_to(part)
    for number, source in enumerate(sources):
        (folder / "config" / "sources" / f"{number}.toml").write_text(source, encoding="utf-8")
    return folder


def environment(**more: str) -> dict[str, str]:
    """Without the settings of whoever runs the tests."""
    return {name: value for name, value in os.environ.items() if not name.startswith("NEWSLEDGER_")} | more


def newsledger(desk: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """The command, with these variables set."""
    return subprocess.run(
        [str(COMMAND), *arguments], cwd=desk, env=environment(**more), capture_output=True, text=True, timeout=600
    )
