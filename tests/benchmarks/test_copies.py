"""Copies are counted word for word, each but the first."""

from __future__ import annotations

from typing import Any

from benchmarks.copies import again


def test_what_came_before_counts_with_its_words() -> None:
    rows: list[dict[str, Any]] = [
        {"headline": "Strike", "body": "Crews walked out."},
        {"headline": "Walk-out", "body": "Crews walked out."},
        {"headline": "Strike", "standfirst": None, "body": "Crews walked out."},
    ]
    assert again(rows, ("headline", "standfirst", "body")) == (1, 3)
    assert again(rows, ("body",)) == (2, 6)
