"""Lines that repeat, in the ledger."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from schemas.records import Removed, Timestamp
from tasks.link.lines import UNRELATED, line_id
from tasks.link.store import Found, find_lines, lines, link_lines
from tasks.load.decide import LoadItem
from tasks.load.store import Ledger
from tests.link.test_lines import LINE, MONDAY, prose
from tests.load.making import NOON, begin, document, load, rows


def issue(number: int, *, source: str = "gazette", line: str = LINE, taken: bool = False) -> LoadItem:
    """A document of its own day and subject, with the line in its body or taken out of it."""
    day = Timestamp(MONDAY + timedelta(days=number), "day", "text")
    removed = (Removed(line, "learned:abc"), Removed("Menu", "html:navigation")) if taken else ()
    body = prose(number) if taken else f"{prose(number)}\n\n{line}"
    return document(number, body, source=source, published_at=day, removed=removed)


def link(ledger: Ledger, *items: LoadItem) -> int:
    run_id = begin(ledger)
    load(ledger, run_id, items)
    return link_lines(ledger, run_id)


def test_the_lines_of_a_source_are_found_and_listed(ledger: Ledger) -> None:
    assert link(ledger, *(issue(n) for n in range(UNRELATED)), issue(20, source="echo")) == 1
    last = date(2025, 3, 2 + UNRELATED)
    expected = Found(line_id("gazette", LINE), "gazette", LINE, UNRELATED, UNRELATED, MONDAY, last)
    assert find_lines(ledger) == find_lines(ledger, "gazette") == [expected]
    assert find_lines(ledger, "echo") == []


def test_what_comes_run_by_run_comes_to_the_same_as_at_once(ledger: Ledger) -> None:
    assert [link(ledger, issue(n)) for n in range(UNRELATED + 1)] == [0] * (UNRELATED - 1) + [1, 1]
    assert [line.articles for line in find_lines(ledger)] == [UNRELATED + 1]


def test_a_run_that_brings_nothing_new_looks_at_no_source(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    items = [issue(n) for n in range(UNRELATED)]
    link(ledger, *items)
    monkeypatch.setattr(lines, "find_repeating", pytest.fail)
    assert link(ledger, *items) == 0
    assert len(find_lines(ledger)) == 1


def test_what_an_adopted_line_took_out_is_counted_and_nothing_else_that_was_removed(ledger: Ledger) -> None:
    link(ledger, *(issue(n, taken=n % 2 == 0) for n in range(UNRELATED + 2)))
    assert [(line.text, line.articles) for line in find_lines(ledger)] == [(LINE, UNRELATED + 2)]


def test_a_corrected_article_is_one_article(ledger: Ledger) -> None:
    first = [issue(n) for n in range(UNRELATED - 1)]
    link(ledger, *first)
    corrected = document(0, f"{prose(30)}\n\n{LINE}", published_at=Timestamp(MONDAY, "day", "text"))
    assert link(ledger, corrected) == 0
    assert rows(ledger, "SELECT max(revisions) FROM v_articles") == [(2,)]


def test_of_a_large_source_the_latest_articles_are_looked_at_and_some_drawn_from_all(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "LATEST", UNRELATED)
    monkeypatch.setattr(lines, "DRAWN", 0)
    link(ledger, *(issue(n, line="Once upon a time" if n < 9 else LINE) for n in range(9 + UNRELATED)))
    assert [(line.text, line.of_articles) for line in find_lines(ledger)] == [(LINE, UNRELATED)]
    monkeypatch.setattr(lines, "DRAWN", 100)
    link(ledger, issue(9 + UNRELATED))
    assert [line.of_articles for line in find_lines(ledger)] == [10 + UNRELATED] * 2


def test_articles_without_a_date_are_the_later_the_later_they_were_fetched(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "LATEST", UNRELATED)
    monkeypatch.setattr(lines, "DRAWN", 0)
    texts = ["Once upon a time"] * 7 + [LINE] * UNRELATED + ["Happily ever after"] * 7
    at = [NOON + timedelta(hours=n if n < 7 + UNRELATED else -n) for n in range(len(texts))]
    link(ledger, *(document(n, f"{prose(n)}\n\n{text}", fetched_at=at[n]) for n, text in enumerate(texts)))
    assert [line.text for line in find_lines(ledger)] == [LINE]


def test_an_article_that_is_very_long_is_not_looked_at(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LONGEST_BODY", 10)
    assert link(ledger, *(issue(n) for n in range(UNRELATED))) == 0
