"""Editors' decisions, in the ledger and its views."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from schemas.overrides import Override
from schemas.records import Article, Key, Tags
from tasks.link.store import count_days, find_standing, link_overrides
from tasks.link.store import overrides as store
from tasks.load.store import Ledger, open_ledger
from tests.link.test_overrides import ROOT, decision
from tests.load.making import begin, document, load, rows, some_tags
from tests.load.public import public_rows

URL = "https://coast.example/queue"
TOPICS = "SELECT headline, topic, score, evidence, decided_by, decided_why FROM v_article_topics ORDER BY 1, 2"
DAILY = "SELECT source, topic, articles, of_articles FROM v_topic_daily ORDER BY 1, 2"


def tag(article: Article) -> Tags:
    """What walks out is about strikes."""
    return some_tags(article) if "walk" in article.body else Tags()


def stored(ledger: Ledger, bodies: Sequence[str], **parts: Any) -> None:
    """Articles of a file each, by their numbers."""
    items = [document(n, body, uri=f"file:///desk/{n}.txt", headline=str(n), **parts) for n, body in enumerate(bodies)]
    load(ledger, begin(ledger), items, tag)


def link(ledger: Ledger, *overrides: Override) -> list[int]:
    """How many articles each decides."""
    numbered = [each.model_copy(update={"line": line}) for line, each in enumerate(overrides, 2)]
    return [len(each.decided) for each in link_overrides(ledger, numbered, ROOT)]


def test_decisions_win_in_every_view_and_can_be_taken_back(ledger: Ledger) -> None:
    stored(ledger, ["Crews walk out.", "Crews walk on.", "Rain."])
    before = public_rows(ledger)
    remove, add = decision("1.txt", action="remove"), decision("2.txt")
    agree, other = decision("0.txt"), decision("2.txt", topic="housing")
    assert link(ledger, remove, add, agree, other) == [1, 1, 1, 1]
    assert rows(ledger, TOPICS) == [
        ("0", "strike", 3.0, 1, "Ada", "because"),
        ("2", "housing", None, 0, "Ada", "because"),
        ("2", "strike", None, 0, "Ada", "because"),
    ]
    count_days(ledger)
    assert rows(ledger, DAILY) == [("gazette", "housing", 1, 3), ("gazette", "strike", 2, 3)]
    assert rows(ledger, "SELECT headline FROM v_untagged") == [("1",)]
    assert rows(ledger, "SELECT headline, topic, action, name, score FROM v_overrides ORDER BY 1, 2") == [
        ("0", "strike", "add", "0.txt", 3.0),
        ("1", "strike", "remove", "1.txt", 3.0),
        ("2", "housing", "add", "2.txt", None),
        ("2", "strike", "add", "2.txt", None),
    ]
    assert rows(ledger, "SELECT count(*) FROM article_topics") == [(2,)]
    assert link(ledger) == []
    assert public_rows(ledger) == before


def test_a_decision_waits_for_its_article_and_then_counts(ledger: Ledger) -> None:
    waiting = decision("0.txt", action="remove")
    assert link(ledger, waiting) == [0]
    stored(ledger, ["Crews walk out."])
    assert rows(ledger, TOPICS) == [("0", "strike", 3.0, 1, None, None)]
    assert link(ledger, waiting) == [1]
    assert rows(ledger, TOPICS) == []


def test_a_decision_outlives_the_text_it_was_made_on(ledger: Ledger) -> None:
    stored(ledger, ["Crews walk out."])
    link(ledger, decision("0.txt", action="remove"), decision("0.txt", topic="housing"))
    stored(ledger, ["Crews walk out again."])
    assert rows(ledger, "SELECT revisions FROM v_articles") == [(2,)]
    assert [row[1] for row in rows(ledger, TOPICS)] == ["housing"]


def test_stubs_are_no_more_counted_than_before(ledger: Ledger) -> None:
    stored(ledger, ["Rain."], kind="stub")
    link(ledger, decision("0.txt"))
    count_days(ledger)
    assert rows(ledger, DAILY) == rows(ledger, "SELECT headline FROM v_untagged") == []
    assert [row[1] for row in rows(ledger, TOPICS)] == ["strike"]


def test_an_address_names_whoever_has_it(ledger: Ledger) -> None:
    keyed = [
        document(0, "A.", keys=[Key("guid", "7"), Key("url", URL)], headline="0"),
        document(1, "B.", keys=[Key("guid", "7")], source="echo", headline="1"),
        document(2, "C.", canonical_url=URL, source="desk", headline="2"),
    ]
    load(ledger, begin(ledger), keyed)
    overrides = [decision(URL, 2), decision("echo guid:7", 3), decision("guid:8", 4)]
    named = [len(each.named) for each in find_standing(ledger, overrides, ROOT)]
    assert named == [2, 1, 0]


def test_what_is_so_already_is_not_written(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(ledger, ["Rain."])
    link(ledger, decision("0.txt"))
    monkeypatch.setattr(store, "_store", lambda *_: pytest.fail("writes"))
    assert link(ledger, decision("0.txt")) == [1]
    with pytest.raises(pytest.fail.Exception):
        link(ledger, decision("0.txt", action="remove"))


def test_many_decisions_are_looked_up_at_once(ledger: Ledger) -> None:
    stored(ledger, ["Rain."])
    assert sum(link(ledger, *(decision(f"{n}.txt") for n in range(3_000)))) == 1


LINES = st.lists(
    st.builds(
        decision,
        st.sampled_from(["0.txt", "file:///desk/0.txt", "1.txt", "2.txt", "3.txt"]),
        action=st.sampled_from(["add", "remove"]),
        topic=st.sampled_from(["strike", "traffic"]),
    ),
    max_size=6,
)


@given(lines=LINES, bodies=st.permutations(["Crews walk out.", "Rain.", "Snow."]), cuts=st.lists(st.integers(0, 3)))
@settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_it_makes_no_difference_when_decisions_and_articles_come(
    tmp_path: Path, migrated_sqlite: Path, lines: list[Override], bodies: list[str], cuts: list[int]
) -> None:
    """Run by run with decisions linked between, or all at once at the end: the same ledger."""
    lines = [each.model_copy(update={"line": line}) for line, each in enumerate(lines, 2)]
    found = []
    for name, portions in (("a", cuts), ("b", [])):
        shutil.copy(migrated_sqlite, tmp_path / name)
        with open_ledger(f"sqlite:///{tmp_path / name}") as ledger:
            for size in portions:
                stored(ledger, bodies[:size])
                link_overrides(ledger, lines[: size + 2], ROOT)
            stored(ledger, bodies)
            link_overrides(ledger, lines, ROOT)
            found.append(public_rows(ledger))
    assert found[0] == found[1]
