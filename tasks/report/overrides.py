"""`newsledger override`: what editors have decided, and what that comes to in the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TextIO

from schemas.counted import counted
from tasks.link.overrides import Standing
from tasks.report.answer import Answer, Row
from tasks.report.page import Line, line, note, show
from tasks.report.query import Format, write

COLUMNS = ("line", "state", "articles", "article", "topic", "action", "who", "why")
NEXT = (
    "newsledger explain ARTICLE shows what rules and models say; newsledger override drop ARTICLE TOPIC takes one back"
)
STATES = ("in force", "waiting", "overruled")
NOTHING = "No topic is decided by an editor."


def write_standing(standing: Sequence[Standing], out: TextIO, form: Format, limit: int | None) -> None:
    """Writes decisions as `newsledger query` writes rows, in the order of the file."""
    if standing or form is not Format.TABLE:
        write(Answer(COLUMNS, _rows(standing)), out, form, limit)
    if form is Format.TABLE:
        show([line(note(NEXT)) if standing else line(NOTHING)], out)


def summed_up(standing: Sequence[Standing]) -> Iterator[Line]:
    """What decisions come to, in a line if there are any."""
    if standing:
        states = Counter(map(state, standing))
        listed = ", ".join(f"{states[each]:,} {each}" for each in STATES if states[each])
        yield line(f"Overrides: {listed}")


def _rows(standing: Sequence[Standing]) -> Iterator[Row]:
    for each in standing:
        told = each.override
        yield told.line, state(each), len(each.decided), told.article, told.topic, told.action, told.who, told.why


def state(each: Standing) -> str:
    """What a decision comes to, in a word."""
    if not each.named:
        return "waiting"
    return "in force" if each.decided else "overruled"


def came_to(each: Standing) -> str:
    """What a decision comes to, in a sentence's second half."""
    if not each.named:
        return "it waits: the ledger has no article of that name"
    return f"it counts for {counted(len(each.decided), 'article')} in the ledger"
