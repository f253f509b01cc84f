"""`newsledger entities`: which names are one thing across articles."""

from __future__ import annotations

from typing import Annotated, get_args

import typer

from flows.cli.options import Database, Form, Limit, use_database
from schemas.records import JoinRule, Label
from tasks.report.query import Format

commands = typer.Typer(help="Names across articles: see, merge, split them.", no_args_is_help=True)

LABELS, RULES = ", ".join(get_args(Label)), ", ".join(get_args(JoinRule))
Name = Annotated[str, typer.Argument(metavar="NAME", help="As articles have it, in full.")]
Thing = Annotated[str, typer.Argument(metavar="ENTITY", help="The thing, by the name to show.")]
Kind = Annotated[str, typer.Option(metavar="LABEL", help=f"What the thing is: {LABELS}.")]
FoundAs = Annotated[str | None, typer.Option(metavar="LABEL", help="Only where the name was taken for this.")]
Wikidata = Annotated[str | None, typer.Option(metavar="Q...", help="The thing's Q-number.")]
Note = Annotated[str | None, typer.Option(metavar="TEXT", help="Why, for whoever reads the file.")]


@commands.command("list", short_help="Things with their names, and why these are theirs.")
def list_entities(
    text: Annotated[str, typer.Argument(metavar="[TEXT]", help="Part of one of its names; none: all.")] = "",
    rule: Annotated[str | None, typer.Option(metavar="RULE", help=f"Only names by it: {RULES}.")] = None,
    form: Form = Format.TABLE,
    limit: Limit = None,
    database: Database = None,
) -> None:
    """Things with all names that articles have for them, and why these are theirs."""
    from flows.entities import list_entities

    use_database(database)
    list_entities(text, _one_of(rule, RULES, "rule"), form, limit)  # type: ignore[arg-type]


@commands.command("merge", short_help="A name is this thing, in all articles.")
def merge(
    name: Name,
    entity: Thing,
    label: Kind,
    found_as: FoundAs = None,
    wikidata: Wikidata = None,
    note: Note = None,
    database: Database = None,
) -> None:
    """A name is this thing, in all articles; by its own name, it stays a thing of its own."""
    _decide(database, None, name=name, entity=entity, label=label, found_as=found_as, wikidata=wikidata, note=note)


@commands.command("split", short_help="A name is another thing in one source or article.")
def split(
    name: Name,
    where: Annotated[
        str, typer.Argument(metavar="WHERE", help="A source's name, or an article's URL, path, key or id.")
    ],
    entity: Thing,
    label: Kind,
    found_as: FoundAs = None,
    wikidata: Wikidata = None,
    note: Note = None,
    database: Database = None,
) -> None:
    """A name is another thing in one source or article than elsewhere."""
    said = {"name": name, "entity": entity, "label": label}
    _decide(database, where, **said, found_as=found_as, wikidata=wikidata, note=note)


@commands.command("drop", short_help="Take back what was said of a name.")
def drop(
    name: Name,
    where: Annotated[
        str | None, typer.Argument(metavar="[WHERE]", help="The source or article of a split; none: a merge.")
    ] = None,
    found_as: FoundAs = None,
    database: Database = None,
) -> None:
    """Take back what merge, or split in one source or article, has said of a name; rules have their say again."""
    from flows.entities import drop

    use_database(database)
    drop(name, where, _one_of(found_as, LABELS, "label"))  # type: ignore[arg-type]


@commands.command("link", short_help="Link what is stored by config/entities.csv as it is now.")
def link(database: Database = None) -> None:
    """Link what is stored by config/entities.csv as it is now; every run does."""
    from flows.entities import link

    use_database(database)
    link()


def _decide(database: str | None, where: str | None, **said: str | None) -> None:
    from pydantic import ValidationError

    from flows.entities import decide
    from schemas.entities import Naming
    from schemas.wording import plain

    use_database(database)
    try:
        naming = Naming.model_validate({key: value for key, value in said.items() if value})
    except ValidationError as error:
        first = error.errors()[0]
        raise typer.BadParameter(f"{first['loc'][0]}: {plain(first)}") from error
    decide(naming, where)


def _one_of(given: str | None, valid: str, what: str) -> str | None:
    from schemas.wording import nearest

    if given is not None and given not in valid.split(", "):
        raise typer.BadParameter(f"{given!r} is no {what}{nearest(given, valid.split(', '), f'; they are {valid}')}")
    return given
