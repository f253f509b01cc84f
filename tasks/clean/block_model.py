"""Which blocks of a page are its article: learned trees over the blocks' features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tasks.clean.blocks import Blocks
from tasks.clean.features import Column, features
from tasks.clean.vocabulary import Vocabulary

ROWS = 2_000  # blocks that are looked at together: some megabytes
LEAST = 0.2  # a block that is less likely is not taken, however many such there are; costs .0001 of F1 on usual pages


@dataclass(frozen=True, slots=True)
class Trees:
    """Boosted trees that ask the same question at all nodes of a level, so that the answers are the leaf's number.

    A. V. Dorogush, V. Ershov, A. Gulin: CatBoost, gradient boosting with categorical features support (2018).
    """

    columns: NDArray[np.int64]  # tree x level: which feature is asked for
    borders: NDArray[np.float64]  # tree x level: is it above
    leaves: NDArray[np.float64]  # tree x 2^levels: log-odds
    bias: float

    def log_odds(self, matrix: NDArray[np.float64]) -> Column:
        """One value a row of the matrix."""
        parts = [self._log_odds(matrix[start : start + ROWS]) for start in range(0, len(matrix), ROWS)]
        return np.concatenate(parts) if parts else np.zeros(0)

    def _log_odds(self, matrix: NDArray[np.float64]) -> Column:
        trees, levels = self.columns.shape
        above = matrix[:, self.columns.ravel()] > self.borders.ravel()
        leaf = above.reshape(len(matrix), trees, levels) @ (1 << np.arange(levels))
        return np.asarray(self.leaves[np.arange(trees), leaf].sum(axis=1) + self.bias)


@dataclass(frozen=True, slots=True)
class BlockModel:
    """Trees, the names of the features that they number, and the vocabulary that features are looked up in."""

    trees: Trees
    columns: tuple[str, ...]
    vocabulary: Vocabulary
    sha256: str  # of its file

    def probabilities(self, page: Blocks, title: str) -> Column:
        """How likely each block is a part of the article; `title` is what the page calls it."""
        if not page.blocks or not self.columns:
            return np.full(len(page.blocks), 0.5)
        found = features(page, self.vocabulary, title)
        log_odds = self.trees.log_odds(np.column_stack([found[name] for name in self.columns]))
        return np.asarray(1 / (1 + np.exp(-log_odds)))


# Finds every block as likely as not, and so keeps all: for rules without a model.
NO_MODEL: Final = BlockModel(
    Trees(np.zeros((0, 1), int), np.zeros((0, 1)), np.zeros((0, 2)), 0.0), (), Vocabulary({}, {}, {}), ""
)


def choose(probabilities: Column, words: Sequence[int]) -> list[int]:
    """The blocks, in reading order, whose words are expected to make the best F1 with those of the article.

    Blocks are taken from the most likely on. For each number of them the expected F1 is 2 x expected right words /
    (words taken + expected words of the article).
    """
    weights = np.array(words, float)
    order = np.argsort(-probabilities, kind="stable")
    right = (probabilities * weights)[order]
    expected = 2 * np.cumsum(right) / np.maximum(1e-9, np.cumsum(weights[order]) + right.sum())
    taken = int(np.argmax(expected)) + 1 if len(order) else 0
    return sorted(n for n in order[:taken].tolist() if probabilities[n] >= LEAST)
