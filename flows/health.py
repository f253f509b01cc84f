"""How the whole of it is: the ledger, what is configured, and what is kept beside."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from flows.kit import code_version
from schemas.settings import settings
from schemas.sources import load_sources
from tasks.load.store import open_existing
from tasks.report.status import Status
from tasks.report.status_store import read_status


def read_health(database_url: str, now: datetime, within: timedelta | None = None) -> Status:
    """The ledger at a glance, with the sources that are late, and the sizes of what is kept.

    Args:
        database_url: which ledger.
        now: tells what is late.
        within: how long ago a run must have completed; None: that does not matter.

    Raises:
        NewsledgerError: there is no ledger, or a source's file is not valid.
    """
    config = settings()
    with open_existing(database_url) as ledger:
        found = read_status(ledger, now, load_sources(config.config_dir))
    last = found.last_completed_at
    overdue = within is not None and (last is None or now - last > within)
    return replace(found, overdue=overdue, raw_size=_size(config.raw_folder()), newsledger=code_version())


def _size(folder: Path) -> int | None:
    return sum(map(_size_of, folder.rglob("*"))) if folder.is_dir() else None


def _size_of(path: Path) -> int:
    """Of a file; a run may have renamed or removed it meanwhile."""
    try:
        return path.stat().st_size if path.is_file() else 0
    except FileNotFoundError:
        return 0
