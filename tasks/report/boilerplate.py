"""`newsledger boilerplate list`: the lines that repeat, and which of them are adopted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from schemas.boilerplate import LearnedLine
from tasks.link.store import Found
from tasks.report.answer import Answer, Row
from tasks.report.page import line, note, show
from tasks.report.query import Format, write

COLUMNS = ("id", "state", "source", "articles", "of", "first_seen", "last_seen", "text")
NEXT = "newsledger boilerplate adopt ID makes one boilerplate of its source, drop ID undoes that; then newsledger retag"
NOTHING = "No line repeats across a source's articles."


def write_lines(
    found: Sequence[Found], adopted: Iterable[LearnedLine], out: TextIO, form: Format, limit: int | None
) -> None:
    """Writes lines as `newsledger query` writes rows; those that are adopted first, seen or not."""
    rows = [*_rows(found, {each.id: each for each in adopted})]
    if rows or form is not Format.TABLE:
        write(Answer(COLUMNS, iter(rows)), out, form, limit)
    if form is Format.TABLE:
        show([line(note(NEXT)) if rows else line(NOTHING)], out)


def _rows(found: Sequence[Found], adopted: dict[str, LearnedLine]) -> Iterator[Row]:
    seen = {each.id: each for each in found}
    for id_, learned in adopted.items():
        if each := seen.get(id_):
            yield _row(each, "adopted")
        else:
            yield id_, "adopted", learned.source, None, None, None, None, learned.text
    yield from (_row(each, "proposed") for each in found if each.id not in adopted)


def _row(each: Found, state: str) -> Row:
    where = each.articles, each.of_articles, each.first_seen_on, each.last_seen_on
    return each.id, state, each.source, *where, each.text


def seen_as_comment(each: Found) -> str:
    """What speaks for a line, in words."""
    days = f", {each.first_seen_on} to {each.last_seen_on}" if each.first_seen_on else ""
    return f"in {each.articles:,} of {each.of_articles:,} articles{days}"
