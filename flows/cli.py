"""The `newsledger` command. Each command imports what it needs when it runs, so that `--help` is quick."""

from __future__ import annotations

import os
import signal
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from schemas.errors import NewsledgerError
from schemas.records import Stage
from tasks.report.explanation import Section
from tasks.report.printable import printable
from tasks.report.query import Format

# Exit statuses: all went well; it was done, but something in it is bad; nothing could be done; the user broke it off.
DONE, FLAWED, UNUSABLE, STOPPED = 0, 1, 2, 130


class Plain(TyperGroup):
    """Commands whose usage errors are in the user's terms alone."""

    def invoke(self, ctx: Any) -> Any:
        """Leave out what pydantic, which reads the options, puts before every error."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = error.message.removeprefix("Value error, ")
            raise


app = typer.Typer(
    name="newsledger",
    cls=Plain,
    help="News copy in, tagged rows out, and every row can say why it is there.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
topics = typer.Typer(help="Work on the topics under config/topics.", no_args_is_help=True)
app.add_typer(topics, name="topics")
quarantine = typer.Typer(help="What could not be loaded: see why, and try it again.", no_args_is_help=True)
app.add_typer(quarantine, name="quarantine")
boilerplate = typer.Typer(help="Lines that a source repeats: see, adopt, drop them.", no_args_is_help=True)
app.add_typer(boilerplate, name="boilerplate")

Database = Annotated[str | None, typer.Option("--database", metavar="URL", help="Instead of NEWSLEDGER_DATABASE_URL.")]
Rows = Annotated[str, typer.Argument(metavar="IN.jsonl", help="JSON lines, plain or .gz; - is standard input.")]
Results = Annotated[str, typer.Argument(metavar="OUT.jsonl", help="JSON lines, plain or .gz; - is standard output.")]
Form = Annotated[Format, typer.Option("--format", help="How rows are written.")]
Limit = Annotated[int | None, typer.Option(min=0, help="At most so many rows; a table shows 100.")]
Lines = Annotated[list[str], typer.Argument(metavar="ID ...", help="As the list has them.")]
ID_RANGE = {"min": 1, "max": 2**63 - 1}  # that a database has


def _day(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day in NEWSLEDGER_TIMEZONE
    except ValueError as error:
        raise ValueError(f"{text!r} is not a day; write it as 2025-10-15") from error


Since = Annotated[
    date | None,
    typer.Option(parser=_day, metavar="DATE", help="Drop articles published before this day; undated ones stay."),
]
Until = Annotated[
    date | None,
    typer.Option(parser=_day, metavar="DATE", help="Drop articles published after this day; undated ones stay."),
]
Only = Annotated[
    list[Section] | None,
    typer.Option(metavar="SECTION", help=f"This section alone; may be repeated: {', '.join(Section)}."),
]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(version("newsledger"))
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print it.")] = False,
) -> None:
    """News copy in, tagged rows out, and every row can say why it is there."""


@app.command()
def ingest(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH ...]", help="Files, folders, globs, or - ; none: the configured sources."),
    ] = None,
    source: Annotated[str | None, typer.Option(metavar="NAME", help="Whose documents they are.")] = None,
    since: Since = None,
    until: Until = None,
    database: Database = None,
) -> None:
    """Fetch, clean, tag and load: the main job."""
    from flows.local import ingest_here

    _use_database(database)
    raise typer.Exit(DONE if ingest_here(inputs or [], source, since, until) else FLAWED)


@app.command(short_help="Clean alone: JSON lines in, articles out.")
def clean(rows: Rows, results: Results) -> None:
    """Clean alone: {id, url?, html} or {id, text} -> {id, headline, standfirst, authors, body, ..., removed}."""
    from flows.rows import clean_rows

    raise typer.Exit(FLAWED if clean_rows(rows, results) else DONE)


@app.command(short_help="Tag alone: JSON lines of articles in, tags out.")
def tag(rows: Rows, results: Results) -> None:
    """Tag alone: {id, headline, standfirst?, body} -> {id, mentions, entities, topics, quotes, figures}."""
    from flows.rows import tag_rows

    raise typer.Exit(FLAWED if tag_rows(rows, results) else DONE)


@app.command(short_help="Why an article is tagged as it is, and what was removed.")
def explain(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="An id, a URL, or a file's path.")],
    only: Only = None,
    database: Database = None,
) -> None:
    """Why an article is tagged as it is, and what was removed from it."""
    from tasks.load.store import open_existing
    from tasks.report.explain import explain as render
    from tasks.report.io import explain_article
    from tasks.report.page import show

    with open_existing(_use_database(database)) as ledger:
        show(render(explain_article(ledger, article, Path.cwd()), only or ()), sys.stdout)


@app.command()
def query(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="One statement that reads; docs/queries.md has examples.")],
    form: Form = Format.TABLE,
    limit: Limit = None,
    database: Database = None,
) -> None:
    """Read the ledger with SQL; nothing can be changed."""
    from tasks.load.store import open_existing
    from tasks.report.io import run_query
    from tasks.report.query import write

    with open_existing(_use_database(database)) as ledger, run_query(ledger, sql) as answer:
        write(answer, sys.stdout, form, limit)


@app.command(short_help="What the ledger holds, and how the last runs went.")
def status(database: Database = None) -> None:
    """What the ledger holds and how the last runs went; exit status 1 when the last one failed."""
    from tasks.load.store import open_existing
    from tasks.report.io import read_status
    from tasks.report.page import show
    from tasks.report.status import render

    with open_existing(_use_database(database)) as ledger:
        found = read_status(ledger, datetime.now(UTC))
    show(render(found), sys.stdout)
    raise typer.Exit(DONE if found.healthy else FLAWED)


@app.command(short_help="Bring the ledger up to this newsledger's schema.")
def migrate(database: Database = None) -> None:
    """Bring the ledger up to the schema of this newsledger, as the next run would; nothing is loaded."""
    from tasks.load.store import migrate_ledger

    before, after = migrate_ledger(_use_database(database))
    changed = f"was brought from schema {before} to {after}" if before != after else f"is at the newest schema, {after}"
    typer.echo(f"The ledger {changed}.")


@app.command(short_help="Ingest on a schedule, in this process.")
def serve(
    every: Annotated[int, typer.Option(min=1, metavar="MINUTES", help="How often to ingest.")] = 15,
    inputs: Annotated[list[str] | None, typer.Argument(metavar="[PATH ...]", help="As for ingest.")] = None,
    database: Database = None,
) -> None:
    """Ingest on a schedule, in this process and without a work pool, until it is stopped."""
    from flows.local import serve_here

    _use_database(database)
    serve_here(inputs or [], every)


@app.command(short_help="Clean and tag stored articles again by what is active now.")
def retag(
    source: Annotated[str | None, typer.Option(metavar="NAME", help="Only its articles.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say how many there are, and do nothing.")] = False,
    database: Database = None,
) -> None:
    """Clean and tag again what other rules, topics or models were the last to do; exit status 1 if some cannot be."""
    from flows.local import retag_here

    _use_database(database)
    raise typer.Exit(DONE if retag_here(source, dry_run=dry_run) else FLAWED)


@topics.command("check", short_help="Run the examples in every topic's file.")
def check_topics() -> None:
    """Run the examples in every topic's file; exit status 1 when one comes out wrong."""
    from flows.checks import check_topic_files

    raise typer.Exit(DONE if check_topic_files() else FLAWED)


@quarantine.command("list")
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

    with open_existing(_use_database(database)) as ledger:
        ids = waiting_ids(ledger, stage=stage, source=source)
        write_list(find_quarantined(ledger, ids), sys.stdout, form, limit, filtered=bool(stage or source))


@quarantine.command("show")
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

    with open_existing(_use_database(database)) as ledger:
        (found,) = get_quarantined(ledger, [number])
    raw_folder = settings().raw_folder()
    show(render(found, kept_document(found, raw_folder), str(raw_folder)), sys.stdout)


@quarantine.command("retry", short_help="Try these again, or all that wait.")
def retry_quarantined(
    ids: Annotated[
        list[int] | None, typer.Argument(metavar="[ID ...]", help="As the list has them; none: all.", **ID_RANGE)
    ] = None,
    database: Database = None,
) -> None:
    """Try these, or all that wait, again; exit status 1 when one does not come through."""
    from flows.local import retry_here

    _use_database(database)
    raise typer.Exit(DONE if retry_here(ids or []) else FLAWED)


@quarantine.command("drop", short_help="Wait for these no longer.")
def drop_from_quarantine(
    ids: Annotated[list[int], typer.Argument(metavar="ID ...", help="As the list has them.", **ID_RANGE)],
    database: Database = None,
) -> None:
    """Wait for these no longer; what is known of them, and the bytes that were kept, stay."""
    from tasks.load.store import drop_quarantined, get_quarantined, open_existing

    with open_existing(_use_database(database)) as ledger:
        found = {each.id for each in get_quarantined(ledger, ids)}
        drop_quarantined(ledger, found)
    typer.echo(f"{len(found):,} taken out of quarantine")


@boilerplate.command("list", short_help="Which lines repeat, and which are adopted.")
def list_boilerplate(
    source: Annotated[str | None, typer.Option(metavar="NAME", help="Only its lines.")] = None,
    form: Form = Format.TABLE,
    limit: Limit = None,
    database: Database = None,
) -> None:
    """Which lines repeat, in how many articles, since when, and which are adopted."""
    from flows.boilerplate import list_lines

    _use_database(database)
    list_lines(source, form, limit)


@boilerplate.command("adopt", short_help="Take these out of their source's articles.")
def adopt_boilerplate(ids: Lines, database: Database = None) -> None:
    """Take these out of their source's articles from now on; retag does it to those that are stored."""
    from flows.boilerplate import adopt_lines

    _use_database(database)
    adopt_lines(ids)


@boilerplate.command("drop", short_help="Leave these in again.")
def drop_boilerplate(ids: Lines) -> None:
    """Leave these in from now on; retag puts them back into the articles that are stored."""
    from flows.boilerplate import drop_lines

    drop_lines(ids)


def main() -> None:
    """Run the command line: what a user can cause becomes one sentence on standard error."""
    # So that what was started is ended, as after Ctrl-C: by itself, SIGTERM would leave Prefect's server running.
    signal.signal(signal.SIGTERM, _stop)
    try:
        app()
    except NewsledgerError as error:
        print(f"newsledger: {printable(str(error))}", file=sys.stderr)  # noqa: T201 - a command line prints
        raise SystemExit(UNUSABLE) from None
    except KeyboardInterrupt:
        raise SystemExit(STOPPED) from None
    except BrokenPipeError:
        # The reader has gone (`| head`). Python would complain once more when it flushes standard output at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(DONE) from None


def _stop(number: int, _: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _use_database(url: str | None) -> str:
    """Make `--database` the setting. By the environment: a password in a flow's parameters would be shown."""
    from schemas.settings import settings

    if url:
        os.environ["NEWSLEDGER_DATABASE_URL"] = url
    return settings().database_url
