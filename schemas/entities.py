"""The shape of `config/entities.csv`: what an editor decides about names across articles."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from schemas.config import ConfigModel
from schemas.gazetteer import Word
from schemas.overrides import no_number
from schemas.records import Label

LONGEST, LONGEST_URL = 300, 4_000  # characters of a cell, and of one that may be a URL


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("must be one line, without characters that cannot be seen")
    return text


Cell = Annotated[Word, StringConstraints(max_length=LONGEST), AfterValidator(_printable)]
Where = Annotated[
    Word, StringConstraints(max_length=LONGEST_URL), AfterValidator(_printable), AfterValidator(no_number)
]


class Naming(ConfigModel):
    """One line: a name, in one place or in all articles, is this thing."""

    name: Cell = Field(description="as articles have it, in full; case and accents do not count")
    found_as: Label | None = Field(None, description="only where the name was taken for this; empty: whatever it was")
    where: Where | None = Field(
        None, description="a source's name, or an article's URL, path or key; empty: in all articles"
    )
    entity: Cell = Field(description="the thing, by the name to show")
    label: Label = Field(description="what it is")
    wikidata: Annotated[str, StringConstraints(pattern=r"Q[1-9]\d*")] | None = Field(None, description="its Q-number")
    note: Cell | None = Field(None, description="why, for whoever reads it")


COLUMNS = tuple(Naming.model_fields)
