"""What stands around an article's body."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest

from tasks.clean.folding import fold
from tasks.clean.io import load_rules
from tasks.clean.markup import NO_MARKS, Marks
from tasks.clean.place import Visible, locate, printed_time

RULES = load_rules(Path(__file__).parents[2] / "config")
BODY = "The harbour was closed on Monday after a storm that nobody had forecast."
HEADING = "Storm closes harbour"


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        ([HEADING, "3 May 2015", BODY], "2015-05-03"),
        (["3 May 2015", HEADING, BODY], "2015-05-03"),
        (["3 May 2015", "News", "Sport", HEADING, BODY], None),
        ([HEADING, BODY, "Posted on 3 May 2015"], "2015-05-03"),
        ([HEADING, BODY, "3 May 2015"], "2015-05-03"),
        ([HEADING, BODY, "Comments", "Share", "More", "Posted on 3 May 2015"], None),
        ([HEADING, "Updated 4 May 2015", BODY], None),
        ([HEADING, "Last updated 4 May 2015", "3 May 2015", BODY], "2015-05-03"),
        ([HEADING, "It was the first storm there since 3 May 1815.", BODY], None),
        ([HEADING, BODY], None),
    ],
)
def test_printed_time(lines: list[str], day: str | None) -> None:
    shown = [Visible(line, fold(line), Marks(heading=True) if line == HEADING else NO_MARKS) for line in lines]
    place = locate(shown, [BODY])
    assert place is not None
    found = printed_time(place, RULES, UTC)
    assert (found and found.value.isoformat()) == day
