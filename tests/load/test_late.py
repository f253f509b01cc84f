"""Documents that are stored later than others that were fetched after them. Pure: nothing is stored here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tasks.load.batch import Candidate, judge
from tasks.load.decide import Stored, content_hash
from tasks.load.places import Places
from tests.load.making import NOON, document

Fetched = tuple[int, str, str]  # seconds after noon, place, text; a text in brackets is a stub
SECONDS = st.integers(0, 12)


def current(fetched: Iterable[Fetched]) -> str | None:
    """The text that counts when these are stored one after the other."""
    places, held, texts = Places({}, {}), dict[int, Stored](), dict[str, str]()
    for number, (second, place, text) in enumerate(fetched):
        kind = "stub" if text.startswith("(") else "article"
        item = document(number, text, uri=place, kind=kind, fetched_at=NOON + timedelta(seconds=second))
        hashed = content_hash(item.result)  # type: ignore[arg-type]
        texts[hashed] = text
        (judged,) = judge([Candidate(0, item, item.result, 1, hashed, (1, place))], held, places)  # type: ignore[arg-type]
        held[1] = judged.now
    return texts[held[1].current or ""]


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=6), st.data())
@settings(max_examples=100)
def test_what_a_place_showed_counts_in_whatever_order_it_is_stored(shown: list[str], data: st.DataObject) -> None:
    fetched = [(second, "page", text) for second, text in enumerate(shown)]
    assert current(data.draw(st.permutations(fetched))) == shown[-1]


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=5), st.sets(st.integers(0, 5)), st.data())
@settings(max_examples=100)
def test_so_it_does_with_walls_between_if_no_text_returns(
    whole: list[str], walls: set[int], data: st.DataObject
) -> None:
    texts = sorted(whole)
    for place in sorted(walls):
        texts.insert(place, f"({place % 2})")
    fetched = [(second, "page", text) for second, text in enumerate(texts)]
    assert current(data.draw(st.permutations(fetched))) == max(whole)


@given(
    texts=st.lists(st.sampled_from(["a", "b", "c", "(d)"]), min_size=2, max_size=5),
    apart=st.sampled_from([0, 1]),  # what an archive or stream says, and files that are read one after the other
    runs=st.permutations(range(3)),
    turns=st.lists(st.integers(0, 2), max_size=15),
)
@example(texts=["a", "b", "c"], apart=0, runs=[1, 0, 2], turns=[1])
@settings(max_examples=100)
def test_runs_at_once_come_to_what_one_comes_to(
    texts: list[str], apart: int, runs: list[int], turns: list[int]
) -> None:
    def read(start: int) -> list[Fetched]:
        return [(start + n * apart, f"line {n}", text) for n, text in enumerate(texts)]

    waiting = [read(start * 100) for start in runs]
    stored = [waiting[turn].pop(0) for turn in [*turns, *(run for run in range(3) for _ in texts)] if waiting[turn]]
    assert current(stored) == current(read(0))


@pytest.mark.parametrize(
    ("fetched", "expected"),
    [
        ([(21, "page", "a"), (22, "page", "b"), (1, "page", "a"), (2, "page", "b"), (11, "page", "a")], "b"),
        ([(2, "page", "b"), (1, "page", "a"), (9, "page", "a")], "a"),
    ],
)
def test_examples(fetched: list[Fetched], expected: str) -> None:
    assert current(fetched) == expected
