"""`newsledger override`: an editor's last word on topics."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli.options import Database, Form, Limit, use_database
from tasks.report.query import Format

commands = typer.Typer(help="Say that an article has a topic, or has it not.", no_args_is_help=True)

Article = Annotated[str, typer.Argument(metavar="ARTICLE", help="An id, a URL, a file's path, or a key.")]
Topic = Annotated[str, typer.Argument(metavar="TOPIC", help="Its key, as under config/topics.")]
Who = Annotated[str, typer.Option(metavar="NAME", help="Who decides it.")]
Why = Annotated[str, typer.Option(metavar="TEXT", help="Why.")]


@commands.command("list", short_help="What is decided, and what it comes to.")
def list_overrides(form: Form = Format.TABLE, limit: Limit = None, database: Database = None) -> None:
    """What config/overrides.csv decides, and for how many articles of the ledger it counts."""
    from flows.overrides import list_overrides

    use_database(database)
    list_overrides(form, limit)


@commands.command("add", short_help="The article has the topic.")
def add_topic(article: Article, topic: Topic, who: Who, why: Why, database: Database = None) -> None:
    """The article has the topic, whatever rules and models say; into config/overrides.csv, and at once."""
    from flows.overrides import decide

    use_database(database)
    decide(article, topic, "add", who, why)


@commands.command("remove", short_help="The article has the topic not.")
def remove_topic(article: Article, topic: Topic, who: Who, why: Why, database: Database = None) -> None:
    """The article has the topic not, whatever rules and models say; into config/overrides.csv, and at once."""
    from flows.overrides import decide

    use_database(database)
    decide(article, topic, "remove", who, why)


@commands.command("drop", short_help="Take back what was decided.")
def drop_override(article: Article, topic: Topic, database: Database = None) -> None:
    """Take back what was decided, so that rules and models have their say again; at once."""
    from flows.overrides import drop

    use_database(database)
    drop(article, topic)
