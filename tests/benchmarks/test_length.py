"""Articles of a long run: short, and no two the same."""

from __future__ import annotations

from benchmarks.length import text

SENTENCES = ["The port opened its gates at noon.", "Crews walked out.", "Drivers were told to stay away."]


def test_the_same_number_makes_the_same_article_and_another_another() -> None:
    made = [text(number, SENTENCES) for number in range(200)]
    assert made == [text(number, SENTENCES) for number in range(200)]
    assert len(set(made)) == 200
