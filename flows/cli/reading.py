"""Commands that look into the ledger."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from flows.cli.options import DONE, FLAWED, Database, Form, Limit, use_database
from tasks.report.explanation import Section
from tasks.report.query import Format

commands = typer.Typer()

Only = Annotated[
    list[Section] | None,
    typer.Option(metavar="SECTION", help=f"This section alone; may be repeated: {', '.join(Section)}."),
]


Topics = Annotated[
    list[str] | None,
    typer.Option("--topic", metavar="KEY", help="All about this topic, given or not; may be repeated."),
]


@commands.command(short_help="Why an article is tagged as it is, and what was removed.")
def explain(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="An id, a URL, a file's path, or a key.")],
    only: Only = None,
    topic: Topics = None,
    history: Annotated[bool, typer.Option("--history", help="Every version, and what changed in it; alone.")] = False,
    database: Database = None,
) -> None:
    """Why an article is tagged as it is, or is not, and what was removed from it."""
    from flows.explain import explain_here, show_history

    if history and (only or topic):
        raise typer.BadParameter("stands alone, without --only and --topic", param_hint="'--history'")
    use_database(database)
    if history:
        show_history(article)
    else:
        explain_here(article, only or (), topic or ())


COMMENT = re.compile(r"--(\s|.*[\r\n])")


class TakesSql(TyperCommand):
    """A command whose statement may begin with a comment, which is no option."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put a space before it, which no statement minds."""
        return super().parse_args(ctx, [f" {each}" if COMMENT.match(each) else each for each in args])


@commands.command(cls=TakesSql)
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

    with open_existing(use_database(database)) as ledger, run_query(ledger, sql) as answer:
        write(answer, sys.stdout, form, limit)


@commands.command(short_help="What the ledger holds, and how the last runs went.")
def status(
    within: Annotated[
        int | None, typer.Option(min=1, metavar="MINUTES", help="Exit status 1, too, when no run has completed since.")
    ] = None,
    database: Database = None,
) -> None:
    """What the ledger holds and how the last runs went; exit status 1 when the last one failed or a source is late."""
    from flows.health import read_health
    from tasks.report.page import show
    from tasks.report.status import render

    longest = None if within is None else timedelta(minutes=within)
    found = read_health(use_database(database), datetime.now(UTC), longest)
    show(render(found), sys.stdout)
    raise typer.Exit(DONE if found.healthy else FLAWED)
