"""Commands that fill the ledger or change it."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli.options import DONE, FLAWED, Database, Since, Until, use_database

commands = typer.Typer()


@commands.command()
def ingest(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PATH|URL ...]",
            help="Files, folders, globs, URLs of archives, - ; none: the configured sources.",
        ),
    ] = None,
    source: Annotated[str | None, typer.Option(metavar="NAME", help="Whose documents they are.")] = None,
    since: Since = None,
    until: Until = None,
    soon: Annotated[bool, typer.Option("--soon", help="Also what is not due yet of sources on the web.")] = False,
    group: Annotated[str | None, typer.Option(metavar="NAME", help="Only configured sources of this group.")] = None,
    database: Database = None,
) -> None:
    """Fetch, clean, tag and load: the main job."""
    from flows.local import ingest_here

    use_database(database)
    raise typer.Exit(DONE if ingest_here(inputs or [], source, since, until, soon=soon, group=group) else FLAWED)


@commands.command(short_help="Clean and tag stored articles again by what is active now.")
def retag(
    source: Annotated[str | None, typer.Option(metavar="NAME", help="Only its articles.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say how many there are, and do nothing.")] = False,
    back: Annotated[bool, typer.Option("--back", help="Let count again what did before the last retag.")] = False,
    database: Database = None,
) -> None:
    """Clean and tag again what other rules, topics or models were the last to do; exit status 1 if some cannot be."""
    from flows.local import retag_here
    from flows.switching import go_back

    use_database(database)
    if back:
        if source or dry_run:
            raise typer.BadParameter("--back goes with no other option: it takes back the last retag as a whole")
        go_back()
        return
    raise typer.Exit(DONE if retag_here(source, dry_run=dry_run) else FLAWED)


@commands.command(short_help="Remove an article for good.")
def forget(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="An id, a URL, a file's path, or a key.")],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why: what it is dropped for when it comes again.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without this, only say what would go.")] = False,
    database: Database = None,
) -> None:
    """Remove an article's text, bytes and tags for good, and don't take it in again; exit status 1 if some is left."""
    from flows.forget import forget_here

    use_database(database)
    raise typer.Exit(DONE if forget_here(article, reason, do=yes) else FLAWED)


@commands.command(short_help="Overwrite what was deleted.")
def scrub(database: Database = None) -> None:
    """Overwrite what was deleted in the ledger's files, as forget does; exit status 1 if some is left."""
    from tasks.load.store import open_existing, scrub

    with open_existing(use_database(database)) as ledger:
        left = scrub(ledger, whole=True)
    typer.echo(left or "Overwritten.")
    raise typer.Exit(FLAWED if left else DONE)


@commands.command(short_help="Make the ledger anew from the raw store.")
def replay(
    into: Annotated[str, typer.Option(metavar="URL", help="An empty database; it is made if it is a SQLite file.")],
    database: Database = None,
) -> None:
    """Fill an empty database from the raw store, with what cleans and tags now; the old one may be lost."""
    from flows.local import replay_here

    use_database(database)
    raise typer.Exit(DONE if replay_here(into) else FLAWED)


@commands.command(short_help="Run on a schedule, in this process.")
def serve(
    every: Annotated[
        int | None, typer.Option(min=1, metavar="MINUTES", help="How often to ingest, instead of as prefect.yaml says.")
    ] = None,
    inputs: Annotated[list[str] | None, typer.Argument(metavar="[PATH ...]", help="Only these, as for ingest.")] = None,
    database: Database = None,
) -> None:
    """Run what prefect.yaml says when it says it, in this process and without a work pool, until it is stopped."""
    from flows.local import serve_here

    use_database(database)
    serve_here(inputs or [], every)


@commands.command(short_help="Bring the ledger up to this newsledger's schema.")
def migrate(
    reader: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Make a role of PostgreSQL that reads the views, and nothing else."),
    ] = None,
    database: Database = None,
) -> None:
    """Bring the ledger up to the schema of this newsledger, as the next run would; nothing is loaded."""
    from tasks.link.store import count_days
    from tasks.load.store import make_reader, migrate_ledger, open_existing

    before, after = migrate_ledger(use_database(database))
    changed = f"was brought from schema {before} to {after}" if before != after else f"is at the newest schema, {after}"
    typer.echo(f"The ledger {changed}.")
    with open_existing(use_database(database)) as ledger:
        count_days(ledger)
        if reader is not None:
            make_reader(ledger, reader)
    if reader is not None:
        typer.echo(f"{reader} may read the views, and nothing else. Its password is given in psql: \\password {reader}")
