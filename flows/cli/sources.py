"""`newsledger sources`: what is collected."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import DONE, FLAWED, Database, Form, Limit, use_database
from tasks.report.query import Format

commands = typer.Typer(help="What is collected: see, try, add sources.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="As the list has it.")]


@commands.command("list", short_help="Which there are, and how the last look ended.")
def list_sources(form: Form = Format.TABLE, limit: Limit = None, database: Database = None) -> None:
    """The sources under config/sources, and how the last looks at those on the web ended."""
    from flows.sources import list_sources

    use_database(database)
    list_sources(form, limit)


@commands.command("show", short_help="All about one.")
def show_source(name: Name, database: Database = None) -> None:
    """What is configured of a source, and what is known of its feeds, sitemaps and pages."""
    from flows.sources import show_source

    use_database(database)
    show_source(name)


@commands.command("check", short_help="Try each, and say what would happen.")
def check_sources(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME ...]", help="Only these.")] = None,
) -> None:
    """Look at each source, and at one page of those on the web; nothing is stored. Exit status 1 if one fails."""
    from flows.trial import check_sources

    raise typer.Exit(DONE if check_sources(names or []) else FLAWED)


@commands.command("add", short_help="Find a site's feed, and write a source for it.")
def add_source(
    url: Annotated[str, typer.Argument(metavar="URL", help="Of a site, a page or a feed.")],
    name: Annotated[str | None, typer.Option(metavar="NAME", help="What to call it; else after its host.")] = None,
    private_host: Annotated[
        str | None,
        typer.Option("--allow-private-host", metavar="HOST", help="This host may be inside your own network."),
    ] = None,
) -> None:
    """Find a site's feed by what its page says and in the usual places, and write it to config/sources."""
    from flows.sources import add_source

    add_source(url, name, private_host)


@commands.command("import", short_help="Write a source for each feed of an OPML file.")
def import_sources(
    file: Annotated[Path, typer.Argument(metavar="FILE.opml", help="As feed readers export it.")],
) -> None:
    """Write a source for each feed of an OPML file; those that are there stay as they are."""
    from flows.sources import import_sources

    import_sources(file)
