"""Tokens to vectors: the first half of a model's network, computed with numpy from the model's own weights.

It gives what spaCy's `tok2vec` gives, but for rounding, in a third of the time: each distinct word of a batch is
embedded once, and multiplied once for the first window; a layer goes over the tokens in blocks that stay in the
processor's cache.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from thinc.api import Model

Floats = NDArray[np.float32]

FEATURES = ("NORM", "PREFIX", "SUFFIX", "SHAPE")  # of a token; a model's first layer has a table for each
SPELLING = "ORTH"  # the feature by which a model with a table of words finds a token there
KEY = np.array([1, 3, 5, 7, 9], np.uint64)  # features are hashes: their sum tells words apart as surely as they do
PIECES = 3  # sums of which a maxout layer takes the greatest
BLOCK = 512  # rows at once
TINY = np.float32(1e-8)  # keeps what does not vary from being divided by zero


@dataclass(frozen=True, slots=True)
class Layer:
    """Weighted sums of each row, the greatest of every three, normalised."""

    weights: Floats  # (inputs, PIECES * width): the first sums, then the second, then the third
    bias: Floats
    scale: Floats
    shift: Floats

    @classmethod
    def of(cls, model: Model[Any, Any]) -> Layer:
        """The layer that a part of spaCy's network computes."""
        maxout, norm = _named(model, "maxout")[0], _named(model, "layernorm")[0]
        weights = parameter(maxout, "W").transpose(2, 1, 0)
        bias = parameter(maxout, "b").T.ravel()
        return cls(weights.reshape(len(weights), -1), bias, parameter(norm, "G"), parameter(norm, "b"))

    @property
    def width(self) -> int:
        """How many numbers come out for a row."""
        return len(self.scale)

    def __call__(self, rows: Floats) -> Floats:
        return self.of_sums(rows @ self.weights)

    def of_sums(self, sums: Floats) -> Floats:
        """What comes out if these are the rows' weighted sums, still without the bias."""
        sums += self.bias
        first, second, third = np.split(sums, PIECES, axis=1)
        best = np.maximum(first, second)
        np.maximum(best, third, out=best)
        return self._normalised(best)

    def _normalised(self, rows: Floats) -> Floats:
        rows -= rows.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", rows, rows) / np.float32(self.width) + TINY
        rows *= (1 / np.sqrt(variance))[:, None]
        rows *= self.scale
        rows += self.shift
        return rows


@dataclass(frozen=True, slots=True)
class WordTable:
    """The words of a model that knows some by heart, as the first layer sees them."""

    keys: NDArray[np.uint64]  # of the words, ascending
    rows: NDArray[np.intp]  # of `projected`, one for each key
    projected: Floats  # the last row is for words that are not in the table

    @classmethod
    def of(cls, vectors: Any, projection: Floats) -> WordTable:
        """From spaCy's table and the weights that a vector is multiplied by: once here, and not for each word."""
        keys = np.fromiter(vectors.key2row.keys(), np.uint64, len(vectors.key2row))
        order, width = np.argsort(keys), (1, len(projection))
        rows = np.fromiter(vectors.key2row.values(), np.intp, len(keys))
        projected = np.concatenate([vectors.data @ projection.T, np.zeros(width, np.float32)])
        return cls(keys[order], rows[order], projected)

    def __call__(self, keys: NDArray[np.uint64]) -> Floats:
        """One row a word."""
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        found: Floats = self.projected[np.where(self.keys[at] == keys, self.rows[at], -1)]
        return found


class Encoder:
    """Tokens to vectors, each in view of its four neighbours on either side."""

    def __init__(self, tok2vec: Model[Any, Any], vectors: Any) -> None:
        """From the weights of spaCy's `tok2vec` with hashed embeddings and maxout windows, and the model's vectors."""
        self._tables = _named(tok2vec, "hashembed")
        self._table_of_words = next((WordTable.of(vectors, parameter(each, "W")) for each in _static(tok2vec)), None)
        self.features = FEATURES if self._table_of_words is None else (*FEATURES, SPELLING)
        embed, *windows = (node for node in tok2vec.walk() if node.name == "maxout>>layernorm>>dropout")
        self._word = Layer.of(embed)
        self._windows = [Layer.of(window) for window in windows]

    def __call__(self, features: NDArray[np.uint64], lengths: Sequence[int]) -> Floats:
        """One row a token.

        Args:
            features: `self.features` of the tokens of one text or several, text after text.
            lengths: how many tokens each text has.
        """
        words, which = self._words(features)
        places = self._places(lengths)
        at = np.zeros(len(which) + self._gap * (len(lengths) + 1), np.intp)
        at[places] = which
        first, *others = self._windows
        rows = _over_windows_of_words(first, words, at)
        for layer in others:
            rows = _over_windows(layer, rows)
        return rows[places]

    @property
    def _gap(self) -> int:
        """Empty rows between texts, so that no token sees the next text, however many layers look to the side."""
        return len(self._windows) + 1

    def _places(self, lengths: Sequence[int]) -> NDArray[np.intp]:
        """Which row each token has."""
        return np.arange(sum(lengths)) + np.repeat(self._gap * np.arange(1, len(lengths) + 1), lengths)

    def _words(self, features: NDArray[np.uint64]) -> tuple[Floats, NDArray[np.intp]]:
        """A vector for each distinct word, after one for no word at all, and which of them each token has."""
        _, first, which = np.unique(features @ KEY[: features.shape[1]], return_index=True, return_inverse=True)
        embedded = self._embedded(np.ascontiguousarray(features[first].T))
        words = np.zeros((len(first) + 1, self._word.width), np.float32)
        for start, end in _blocks(0, len(first)):
            words[start + 1 : end + 1] = self._word(embedded[start:end])
        return words, which + 1

    def _embedded(self, columns: NDArray[np.uint64]) -> Floats:
        parts: list[Floats] = [table.predict(columns[table.attrs["column"]]) for table in self._tables]
        if self._table_of_words is not None:
            parts.append(self._table_of_words(columns[-1]))
        return np.concatenate(parts, axis=1)


def parameter(model: Model[Any, Any], name: str) -> Floats:
    """Weights of one part of spaCy's network."""
    return np.asarray(model.get_param(name), np.float32)


def _over_windows_of_words(layer: Layer, words: Floats, at: NDArray[np.intp]) -> Floats:
    """What `_over_windows` makes of `words[at]`: a word's part in a window is the same wherever it stands."""
    before, here, after = (words @ weights for weights in np.split(layer.weights, 3))
    found = np.zeros((len(at), layer.width), np.float32)
    for start, end in _blocks(1, len(at) - 1):
        sums = here[at[start:end]]
        sums += before[at[start - 1 : end - 1]]
        sums += after[at[start + 1 : end + 1]]
        np.add(layer.of_sums(sums), words[at[start:end]], out=found[start:end])
    return found


def _over_windows(layer: Layer, rows: Floats) -> Floats:
    """Each row with what a layer makes of it and its neighbours; the first and last stay empty."""
    found = np.zeros_like(rows)
    for start, end in _blocks(1, len(rows) - 1):
        around = (rows[start - 1 : end - 1], rows[start:end], rows[start + 1 : end + 1])
        np.add(layer(np.concatenate(around, axis=1)), rows[start:end], out=found[start:end])
    return found


def _blocks(start: int, end: int) -> Iterator[tuple[int, int]]:
    return ((at, min(at + BLOCK, end)) for at in range(start, end, BLOCK))


def computes(tok2vec: Model[Any, Any]) -> bool:
    """Whether an `Encoder` gives what this network does: tables for `FEATURES`, then windows of three tokens."""
    return (
        [node.attrs["columns"] for node in _named(tok2vec, "extract_features")] == [list(FEATURES)]
        and [node.attrs["column"] for node in _named(tok2vec, "hashembed")] == list(range(len(FEATURES)))
        and {node.attrs["window_size"] for node in _named(tok2vec, "expand_window")} == {1}
        and {np.shape(node.get_param("W"))[1] for node in _named(tok2vec, "maxout")} == {PIECES}
        and all(node.attrs["key_attr"] == SPELLING for node in _static(tok2vec))
    )


def _static(tok2vec: Model[Any, Any]) -> list[Model[Any, Any]]:
    return _named(tok2vec, "static_vectors")


def _named(model: Model[Any, Any], name: str) -> list[Model[Any, Any]]:
    return [node for node in model.walk() if node.name == name]
