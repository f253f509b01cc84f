"""The answers to queries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from difflib import get_close_matches
from pathlib import Path

from sqlalchemy import URL

from schemas.errors import InputError
from schemas.tables import metadata
from schemas.views import VIEWS
from tasks.load.store import Ledger
from tasks.report import sqlite_query
from tasks.report.answer import Answer, Limits, MissingNameError


@contextmanager
def run_query(ledger: Ledger, sql: str, limits: Limits | None = None) -> Iterator[Answer]:
    """The answer to one reading statement; its rows are read while the context is open.

    Raises:
        InputError: the statement does anything but read, is not valid, or takes too long; one sentence.
    """
    if "\0" in sql or any("\ud800" <= character <= "\udfff" for character in sql):
        raise InputError("the query is not valid: it has characters that are not text")
    try:
        with _ask(ledger.engine.url, sql, limits or Limits()) as answer:
            yield answer
    except MissingNameError as error:
        raise _with_nearest(error) from error


def _ask(address: URL, sql: str, limits: Limits) -> AbstractContextManager[Answer]:
    if address.get_backend_name() == "sqlite":
        return sqlite_query.ask(Path(str(address.database)), sql, limits)
    from tasks.report import postgres_query  # loads PostgreSQL's driver, which most installs never need

    conninfo = address.set(drivername="postgresql").render_as_string(hide_password=False).replace(" ", "%20")
    return postgres_query.ask(conninfo, sql, limits)


def _with_nearest(error: MissingNameError) -> InputError:
    views = [view.name for view in VIEWS]
    near = get_close_matches(error.name.rpartition(".")[2], [*views, *metadata.tables], n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"the views are {', '.join(views)}"
    return InputError(f"{error}; {hint}")
