"""Lines as rules and comparisons see them."""

from __future__ import annotations

from tasks.clean.folding import count_words


def test_words_are_counted_where_no_space_parts_them() -> None:
    assert [count_words(text) for text in ("three short words", "港は閉まった", "")] == [3, 4, 0]
