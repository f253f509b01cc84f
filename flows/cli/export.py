"""`newsledger export`: views into files."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli.options import Database, use_database
from tasks.report.export import ExportFormat

commands = typer.Typer()


@commands.command(short_help="Write a view, or all of them, into files.")
def export(
    view: Annotated[str, typer.Argument(metavar="VIEW", help="Its name, as in v_articles, or all.")],
    out: Annotated[str, typer.Option(metavar="PATH", help="A file, also .gz; a folder for all; - is standard output.")],
    form: Annotated[ExportFormat | None, typer.Option("--format", help="Left out: what the file's name says.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over files that are there.")] = False,
    database: Database = None,
) -> None:
    """Write every row of a view, or of all views, into files: Parquet, CSV or JSON lines."""
    from flows.export import export_views

    use_database(database)
    export_views(view, form, out, force=force)
