"""`newsledger search`: articles by their words."""

from __future__ import annotations

import sys
from datetime import date
from typing import Annotated

import typer

from flows.cli.options import Database, Form, day, use_database
from tasks.report.query import Format

commands = typer.Typer()

SHOWN = 20  # articles on a page
# A word that begins with - is to be left out, so there are no short options here, -h neither.
WORDS_MAY_BEGIN_WITH_MINUS = {"ignore_unknown_options": True, "help_option_names": ["--help"]}


def _word(text: str) -> str:
    if text.startswith("--"):
        raise ValueError(f"there is no option {text!r}")
    return text


Words = Annotated[
    list[str],
    typer.Argument(parser=_word, metavar="WORDS", help='Words, "phrases", begin*, this OR that, -without.'),
]
From = Annotated[date | None, typer.Option(parser=day, metavar="DATE", help="Published on this day or later.")]
To = Annotated[date | None, typer.Option(parser=day, metavar="DATE", help="Published on this day or before.")]


@commands.command(short_help="Find articles by their words.", context_settings=WORDS_MAY_BEGIN_WITH_MINUS)
def search(
    words: Words,
    source: Annotated[str | None, typer.Option(metavar="NAME", help="Only its articles.")] = None,
    topic: Annotated[str | None, typer.Option(metavar="NAME", help="Only articles that have it.")] = None,
    since: Annotated[
        date | None, typer.Option(parser=day, metavar="DATE", help="Published on this day or later.")
    ] = None,
    until: Annotated[
        date | None, typer.Option(parser=day, metavar="DATE", help="Published on this day or before.")
    ] = None,
    form: Form = Format.TABLE,
    limit: Annotated[int | None, typer.Option(min=0, help="At most so many articles; a page shows 20.")] = None,
    database: Database = None,
) -> None:
    """Find articles by the words of headline, standfirst and body, the latest first."""
    from tasks.load.store import open_existing
    from tasks.report.finding import write
    from tasks.report.search_store import Window, search
    from tasks.report.wanted import read

    wanted, window = read(" ".join(words)), Window(source, topic, since, until)
    limit = SHOWN if limit is None and form is Format.TABLE else limit
    with open_existing(use_database(database)) as ledger, search(ledger, wanted, window, limit) as hits:
        write(hits, wanted, sys.stdout, form)
