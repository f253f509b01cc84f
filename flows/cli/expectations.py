"""`newsledger expectations`: sources that are not as they were, or as their files say."""

from __future__ import annotations

import typer

from flows.cli.options import DONE, FLAWED, Database, use_database

commands = typer.Typer()


@commands.command(short_help="Whether sources bring what is expected of them.")
def expectations(database: Database = None) -> None:
    """Judge the days until yesterday by sources' files and by what was usual; exit status 1 if something is amiss."""
    from flows.expecting import judge_here

    use_database(database)
    raise typer.Exit(DONE if judge_here() else FLAWED)
