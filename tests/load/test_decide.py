"""The rules by which a document ends one way or another."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from schemas.records import Article, Failure, Loaded, Outcome, Removed
from tasks.load.decide import Stored, after, check, content_hash, counts, decide
from tests.load.making import NOON

BEFORE, LATER = NOON - timedelta(hours=1), NOON + timedelta(hours=1)
HELD = Stored(current="b", appeared_at=NOON, known=frozenset("ab"))


@pytest.mark.parametrize(
    ("stored", "text", "fetched_at", "last_here", "outcome"),
    [
        (None, "a", LATER, None, "loaded"),
        (HELD, "b", LATER, None, "unchanged"),
        (HELD, "c", LATER, None, "updated"),
        (HELD, "c", BEFORE, None, "updated"),
        (HELD, "a", LATER, None, "updated"),
        (HELD, "a", BEFORE, None, "unchanged"),
        (HELD, "a", LATER, "a", "unchanged"),
        (replace(HELD, in_run={"a": 0}), "a", LATER, "a", "duplicate"),
        (replace(HELD, in_run={"a": 0}), "b", LATER, None, "unchanged"),
        (replace(HELD, in_run={"a": 0, "b": 1}), "a", LATER, "b", "updated"),
        (replace(HELD, in_run={"a": 1, "b": 0}), "a", LATER, "b", "duplicate"),
        (replace(HELD, in_run={"a": 0}), "a", LATER, "b", "duplicate"),
    ],
)
def test_outcomes(stored: Stored | None, text: str, fetched_at: object, last_here: str | None, outcome: str) -> None:
    decision = decide(stored, text, fetched_at, last_here=last_here)  # type: ignore[arg-type]
    assert decision.outcome == outcome
    assert decision.is_new == (outcome in ("loaded", "updated"))


def test_only_what_was_fetched_together_is_a_duplicate() -> None:
    held = replace(HELD, in_run={"a": 4})
    assert [decide(held, "a", LATER, together=first).outcome for first in (3, 4, 5)] == [
        "duplicate",
        "duplicate",
        "updated",
    ]
    assert after(held, "b", LATER, decide(held, "b", LATER), number=6).in_run == {"a": 4, "b": 6}


def test_of_two_texts_at_once_the_same_one_counts_whichever_comes_first() -> None:
    first = after(after(None, "a", NOON, decide(None, "a", NOON)), "b", NOON, decide(HELD, "c", NOON))
    second = after(None, "b", NOON, decide(None, "b", NOON))
    assert first.current == second.current == "b"
    assert not counts(second, "a", NOON)


@pytest.mark.parametrize(
    ("result", "outcome"),
    [
        (Failure("clean", "no"), "quarantined"),
        (Article(" \n\n "), "dropped"),
        (Article("a\0"), "quarantined"),
        (Article("a", removed=(Removed("\ud800", "x"),)), "quarantined"),
        (Loaded(Outcome.UNCHANGED, "why"), "unchanged"),
    ],
)
def test_what_is_decided_without_the_ledger(result: Article | Failure | Loaded, outcome: str) -> None:
    decision = check(result)
    assert decision is not None
    assert decision.outcome == outcome


def test_an_article_with_text_is_not_decided_without_the_ledger() -> None:
    assert check(Article("Text.")) is None


def test_only_headline_standfirst_and_body_are_the_text() -> None:
    article = Article("Body.", headline="Head", standfirst="Stand")
    same = replace(article, byline="By A", captions=("c",), removed=(Removed("x", "y"),), canonical_url="u")
    assert content_hash(article) == content_hash(same)
    others = [
        Article("Body.", headline="HeadStand"),
        Article("Body.", headline="Head", standfirst=""),
        Article("Body."),
    ]
    assert len({content_hash(each) for each in (article, *others)}) == 4


def test_a_stub_never_takes_the_place_of_a_whole_article() -> None:
    stub, new = decide(HELD, "c", LATER, stub=True), decide(HELD, "c", LATER)
    assert (stub.outcome, new.outcome) == (Outcome.UPDATED, Outcome.UPDATED)
    assert "the whole text stays" in stub.reason
    assert not counts(HELD, "c", LATER, stub=True)
    assert after(HELD, "c", LATER, stub, stub=True).current == "b"
    assert decide(HELD, "a", LATER, stub=True).outcome is Outcome.UNCHANGED


def test_a_whole_article_takes_the_place_of_a_stub_whenever_it_was_fetched() -> None:
    held = replace(HELD, is_stub=True)
    assert counts(held, "c", BEFORE)
    found = after(held, "c", BEFORE, decide(held, "c", BEFORE))
    assert (found.current, found.is_stub) == ("c", False)
    assert counts(held, "c", LATER, stub=True)


def test_a_wall_without_text_is_named() -> None:
    found = check(Article("", kind="stub"))
    assert found is not None
    assert (found.outcome, found.reason) == (
        Outcome.DROPPED,
        "no text is left after cleaning: a paywall or a cookie wall hides it",
    )
