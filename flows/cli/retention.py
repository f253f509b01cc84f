"""`newsledger retention`: texts that were kept long enough."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from flows.cli.options import Database, use_database

commands = typer.Typer()


@commands.command(short_help="Remove texts that were kept long enough.")
def retention(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say how many there are, and do nothing.")] = False,
    database: Database = None,
) -> None:
    """Remove texts and bytes that are older than the retention_days of their sources; what they were about stays."""
    from flows.expiry import expire, expired
    from flows.running import NOBODY, running
    from schemas.counted import counted
    from schemas.settings import settings
    from schemas.sources import load_sources
    from tasks.load.store import open_ledger

    url, now = use_database(database), datetime.now(UTC)
    sources = load_sources(settings().config_folder())
    with open_ledger(url) as ledger:
        for name, ids in expired(ledger, sources, now).items():
            typer.echo(f"{name}: {counted(len(ids), 'article')}")
        if not dry_run:
            with running("retention", ledger, NOBODY):
                done = expire(ledger, sources, settings().raw_folder(), now)
            typer.echo(f"Texts of {counted(done, 'article')} removed.")
