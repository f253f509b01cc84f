"""The rules by which a document ends one way or another."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from schemas.records import Article, Failure, Loaded, Outcome, Removed
from tasks.load.decide import Appearance, Stored, after, check, content_hash, decide
from tasks.load.places import Sight
from tests.load.making import NOON

BEFORE, LATER = NOON - timedelta(hours=1), NOON + timedelta(hours=1)
HELD = Stored("b", {"a": Appearance(NOON - timedelta(minutes=30)), "b": Appearance(NOON)})


@pytest.mark.parametrize(
    ("stored", "text", "fetched_at", "sight", "outcome"),
    [
        (None, "a", LATER, Sight(), "loaded"),
        (HELD, "b", LATER, Sight(), "unchanged"),
        (HELD, "c", LATER, Sight(), "updated"),
        (HELD, "c", BEFORE, Sight(), "updated"),
        (HELD, "a", LATER, Sight(), "updated"),
        (HELD, "a", BEFORE, Sight(), "unchanged"),
        (HELD, "a", NOON, Sight(), "unchanged"),
        (HELD, "a", LATER, Sight(here="b", overtaken=True), "unchanged"),
        (HELD, "a", LATER, Sight(here="a"), "unchanged"),
        (HELD, "a", LATER, Sight(here="a", met=True), "duplicate"),
        (HELD, "a", LATER, Sight(elsewhere=True), "unchanged"),
        (HELD, "a", LATER, Sight(elsewhere=True, met=True), "duplicate"),
        (HELD, "a", LATER, Sight(here="b", elsewhere=True, met=True), "updated"),
        (HELD, "b", LATER, Sight(elsewhere=True), "unchanged"),
    ],
)
def test_outcomes(stored: Stored | None, text: str, fetched_at: datetime, sight: Sight, outcome: str) -> None:
    decision = decide(stored, text, fetched_at, sight=sight)
    assert decision.outcome == outcome
    assert decision.is_new == (outcome in ("loaded", "updated"))


def met(stored: Stored | None, text: str, fetched_at: datetime, *, stub: bool = False) -> Stored:
    """What is held after a document of which nobody knows where it was seen."""
    return after(stored, text, fetched_at, decide(stored, text, fetched_at, stub=stub), stub=stub)


def test_of_two_texts_at_once_the_same_one_counts_whichever_comes_first() -> None:
    assert met(met(None, "a", NOON), "b", NOON) == met(met(None, "b", NOON), "a", NOON)
    assert met(met(None, "b", NOON), "a", NOON).current == "b"


@pytest.mark.parametrize("times", [(BEFORE, BEFORE, BEFORE), (BEFORE, NOON - timedelta(minutes=1), NOON)])
def test_a_run_that_is_overtaken_in_mid_file_is_none_the_less_the_one_that_knows_when(
    times: tuple[datetime, ...],
) -> None:
    alone = overtaken = None
    for text, fetched_at in zip("bac", times, strict=True):
        alone = met(alone, text, fetched_at)
    for text in "ba":  # another run fetched it later, and is the first to store these two
        overtaken = met(overtaken, text, LATER)
    for text, fetched_at in zip("bac", times, strict=True):
        overtaken = met(overtaken, text, fetched_at)
    assert overtaken == alone


def test_that_an_earlier_text_had_been_there_before_another_is_nothing_new() -> None:
    returned = met(met(met(None, "a", BEFORE), "b", NOON), "a", LATER)
    assert returned.current == "a"
    assert met(returned, "a", NOON - timedelta(minutes=1)) == returned


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
    assert met(HELD, "c", LATER, stub=True).current == "b"
    assert decide(HELD, "a", LATER, stub=True).outcome is Outcome.UNCHANGED


def test_a_whole_article_takes_the_place_of_a_stub_whenever_it_was_fetched() -> None:
    stubs = Stored("b", {"b": Appearance(NOON, is_stub=True)})
    assert met(stubs, "c", BEFORE).current == "c"
    assert met(stubs, "c", LATER, stub=True).current == "c"


def test_a_stub_may_follow_a_stub_and_a_whole_text_stays_whole_though_its_page_looks_like_a_wall() -> None:
    stubs = Stored("b", {"b": Appearance(NOON, is_stub=True)})
    assert "differs" in decide(stubs, "c", LATER, stub=True).reason
    held = Stored("b", {"a": Appearance(BEFORE), "b": Appearance(LATER)})
    assert met(held, "b", NOON, stub=True) == Stored("b", {"a": Appearance(BEFORE), "b": Appearance(NOON)})


def test_a_stub_that_another_stub_has_followed_is_not_the_current_one() -> None:
    stubs, sight = Stored("b", {"b": Appearance(BEFORE, is_stub=True)}), Sight(here="b", overtaken=True)
    decision = decide(stubs, "c", NOON, sight=sight, stub=True)
    assert after(stubs, "c", NOON, decision, sight=sight, stub=True).current == "b"


def test_where_its_place_shows_another_text_by_now_a_late_one_says_nothing_of_when_it_returned() -> None:
    returned = Stored("b", {"a": Appearance(NOON), "b": Appearance(LATER)})
    sight = Sight(here="b", overtaken=True)
    decision = decide(returned, "a", BEFORE, sight=sight)
    assert decision.outcome is Outcome.UNCHANGED
    assert after(returned, "a", BEFORE, decision, sight=sight) == returned


def test_a_text_that_cleaning_anew_has_made_current_stays_so_though_another_would_outrank_it() -> None:
    renewed = Stored("a", {"a": Appearance(NOON), "b": Appearance(NOON)})
    assert met(renewed, "c", BEFORE).current == "a"
    assert met(renewed, "c", LATER, stub=True).current == "a"
    assert met(renewed, "a", BEFORE).current == "a"
    assert met(renewed, "c", LATER).current == "c"


def test_a_wall_without_text_is_named() -> None:
    found = check(Article("", kind="stub"))
    assert found is not None
    assert (found.outcome, found.reason) == (
        Outcome.DROPPED,
        "no text is left after cleaning: a paywall or a cookie wall hides it",
    )
