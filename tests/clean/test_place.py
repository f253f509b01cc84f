"""What stands around an article's body."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest

from tasks.clean.folding import fold
from tasks.clean.io import load_rules
from tasks.clean.markup import NO_MARKS, Marks
from tasks.clean.place import Visible, labelled_time, locate, printed_time

RULES = load_rules(Path(__file__).parents[2] / "config")
BODY = "The harbour was closed on Monday after a storm that nobody had forecast."
HEADING = "Storm closes harbour"


def shown(lines: list[str]) -> list[Visible]:
    """The visible blocks of a page that has these lines."""
    marks = [Marks(heading=True) if line == HEADING else NO_MARKS for line in lines]
    return [Visible(line, fold(line), mark, n) for n, (line, mark) in enumerate(zip(lines, marks, strict=True))]


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        ([HEADING, "3 May 2015", BODY], "2015-05-03"),
        (["3 May 2015", HEADING, BODY], "2015-05-03"),
        (["3 May 2015", "News", "Sport", HEADING, BODY], None),
        ([HEADING, BODY, "3 May 2015"], "2015-05-03"),
        ([HEADING, "Updated 4 May 2015", BODY], None),
        ([HEADING, "Last updated 4 May 2015", "3 May 2015", BODY], "2015-05-03"),
        ([HEADING, "It was the first storm there since 3 May 1815.", BODY], None),
        ([HEADING, BODY], None),
    ],
)
def test_printed_time(lines: list[str], day: str | None) -> None:
    place = locate(shown(lines), [BODY])
    assert place is not None
    found = printed_time(place, RULES, UTC)
    assert (found and found.value.isoformat()) == day


def test_a_date_far_away_counts_if_its_line_says_what_it_is() -> None:
    lines = [
        HEADING,
        BODY,
        "Comments",
        "4 May 2015",
        "Updated 5 May 2015",
        "Posted on 3 May 2015",
        "Posted on 2 May 2015",
    ]
    found = labelled_time(shown(lines), RULES, UTC)
    assert found is not None
    assert found.value.isoformat() == "2015-05-03"
    assert labelled_time(shown(lines[:5]), RULES, UTC) is None
    korean = labelled_time(shown(["입력 2026.01.29. 18:40"]), RULES, UTC)
    assert korean is not None
    assert korean.value.isoformat() == "2026-01-29T18:40:00+00:00"
