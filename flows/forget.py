"""`newsledger forget`: an article taken down, everywhere."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from flows.progress import progress
from flows.running import NOBODY, running
from schemas.config import read_edited
from schemas.errors import InputError
from schemas.overrides import FILE, parse_overrides
from schemas.records import Cause, Tombstone
from schemas.settings import Settings, settings
from tasks.fetch.raw_erasing import Doomed, erase
from tasks.fetch.raw_store import raw_files
from tasks.fetch.raw_tombstones import remember
from tasks.link.io import load_decisions
from tasks.link.store import count_days, find_standing, link_entities, link_source_lines
from tasks.load.fold import scrubbed
from tasks.load.store import Known, Ledger, find_known, forget_article, open_ledger, scrub
from tasks.report.forgetting import render_forgotten, render_known
from tasks.report.names_store import find_id
from tasks.report.page import show


def forget_here(asked: str, reason: str, *, do: bool) -> bool:
    """Take an article down, or without `do` say what would go. Returns whether nothing of it can be read any more.

    Raises:
        NewsledgerError: no article, or several, have that name, no reason is given, or a file cannot be written.
    """
    reason = " ".join(scrubbed(reason).split())
    if not reason:
        raise InputError("--reason must not be empty: it is what a document that comes again is dropped for")
    config = settings()
    with open_ledger(config.database_url) as ledger:
        known = find_known(ledger, find_id(ledger, asked, Path.cwd()))
        show(render_known(known, _decisions(ledger, known, config)), sys.stdout)
        if not do:
            sys.stdout.write("\nNothing was removed. To remove it for good, say it again with --yes.\n")
            return True
        with running("forget", ledger, NOBODY):
            erased = _erase(config.raw_folder(), known, reason)
            forget_article(ledger, known.article_id, reason, datetime.now(UTC))
            link_entities(ledger, load_decisions(config.config_folder()))
            link_source_lines(ledger, known.source_id)
            count_days(ledger)
        left = scrub(ledger, whole=True)
    show(render_forgotten(erased, left), sys.stdout)
    return not left


def _erase(raw_folder: Path, known: Known, reason: str) -> int:
    """Out of the raw store first: should that fail, the ledger still knows what to look for."""
    now = datetime.now(UTC)
    remember(raw_folder, Tombstone(known.source, Cause.FORGOTTEN, reason, now), known.digests)
    doomed = Doomed(
        frozenset(known.raws.values()),
        frozenset((known.source, uri) for uri in known.places),
        known.kept,
    )
    with progress("file", total=len(raw_files(raw_folder))) as advance:
        return erase(raw_folder, doomed, now, advance=advance)


def _decisions(ledger: Ledger, known: Known, config: Settings) -> list[int]:
    """The lines of config/overrides.csv that name the article."""
    path = config.config_folder() / FILE
    decided = parse_overrides(read_edited(path), path, None)
    standing = find_standing(ledger, decided, path.absolute().parents[1])
    return [each.override.line for each in standing if known.article_id in each.named]
