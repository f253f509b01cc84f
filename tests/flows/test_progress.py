"""Progress of long work."""

from __future__ import annotations

import io
import logging
import re
import sys

import pytest

from flows.progress import progress

LINE = re.compile(r"200 of 1,000 documents done, [\d,]+ a second")


def test_a_log_gets_a_line_a_batch(caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger("newsledger.test")
    with caplog.at_level(logging.INFO, "newsledger.test"), progress("document", log, 1_000) as advance:
        advance(150)
        advance(50)
    assert len(caplog.messages) == 2
    assert LINE.fullmatch(caplog.messages[1])


def test_without_a_total_there_is_none(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO), progress("row", logging.getLogger()) as advance:
        advance(2)
    assert caplog.messages[0].startswith("2 rows done, ")


@pytest.mark.parametrize(
    ("total", "done", "said"),
    [(None, 1, "1 row done, "), (1, 1, "1 of 1 row done, "), (2, 1, "1 of 2 rows done, "), (None, 0, "0 rows done, ")],
)
def test_one_is_singular(total: int | None, done: int, said: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO), progress("row", logging.getLogger(), total) as advance:
        advance(done)
    assert caplog.messages[0].startswith(said)


def test_what_turns_up_on_the_way_comes_on_top(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO), progress("byte", logging.getLogger(), 0) as advance:
        advance(100, 1_000)
        advance(100)
    assert [line.partition(" done")[0] for line in caplog.messages] == ["100 of 1,000 bytes", "200 of 1,000 bytes"]


@pytest.mark.parametrize(("every", "lines"), [(0, 1), (3_600, 0)])
def test_a_silenced_log_leaves_a_sign_of_life_now_and_then(
    every: int, lines: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("flows.progress.EVERY", every)
    log = logging.getLogger("newsledger.silenced")
    log.setLevel(logging.CRITICAL)
    with progress("document", log, 1_000) as advance:
        advance(100)
        advance(100)
    said = capsys.readouterr().err.splitlines()
    assert len(said) == lines
    assert all(LINE.fullmatch(line) for line in said)


def test_without_a_log_nothing_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("flows.progress.EVERY", 0)
    with progress("row") as advance:
        advance(1)
        advance(1)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("total", "shown"), [(1_000, "200/1000"), (None, "200/?")])
def test_a_terminal_shows_a_bar_with_count_total_and_rate(
    total: int | None, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = io.StringIO()
    terminal.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("TERM", "xterm")
    with progress("document", None, total) as advance:
        advance(200)
    said = re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", terminal.getvalue())
    assert shown in said
    assert re.search(r"documents .* [\d,]+ a second", said)
