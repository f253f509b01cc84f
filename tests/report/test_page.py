import io
import re

import pytest

from tasks.report.page import Grid, Line, Mark, Piece, heading, hit, line, note, plain, show

HOSTILE = "[bold]Port[/bold] \x1b]0;title\x07 [link=http://x]here[/link] :smile:"


STYLE = re.compile(r"\x1b\[[0-9;]*m")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def on_terminal(*blocks: Line | Grid) -> str:
    out = Terminal()
    show(blocks, out)
    return out.getvalue()


def in_pipe(*blocks: Line | Grid) -> str:
    out = io.StringIO()
    show(blocks, out)
    return out.getvalue()


@pytest.fixture(autouse=True)
def _colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)


def test_a_terminal_without_colours_shows_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert on_terminal(line("on ", hit("strike"))) == "on >>strike<<\n"
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert on_terminal(line("on ", hit("strike"))) == "on >>strike<<\n"


def test_a_hit_is_marked_in_a_pipe() -> None:
    assert in_pipe(line("workers on ", hit("strike"), note(" [rule]"), indent=2)) == "  workers on >>strike<< [rule]\n"


def test_a_hit_is_styled_on_a_terminal() -> None:
    assert "on \x1b[1;30;43mstrike\x1b[0m" in on_terminal(line("on ", hit("strike")))


def test_hostile_text_does_not_act() -> None:
    for text in (in_pipe(line(HOSTILE)), on_terminal(line(HOSTILE)), on_terminal(Grid((HOSTILE,), ((HOSTILE,),)))):
        assert "\x1b]" not in text
        assert "\x07" not in text
        assert "[bold]Port[/bold]" in " ".join(text.split())
        assert ":smile:" in text


def test_a_grid_in_a_pipe_is_aligned() -> None:
    grid = Grid(("topic", "count"), (("strike", "7"), ("migration", "12")), right=frozenset({"count"}))
    assert list(plain([grid])) == ["topic      count", "strike         7", "migration     12"]


def test_a_grid_without_rows_shows_its_columns() -> None:
    assert in_pipe(Grid(("a", "b"), ())) == "a  b\n"


def test_a_heading_stands_apart() -> None:
    assert in_pipe(*heading("Topics")) == "\nTopics\n"


def test_a_line_break_inside_a_piece_makes_no_line() -> None:
    assert in_pipe(line(Piece("one\ntwo", Mark.TITLE))) == "one two\n"


def test_a_grid_that_is_too_wide_shows_rows_one_by_one() -> None:
    columns = tuple(f"a_rather_long_name_{n}" for n in range(20))
    shown = STYLE.sub("", on_terminal(Grid(columns, (tuple(f"v{n}" for n in range(20)),))))
    assert [row.split() for row in shown.splitlines()[1:3]] == [
        ["a_rather_long_name_0", "v0"],
        ["a_rather_long_name_1", "v1"],
    ]
