"""The articles that a topic's model is learned from and judged on, and where its nought is. Pure.

A model is put in units of the topic's score: one for as much as articles differ in which the rules find something.
Its nought is midway between two: where as many articles get the topic as before, and where score and threshold tell
best apart the articles that editors have labelled. The former cannot know how much the rules miss; the latter alone is
too sure of articles that were labelled because they are in doubt. Without labels enough it is the former.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tasks.tag.learned_topics import ENOUGH

LABELLED, OF_A_KIND = 20, 5  # that editors must have labelled for the model to be judged, and with either label
FOLDS = 5
LITTLE = 0.5  # a score under this: next to nothing of the topic
LIMIT = 1.0  # units that a model adds or takes away at most; with 2, it did worse on collections that it had not seen
STEPS, WIDE, NEAR = 101, 2.5, 0.005  # noughts that are tried, how far off, and how near the best F1 is as good

Column = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Lesson(Struct, frozen=True):
    """An article as learning sees it."""

    words: tuple[str, ...]  # the different ones
    score: float  # by the rules alone
    given: bool  # by the rules alone
    found: bool  # whether the rules found anything that speaks for the topic
    label: bool | None = None  # an editor's


class Tally(Struct, frozen=True):
    """How tags compare with editors' labels."""

    right: int
    wrong: int
    missed: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 where there was nothing to find and nothing was found."""
        return 2 * self.right / (2 * self.right + self.wrong + self.missed) if self != Tally(0, 0, 0) else 1.0


class Classroom:
    """The lessons of one topic, as columns."""

    def __init__(self, threshold: float, lessons: Sequence[Lesson]) -> None:
        self.threshold = threshold
        self.score: Column = np.array([each.score for each in lessons], float)
        self.given: Flags = np.array([each.given for each in lessons], bool)
        self.found: Flags = np.array([each.found for each in lessons], bool)
        self.long: Flags = np.array([len(each.words) >= ENOUGH for each in lessons], bool)
        self.labelled: Flags = np.array([each.label is not None for each in lessons], bool)
        self.truth: Flags = np.array([each.given if each.label is None else each.label for each in lessons], bool)
        self.teaches: Flags = self.labelled | self.given | (self.score < LITTLE)

    @cached_property
    def enough(self) -> bool:
        """Whether the labels can judge a model."""
        labelled, yes = int(self.labelled.sum()), int(self.truth[self.labelled].sum())
        return labelled >= LABELLED and min(yes, labelled - yes) >= OF_A_KIND

    def kinds(self) -> NDArray[np.int64]:
        """A number for each kind of article, of which each fold has as many: with the topic or not, labelled or not."""
        kinds = np.asarray(self.truth + 2 * (self.labelled & self.enough))
        counts = np.bincount(kinds)
        return np.where(counts[kinds] < FOLDS, counts.argmax(), kinds)  # too few for a kind of their own

    def with_part(self, part: Column) -> Flags:
        """Which articles get the topic by rules and model."""
        return self.found & (self.score + part >= self.threshold)

    def tally(self, given: Flags) -> Tally:
        """How these tags compare with the labels."""
        given, truth = given[self.labelled], self.truth[self.labelled]
        return Tally(int((given & truth).sum()), int((given & ~truth).sum()), int((truth & ~given).sum()))

    def part(self, sums: Column, zero: float) -> Column:
        """What a model with these sums adds to the scores."""
        return np.where(self.long, np.clip(sums - zero, -LIMIT, LIMIT), 0.0)

    def held_out(self, sums: Column, fold: NDArray[np.int64]) -> Column:
        """What it adds if the labels of an article's own fold have no say in where its nought is."""
        parts = np.empty_like(sums)
        for each in range(FOLDS):
            mine = fold == each
            parts[mine] = self.part(sums, self.zero(sums, self.labelled & ~mine))[mine]
        return parts

    def zero(self, sums: Column, labelled: Flags) -> float:
        """The sum at which a model neither adds nor takes."""
        tried = float(sums[self.found].mean()) + np.linspace(-WIDE, WIDE, STEPS)
        as_many = float(min(tried, key=lambda zero: abs(self._more_given(self.part(sums, zero)))))
        if not self.enough:
            return as_many
        f1s = np.array([self._f1(self.part(sums, zero), labelled) for zero in tried])
        return (as_many + float(np.median(tried[f1s >= f1s.max() - NEAR]))) / 2

    def _more_given(self, part: Column) -> int:
        return int(self.with_part(part).sum()) - int(self.given.sum())

    def _f1(self, part: Column, labelled: Flags) -> float:
        given, truth = self.with_part(part)[labelled], self.truth[labelled]
        return float(2 * (given & truth).sum() / max(1, given.sum() + truth.sum()))
