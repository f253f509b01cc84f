"""One is singular, all else plural."""

from __future__ import annotations

import pytest

from schemas.counted import counted


@pytest.mark.parametrize(("number", "said"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (1000, "1,000 rows")])
def test_a_noun_agrees_with_its_number(number: int, said: str) -> None:
    assert counted(number, "row") == said
