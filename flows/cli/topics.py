"""`newsledger topics`: work on the topics under config/topics."""

from __future__ import annotations

import typer

from flows.cli.options import DONE, FLAWED

commands = typer.Typer(help="Work on the topics under config/topics.", no_args_is_help=True)


@commands.command("check", short_help="Run the examples in every topic's file.")
def check_topics() -> None:
    """Run the examples in every topic's file; exit status 1 when one comes out wrong."""
    from flows.checks import check_topic_files

    raise typer.Exit(DONE if check_topic_files() else FLAWED)
