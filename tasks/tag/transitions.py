"""Vectors to names: the second half of the model's network, as spaCy's `ner` computes it but for rounding.

spaCy goes from token to token and asks at each what to do: begin a name, go on with it, end it, or leave the token
out. Outside a name the answer depends on nothing but the token, so here all tokens are asked at once; only from where
a name could begin it is followed to its end, all of these side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from thinc.api import Model

from tasks.tag.encoder import Floats, parameter

Indices = NDArray[np.intp]

MOVES = "BILU"  # begin a name, go on inside, it is its last token, it is the only one; then O, no name
AHEAD = 40  # tokens that all names are followed side by side; few are longer, and of those most lie in one another
OPEN = -1  # in the place of an end that was not reached
NEVER = "U-"  # is scored too, but only taken where somebody has ruled out names before


def moves(labels: Sequence[str]) -> list[str]:
    """What spaCy calls the moves, in the order in which they are scored."""
    return [f"{move}-{label}" for move in MOVES for label in labels] + [NEVER, "O"]


def computes(model: Model[Any, Any]) -> bool:
    """Whether `Transitions` gives what this network does: three features, the greater of two sums, one hidden layer."""
    lower = model.get_ref("lower")
    return model.attrs["has_upper"] is True and np.shape(lower.get_param("W"))[0::2] == (3, 2)


class Transitions:
    """Finds names among tokens; a name is (first token, token after the last, label)."""

    def __init__(self, model: Model[Any, Any], labels: Sequence[str]) -> None:
        """From the weights of spaCy's transition model for names, whose moves are those of `labels`."""
        linear, lower, upper = model.get_ref("tok2vec").layers[-1], model.get_ref("lower"), model.get_ref("upper")
        self._narrow, self._narrow_bias = parameter(linear, "W").T, parameter(linear, "b")
        pieces = parameter(lower, "W").transpose(0, 2, 1, 3)  # features, pieces, sums, inputs
        self._now, self._first, self._before = (part.reshape(-1, part.shape[-1]).T for part in pieces)
        self._bias = parameter(lower, "b").T.ravel()
        self._nothing = parameter(lower, "pad")[0, 1:].sum(axis=0).T.ravel()  # in the place of first and before
        self._upper, self._upper_bias = parameter(upper, "W").T, parameter(upper, "b")
        self.labels = labels
        count = len(labels)
        self._outside = np.r_[0:count, 3 * count : 4 * count, 4 * count + 1]  # B, U and O: the moves outside a name
        self._inside = slice(count, 3 * count)  # I and L

    def find(self, vectors: Floats, last: Indices, space: NDArray[np.bool_]) -> Iterator[tuple[int, int, str]]:
        """The names among tokens of one text or several, in order.

        Args:
            vectors: from the encoder, one row a token.
            last: for each token the index of its text's last.
            space: whether a token is white space, which begins no name.
        """
        tokens = vectors @ self._narrow + self._narrow_bias
        choice = self._outside_choices(tokens, last, space)
        starts = np.flatnonzero(choice < 2 * len(self.labels))
        ends = starts + 1
        longer = choice[starts] < len(self.labels)
        begun = starts[longer]
        ends[longer] = self._ends(tokens, begun, choice[begun], last[begun], AHEAD)
        free = 0
        for start, end, label in zip(starts.tolist(), ends.tolist(), choice[starts].tolist(), strict=True):
            if start >= free:
                free = end if end != OPEN else self._end(tokens, start, label, last)
                yield start, free, self.labels[label % len(self.labels)]

    def _outside_choices(self, tokens: Floats, last: Indices, space: NDArray[np.bool_]) -> Indices:
        """What to do at each token outside a name: begin one of a label, take it alone for one, or leave it out."""
        hidden = tokens @ self._now
        hidden += self._nothing + self._bias
        scores = self._scores(hidden, self._outside)
        scores[space, :-1] = -np.inf
        scores[last == np.arange(len(last)), : len(self.labels)] = -np.inf
        return np.asarray(scores.argmax(axis=1))

    def _end(self, tokens: Floats, start: int, label: int, last: Indices) -> int:
        """Where one name ends, however long it is."""
        ends = self._ends(tokens, np.array([start]), np.array([label]), last[[start]], len(tokens))
        return int(ends[0])

    def _ends(self, tokens: Floats, begun: Indices, label: Indices, last: Indices, ahead: int) -> Indices:
        """Where the names that begin at `begun` end: after their last token; `OPEN` if they go on for so many more."""
        ends = last + 1
        open_, at = np.arange(len(begun)), begun + 1
        while (open_ := open_[at[open_] < last[open_]]).size:
            if ahead == 0:
                ends[open_] = OPEN
                break
            ahead -= 1
            here, mine = at[open_], label[open_]
            hidden = tokens[here] @ self._now + tokens[begun[open_]] @ self._first + tokens[here - 1] @ self._before
            scores = self._scores(hidden + self._bias, self._inside)
            rows = np.arange(len(open_))
            ended = scores[rows, mine + len(self.labels)] > scores[rows, mine]
            ends[open_[ended]] = here[ended] + 1
            open_ = open_[~ended]
            at[open_] += 1
        return ends

    def _scores(self, hidden: Floats, which: Indices | slice) -> Floats:
        """Of some moves, from the sums of a state's features."""
        one, other = np.split(hidden, 2, axis=1)
        scores: Floats = np.maximum(one, other) @ self._upper[:, which]
        scores += self._upper_bias[which]
        return scores
