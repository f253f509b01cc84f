"""`newsledger automations`: what a Prefect server does by itself about our runs."""

from __future__ import annotations

import typer

from flows.cli.options import DONE

commands = typer.Typer(help="What a Prefect server does by itself about runs.", no_args_is_help=True)


@commands.callback()
def _group() -> None:
    """What a Prefect server does by itself about runs."""


@commands.command("apply")
def apply_automations() -> None:
    """Bring the automations of config/automations to the server that PREFECT_API_URL names."""
    from flows.local import automate_here

    for name, done in automate_here().items():
        typer.echo(f"{done:<9}  {name}")
    raise typer.Exit(DONE)
