"""`newsledger boilerplate`: lines that a source repeats."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli.options import Database, Form, Limit, use_database
from tasks.report.query import Format

commands = typer.Typer(help="Lines that a source repeats: see, adopt, drop them.", no_args_is_help=True)

Lines = Annotated[list[str], typer.Argument(metavar="ID ...", help="As the list has them.")]


@commands.command("list", short_help="Which lines repeat, and which are adopted.")
def list_boilerplate(
    source: Annotated[str | None, typer.Option(metavar="NAME", help="Only its lines.")] = None,
    form: Form = Format.TABLE,
    limit: Limit = None,
    database: Database = None,
) -> None:
    """Which lines repeat, in how many articles, since when, and which are adopted."""
    from flows.boilerplate import list_lines

    use_database(database)
    list_lines(source, form, limit)


@commands.command("adopt", short_help="Take these out of their source's articles.")
def adopt_boilerplate(ids: Lines, database: Database = None) -> None:
    """Take these out of their source's articles from now on; retag does it to those that are stored."""
    from flows.boilerplate import adopt_lines

    use_database(database)
    adopt_lines(ids)


@commands.command("drop", short_help="Leave these in again.")
def drop_boilerplate(ids: Lines) -> None:
    """Leave these in from now on; retag puts them back into the articles that are stored."""
    from flows.boilerplate import drop_lines

    drop_lines(ids)
