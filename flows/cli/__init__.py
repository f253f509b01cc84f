"""The `newsledger` command. Each command imports what it needs when it runs, so that `--help` is quick."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from flows.cli import (
    automations,
    boilerplate,
    content,
    entities,
    expectations,
    export,
    loading,
    overrides,
    quarantine,
    reading,
    retention,
    rows,
    search,
    sources,
    topics,
)
from flows.cli.options import DONE, STOPPED, UNUSABLE
from schemas.errors import NewsledgerError
from tasks.report.printable import printable


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
for group in (loading, rows, reading, search, export, content, retention, expectations):
    app.add_typer(group.commands)
for name, group in (
    ("topics", topics),
    ("sources", sources),
    ("override", overrides),
    ("quarantine", quarantine),
    ("boilerplate", boilerplate),
    ("entities", entities),
    ("automations", automations),
):
    app.add_typer(group.commands, name=name)


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
