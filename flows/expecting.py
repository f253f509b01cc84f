"""Sources beside what is expected of them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from flows.progress import Log
from schemas.settings import settings
from schemas.sources import Source, load_sources
from tasks.link.store import Breach, judge_sources
from tasks.load.store import Ledger, open_existing
from tasks.report.expectations import render, said
from tasks.report.page import line, show


def judge_logged(ledger: Ledger, sources: Sequence[Source], log: Log, *, due: bool) -> list[Breach]:
    """Judges them, if that is `due` or in any case, and warns of all that is open."""
    found = judge_sources(ledger, sources, datetime.now(UTC), due=due)
    for each in found:
        log.warning("not as expected: %s", said(each))
    return found


def judge_here() -> bool:
    """Judge the configured sources and print what is open. Returns whether nothing is.

    Raises:
        NewsledgerError: a source's file is not valid, or there is no ledger, or it cannot be written.
    """
    config = settings()
    sources = load_sources(config.config_folder())
    with open_existing(config.database_url) as ledger:
        found = judge_sources(ledger, sources, datetime.now(UTC))
    show(render(found) if found else [line("All sources are as expected, as far as that can be told.")], sys.stdout)
    return not found
