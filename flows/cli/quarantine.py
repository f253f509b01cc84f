"""`newsledger quarantine`: what could not be loaded."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from flows.cli.options import DONE, FLAWED, Database, Form, Limit, use_database
from schemas.records import Stage
from tasks.report.query import Format

commands = typer.Typer(help="What could not be loaded: see why, and try it again.", no_args_is_help=True)

ID_RANGE = {"min": 1, "max": 2**63 - 1}  # that a database has


@commands.command("list")
def list_quarantine(
    stage: Annotated[Stage | None, typer.Option(help="Only what failed there.")] = None,
    source: Annotated[str | None, typer.Option(metavar="NAME", help="Only what belongs to it.")] = None,
    form: Form = Format.TABLE,
    limit: Limit = None,
    database: Database = None,
) -> None:
    """What waits to be tried again, and why."""
    from tasks.load.store import find_quarantined, open_existing, waiting_ids
    from tasks.report.quarantine import write_list

    with open_existing(use_database(database)) as ledger:
        ids = waiting_ids(ledger, stage=stage, source=source)
        write_list(find_quarantined(ledger, ids), sys.stdout, form, limit, filtered=bool(stage or source))


@commands.command("show")
def show_quarantined(
    number: Annotated[int, typer.Argument(metavar="ID", help="As the list has it.", **ID_RANGE)],
    database: Database = None,
) -> None:
    """Why one waits, how it begins, and what to do about it."""
    from schemas.settings import settings
    from tasks.fetch.again import kept_document
    from tasks.load.store import get_quarantined, open_existing
    from tasks.report.page import show
    from tasks.report.quarantine import render

    with open_existing(use_database(database)) as ledger:
        (found,) = get_quarantined(ledger, [number])
    raw_folder = settings().raw_folder()
    show(render(found, kept_document(found, raw_folder), str(raw_folder)), sys.stdout)


@commands.command("retry", short_help="Try these again, or all that wait.")
def retry_quarantined(
    ids: Annotated[
        list[int] | None, typer.Argument(metavar="[ID ...]", help="As the list has them; none: all.", **ID_RANGE)
    ] = None,
    database: Database = None,
) -> None:
    """Try these, or all that wait, again; exit status 1 when one does not come through."""
    from flows.local import retry_here

    use_database(database)
    raise typer.Exit(DONE if retry_here(ids or []) else FLAWED)


@commands.command("drop", short_help="Wait for these no longer.")
def drop_from_quarantine(
    ids: Annotated[list[int], typer.Argument(metavar="ID ...", help="As the list has them.", **ID_RANGE)],
    database: Database = None,
) -> None:
    """Wait for these no longer; what is known of them, and the bytes that were kept, stay."""
    from tasks.load.store import drop_quarantined, get_quarantined, open_existing

    with open_existing(use_database(database)) as ledger:
        found = {each.id for each in get_quarantined(ledger, ids)}
        drop_quarantined(ledger, found)
    typer.echo(f"{len(found):,} taken out of quarantine")
