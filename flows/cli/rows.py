"""Stages alone: JSON lines in, JSON lines out."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli.options import DONE, FLAWED

commands = typer.Typer()

Rows = Annotated[str, typer.Argument(metavar="IN.jsonl", help="JSON lines, plain or .gz; - is standard input.")]
Results = Annotated[str, typer.Argument(metavar="OUT.jsonl", help="JSON lines, plain or .gz; - is standard output.")]


@commands.command(short_help="Clean alone: JSON lines in, articles out.")
def clean(rows: Rows, results: Results) -> None:
    """Clean alone: {id, url?, html} or {id, text} -> {id, headline, standfirst, authors, body, ..., removed}."""
    from flows.rows import clean_rows

    raise typer.Exit(FLAWED if clean_rows(rows, results) else DONE)


@commands.command(short_help="Tag alone: JSON lines of articles in, tags out.")
def tag(rows: Rows, results: Results) -> None:
    """Tag alone: {id, headline, standfirst?, body, language?} -> {id, mentions, entities, topics, quotes, figures}."""
    from flows.rows import tag_rows

    raise typer.Exit(FLAWED if tag_rows(rows, results) else DONE)
