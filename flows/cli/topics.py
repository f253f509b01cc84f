"""`newsledger topics`: work on the topics under config/topics."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli.options import DONE, FLAWED, Database, Form, Limit, use_database
from tasks.report.query import Format

commands = typer.Typer(help="Work on the topics under config/topics.", no_args_is_help=True)

Key = Annotated[str, typer.Argument(metavar="KEY", help="A topic's key, as the list has it.")]


@commands.command("check", short_help="Run the examples in every topic's file.")
def check_topics() -> None:
    """Run the examples in every topic's file; exit status 1 when one comes out wrong."""
    from flows.checks import check_topic_files

    raise typer.Exit(DONE if check_topic_files() else FLAWED)


@commands.command("list", short_help="Each topic with its rules, its model and its version.")
def list_topics(form: Form = Format.TABLE, limit: Limit = None) -> None:
    """Each topic with its rules, its model, and the version that its results are known by."""
    from flows.topic_models import list_topics

    list_topics(form, limit)


@commands.command("learn", short_help="Learn a topic's words from stored articles.")
def learn_topic(key: Key, database: Database = None) -> None:
    """Learn a topic's words from what its rules, and editors, say of stored articles; adopted if it beats the rules."""
    from flows.topic_models import learn_topic

    use_database(database)
    learn_topic(key)


@commands.command("drop", short_help="Let a topic's rules decide alone again.")
def drop_model(key: Key) -> None:
    """Let a topic's rules decide alone again, without what was learned."""
    from flows.topic_models import drop_model

    drop_model(key)
