"""`newsledger entities list`: things with their names, and why these are theirs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TextIO

from schemas.counted import counted
from tasks.link.store import Bearer, Listed
from tasks.report.answer import Answer
from tasks.report.page import line, note, show
from tasks.report.query import Format, write

BARE_SHOWN = 3
COLUMNS = ("entity", "label", "wikidata", "name", "found_as", "alias", "articles", "rule", "line")
NEXT = "docs/entities.md says what the rules are; newsledger entities merge and split put an editor's word above them"
NOTHING = "No article names anything so."


def bare_names(found: Sequence[Listed]) -> list[str]:
    """The surnames and first names among these that stand alone in most articles; a few."""
    articles: Counter[str] = Counter()
    for each in found:
        if each.rule == "bare":
            articles[each.name] += each.articles
    return [name for name, _ in articles.most_common(BARE_SHOWN)]


def write_names(
    found: Sequence[Listed], bearers: Mapping[str, Sequence[Bearer]], out: TextIO, form: Format, limit: int | None
) -> None:
    """Writes names as `newsledger query` writes rows; below, whose the bare ones among them may be."""
    if found or form is not Format.TABLE:
        rows = (tuple(getattr(each, column) for column in COLUMNS) for each in found)
        write(Answer(COLUMNS, iter(rows)), out, form, limit)
    if form is Format.TABLE:
        told = (line(note(_whose(name, bearers[name], found))) for name in bearers)
        show([*told, line(note(NEXT)) if found else line(NOTHING)], out)


def _whose(name: str, bearers: Sequence[Bearer], found: Sequence[Listed]) -> str:
    """What is known of a name that stands without a full one."""
    articles = sum(each.articles for each in found if each.rule == "bare" and each.name == name)
    full = ", ".join(each.name for each in bearers) or "none"
    return (
        f"{name} stands alone in {counted(articles, 'article')}, each apart; full names that end so, most first: {full}"
    )
