"""Names and keys in the form in which they are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.load.fold import LONGEST, accents, bounded, fold, scrubbed, uri_hash


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("François Hollande", "FRANCOIS  HOLLANDE"),
        ("Lech Wałęsa", "Lech Walesa"),
        ("Søren", "soren"),
        ("O’Brien", "O'Brien"),
        ("Jean–Claude", "Jean-Claude"),
        ("François", "Franc\u0327ois"),
        ("Straße", "STRASSE"),
    ],
)
def test_names_that_differ_by_accents_case_or_typography_fold_to_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Dover", "Deal"), ("हिन्दी", "हन्द"), ("P&O", "PO")])
def test_other_names_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(min_size=1))
def test_a_folded_name_is_never_empty_and_stays_as_it_is(name: str) -> None:
    assert fold(name)
    assert fold(fold(name)) == fold(name)


def test_accents_are_counted() -> None:
    assert [accents(name) for name in ("Francois", "François", "Élysée", "Wałęsa", "O’Brien")] == [0, 1, 2, 2, 0]


@given(st.text())
def test_an_index_can_hold_whatever_is_bounded(text: str) -> None:
    assert len(bounded(text * 100)) <= LONGEST


def test_bounded_keeps_long_texts_apart() -> None:
    assert bounded("x" * 999 + "a") != bounded("x" * 999 + "b")
    assert bounded("short") == "short"


def test_what_no_database_stores_is_replaced() -> None:
    assert scrubbed("a\0b\ud800c") == "a\ufffdb?c"
    assert len(uri_hash("\ud800")) == 32
