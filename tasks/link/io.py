"""The files that commands and people both edit: read, and put in their place as a whole."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from schemas.config import read_edited
from schemas.errors import ConfigError
from tasks.link.decisions import Decisions
from tasks.link.namings import parse

# under the config folder
ADOPTED = Path("boilerplate") / "learned.toml"  # lines that repeat and were adopted
NAMINGS = Path("entities.csv")  # what names stand for


def load_decisions(config_dir: Path) -> Decisions:
    """What editors have decided about names.

    Raises:
        ConfigError: the file is not valid; names file and line.
    """
    path = config_dir / NAMINGS
    return Decisions(parse(read_edited(path), path), config_dir.absolute().parent)


@contextmanager
def edited_alone(folder: Path) -> Iterator[None]:
    """No other command edits files of this config folder meanwhile: the second reads what the first has written.

    Where a file system has no locks, as some networks', they do not wait for each other.
    """
    lock = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def write_edited(path: Path, text: str) -> None:
    """Puts a new text in its place, or leaves what was there.

    Raises:
        ConfigError: it cannot be written.
    """
    new = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(text, encoding="utf-8", newline="")
        new.replace(path)
    except OSError as error:
        raise ConfigError(f"cannot be written: {error.strerror}", path) from error
