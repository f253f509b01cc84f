"""`newsledger content-hash`: whether two ledgers say the same."""

from __future__ import annotations

import typer

from flows.cli.options import Database, use_database

commands = typer.Typer()


@commands.command("content-hash", short_help="A hash of all that the ledger says.")
def content_hash(database: Database = None) -> None:
    """A hash of all that the ledger says, and of each view: the same for two ledgers that say the same."""
    from tasks.load.store import open_existing
    from tasks.report.content import hash_content
    from tasks.report.export_store import read_views

    with open_existing(use_database(database)) as ledger, read_views(ledger) as read:
        for each in hash_content(read):
            typer.echo(f"{each.hash}  {each.view} ({each.rows:,})")
