"""What commands share: their options, and their exit statuses."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import typer

from tasks.report.query import Format

# Exit statuses: all went well; it was done, but something in it is bad; nothing could be done; the user broke it off.
DONE, FLAWED, UNUSABLE, STOPPED = 0, 1, 2, 130


def day(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day in NEWSLEDGER_TIMEZONE
    except ValueError as error:
        raise ValueError(f"{text!r} is not a day; write it as 2025-10-15") from error


Database = Annotated[str | None, typer.Option("--database", metavar="URL", help="Instead of NEWSLEDGER_DATABASE_URL.")]
Form = Annotated[Format, typer.Option("--format", help="How rows are written.")]
Limit = Annotated[int | None, typer.Option(min=0, help="At most so many rows; a table shows 100.")]
Since = Annotated[
    date | None,
    typer.Option(parser=day, metavar="DATE", help="Drop articles published before this day; undated ones stay."),
]
Until = Annotated[
    date | None,
    typer.Option(parser=day, metavar="DATE", help="Drop articles published after this day; undated ones stay."),
]


def use_database(url: str | None) -> str:
    """Make `--database` the setting. By the environment: a password in a flow's parameters would be shown."""
    from schemas.settings import settings, use_instead

    return (use_instead(database_url=url) if url else settings()).database_url
