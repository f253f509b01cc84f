"""What `newsledger boilerplate list` shows."""

from __future__ import annotations

import io
from datetime import date

from schemas.boilerplate import LearnedLine
from tasks.link.store import Found
from tasks.report.boilerplate import seen_as_comment, write_lines
from tasks.report.query import Format

MORNING = Found("a1", "gazette", "Good morning", 6, 7, date(2025, 3, 3), date(2025, 3, 9))
NIGHT = Found("b2", "gazette", "Good night", 5, 7, None, None)


def listed(form: Format, found: list[Found], *adopted: LearnedLine) -> list[str]:
    out = io.StringIO()
    write_lines(found, adopted, out, form, None)
    return out.getvalue().splitlines()


def test_adopted_lines_come_first_with_what_is_known_of_them() -> None:
    ours = LearnedLine(id="b2", source="gazette", text="Good night")
    gone = LearnedLine(id="c3", source="echo", text="Good evening")
    assert listed(Format.CSV, [MORNING, NIGHT], ours, gone) == [
        "id,state,source,articles,of,first_seen,last_seen,text",
        "b2,adopted,gazette,5,7,,,Good night",
        "c3,adopted,echo,,,,,Good evening",
        "a1,proposed,gazette,6,7,2025-03-03,2025-03-09,Good morning",
    ]


def test_a_table_says_what_to_do_next() -> None:
    assert listed(Format.TABLE, [MORNING])[-1].startswith("newsledger boilerplate adopt ID ")


def test_an_empty_list_says_so_in_a_table_and_nothing_to_a_program() -> None:
    assert listed(Format.TABLE, []) == ["No line repeats across a source's articles."]
    assert listed(Format.JSONL, []) == []


def test_what_speaks_for_a_line_in_words() -> None:
    assert seen_as_comment(MORNING) == "in 6 of 7 articles, 2025-03-03 to 2025-03-09"
    assert seen_as_comment(NIGHT) == "in 5 of 7 articles"
