"""`newsledger entities list`: things with their names, and why these are theirs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from tasks.link.store import Listed
from tasks.report.answer import Answer
from tasks.report.page import line, note, show
from tasks.report.query import Format, write

COLUMNS = ("entity", "label", "wikidata", "name", "found_as", "alias", "articles", "rule", "line")
NEXT = "docs/entities.md says what the rules are; newsledger entities merge and split put an editor's word above them"
NOTHING = "No article names anything so."


def write_names(found: Sequence[Listed], out: TextIO, form: Format, limit: int | None) -> None:
    """Writes names as `newsledger query` writes rows."""
    if found or form is not Format.TABLE:
        rows = (tuple(getattr(each, column) for column in COLUMNS) for each in found)
        write(Answer(COLUMNS, iter(rows)), out, form, limit)
    if form is Format.TABLE:
        show([line(note(NEXT)) if found else line(NOTHING)], out)
