"""`newsledger explain --history`: versions as they are stored, and as they are shown."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from schemas.errors import InputError
from schemas.records import Article, Processor, Tags
from tasks.load.store import Ledger
from tasks.report.changes import Version
from tasks.report.history import history
from tasks.report.history_store import read_versions
from tasks.report.page import plain
from tests.load.making import NOON, document, load_run, some_tags

URI = "file:///inbox/0.txt"
VERSION = Version(1, False, NOON, "Harbour shut", None, "Crews [b]walked[/b] out.", Tags(), frozenset())


def load(ledger: Ledger, *bodies: str) -> None:
    for number, body in enumerate(bodies):
        load_run(ledger, [[document(0, body, uri=URI, fetched_at=NOON + timedelta(days=number))]], some_tags)


def test_versions_come_with_what_was_found_in_each(ledger: Ledger) -> None:
    load(ledger, "Anna sailed", "Bert sailed", "Anna sailed")
    first, second = read_versions(ledger, URI, Path("/"))
    assert [(each.number, each.is_current, each.body) for each in (first, second)] == [
        (1, True, "Anna sailed"),
        (2, False, "Bert sailed"),
    ]
    assert (first.appeared_at, second.appeared_at) == (NOON + timedelta(days=2), NOON + timedelta(days=1))
    assert [each.tags for each in (first, second)] == [
        some_tags(Article(body)) for body in ("Anna sailed", "Bert sailed")
    ]
    assert Processor("figures", "1", "a") in {Processor(*made) for made in first.made_by}


def test_nobody_has_versions_that_is_not_there(ledger: Ledger) -> None:
    with pytest.raises(InputError, match="no article 'file:///nowhere'"):
        read_versions(ledger, "file:///nowhere", Path("/"))


def test_the_page_says_what_changed() -> None:
    newer = replace(
        VERSION,
        number=2,
        is_current=True,
        appeared_at=NOON + timedelta(hours=1),
        headline="Harbour open",
        body="Crews [b]walked[/b] back in. All is well.",
        made_by=frozenset({("figures", "1", "a")}),
    )
    shown = "\n".join(plain(history([VERSION, newer])))
    assert shown.splitlines()[1:5] == [
        "Headlines",
        "  2026-03-01 12:00:00Z  Harbour shut",
        "  2026-03-01 13:00:00Z  Harbour open",
        "",
    ]
    assert "Version 2, the current one" in shown
    assert "sentence changed\n    - Crews [b]walked[/b] out.\n    + Crews [b]walked[/b] back in.\n" in shown
    assert "sentence added\n    + All is well.\n" in shown
    assert "figures not compared" in shown
    assert "names not compared" not in shown


def test_one_version_has_nothing_before_it() -> None:
    shown = list(plain(history([VERSION])))
    assert shown[1:3] == ["Headlines", "  2026-03-01 12:00:00Z  Harbour shut"]
    assert shown[-2:] == ["Version 1", "  2026-03-01 12:00:00Z  3 words"]
