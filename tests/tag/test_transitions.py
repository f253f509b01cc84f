"""What is ruled out, whatever the network prefers; that it prefers what spaCy does is tested with the recogniser."""

from __future__ import annotations

import numpy as np

from tasks.tag.transitions import Transitions, moves
from tests.tag.models import recogniser_of

TEXTS = [4, 1]  # tokens
LAST = np.repeat(np.cumsum(TEXTS) - 1, TEXTS)


def found(*preferred: str, space: int | None = None) -> list[tuple[int, int]]:
    """Where names are in two texts of empty vectors, when some moves are preferred to all others."""
    transitions: Transitions = recogniser_of("en_core_web_sm")._transitions
    bias = transitions._upper_bias
    names = moves(transitions.labels)
    transitions._upper_bias = bias + np.array([99 if name in preferred else 0 for name in names], np.float32)
    try:
        vectors = np.zeros((sum(TEXTS), 96), np.float32)
        spaces = np.arange(sum(TEXTS)) == space
        return [(start, end) for start, end, _ in transitions.find(vectors, LAST, spaces)]
    finally:
        transitions._upper_bias = bias


def test_a_name_of_one_token_is_no_white_space() -> None:
    assert found("U-ORG") == [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)]
    assert found("U-ORG", space=2) == [(0, 1), (1, 2), (3, 4), (4, 5)]


def test_a_name_ends_with_its_text() -> None:
    assert found("B-ORG", "I-ORG") == [(0, 4)]


def test_a_longer_name_begins_neither_with_white_space_nor_at_the_last_token() -> None:
    assert found("B-ORG", "L-ORG") == [(0, 2), (2, 4)]
    assert found("B-ORG", "L-ORG", space=0) == [(1, 3)]


def test_what_spacy_keeps_for_itself_is_no_name() -> None:
    assert found("U-") == found()
