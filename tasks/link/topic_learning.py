"""Learns the words of a topic from what its rules say about many articles, and judges whether that beats the rules.

A linear model (TF-IDF, logistic regression) is taught to tell the articles that the rules tag, or editors, from those
in which the rules find next to nothing; those in between teach nothing, as their labels are the least sure. What it
makes of an article is then found out by five-fold cross-validation, from models that have not seen the article.

It is put in units of the topic's score: one for as much as articles differ in which the rules find something. Where it
is nought is decided by the articles that editors have labelled, so that score and threshold tell these apart best;
without enough of them, so that as many articles get the topic as before.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from schemas.counted import counted
from schemas.errors import InputError
from schemas.topic_model import TopicModel
from tasks.tag.learned_topics import ENOUGH

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

TAGGED, OTHERS = 30, 100  # articles that the rules must tag, and must not, for anything to be learned
LABELLED, OF_A_KIND = 20, 5  # that editors must have labelled for the model to be judged, and with either label
FOLDS = 5
LITTLE = 0.5  # a score under this: next to nothing of the topic
LIMIT = 2.0  # units that a model adds or takes away at most
KEPT = 2_000  # words that a model holds: those that matter in most articles
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


class Learned(Struct, frozen=True):
    """What was learned, and what it is worth."""

    model: TopicModel
    labelled: int  # articles that it was judged on
    with_topic: int  # of those, by their labels
    rules: Tally  # on those, the rules alone
    both: Tally  # on those, rules and model, by models and noughts that other articles have made
    parts: tuple[float, ...]  # what it adds to each lesson's score, by a model that has not seen it
    enough: bool  # whether there are labels enough to judge it

    @property
    def better(self) -> bool:
        """Whether it beats the rules."""
        return self.enough and self.both.f1 > self.rules.f1


def learn(key: str, threshold: float, lessons: Sequence[Lesson], seen_in: int) -> Learned:
    """A model of the topic from these articles, with words that stand in at least `seen_in` of them.

    Raises:
        InputError: there is too little to learn from; says what to do.
    """
    classroom = Classroom(threshold, lessons)
    _refuse_too_little(key, classroom)
    matrix, words = _matrix(lessons, seen_in)
    unseen, fold = _cross_validated(matrix, classroom)
    spread = float(unseen[classroom.found].std()) or 1.0
    scaled = unseen / spread
    zero = classroom.best_zero(scaled, classroom.labelled)
    held_out = classroom.held_out(scaled, fold)
    weights, bias = _fit(matrix, classroom.truth, classroom.teaches)
    return Learned(
        TopicModel(key, len(lessons), LIMIT, _short(bias / spread - zero), _kept(words, weights / spread, matrix)),
        int(classroom.labelled.sum()),
        int(classroom.truth[classroom.labelled].sum()),
        classroom.tally(classroom.given),
        classroom.tally(classroom.with_part(held_out)),
        tuple(classroom.part(scaled, zero).tolist()),
        classroom.enough,
    )


class Classroom:
    """The lessons of one topic, as columns."""

    def __init__(self, threshold: float, lessons: Sequence[Lesson]) -> None:
        self.threshold = threshold
        self.score: Column = np.array([each.score for each in lessons])
        self.given: Flags = np.array([each.given for each in lessons])
        self.found: Flags = np.array([each.found for each in lessons])
        self.long: Flags = np.array([len(each.words) >= ENOUGH for each in lessons])
        self.labelled: Flags = np.array([each.label is not None for each in lessons])
        self.truth: Flags = np.array([each.given if each.label is None else each.label for each in lessons])
        self.teaches: Flags = self.labelled | self.given | (self.score < LITTLE)

    @cached_property
    def enough(self) -> bool:
        """Whether the labels can judge a model."""
        labelled, yes = int(self.labelled.sum()), int(self.truth[self.labelled].sum())
        return labelled >= LABELLED and min(yes, labelled - yes) >= OF_A_KIND

    def kinds(self) -> NDArray[np.int64]:
        """A number for each kind of article, of which each fold has as many: with the topic or not, labelled or not."""
        return np.asarray(self.truth + 2 * (self.labelled & self.enough))

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
            parts[mine] = self.part(sums, self.best_zero(sums, self.labelled & ~mine))[mine]
        return parts

    def best_zero(self, sums: Column, labelled: Flags) -> float:
        """The sum at which a model neither adds nor takes."""
        tried = float(sums[self.found].mean()) + np.linspace(-WIDE, WIDE, STEPS)
        if not self.enough:
            return float(min(tried, key=lambda zero: abs(self._more_given(self.part(sums, zero)))))
        f1s = np.array([self._f1(self.part(sums, zero), labelled) for zero in tried])
        return float(np.median(tried[f1s >= f1s.max() - NEAR]))

    def _more_given(self, part: Column) -> int:
        return int(self.with_part(part).sum()) - int(self.given.sum())

    def _f1(self, part: Column, labelled: Flags) -> float:
        given, truth = self.with_part(part)[labelled], self.truth[labelled]
        return float(2 * (given & truth).sum() / max(1, given.sum() + truth.sum()))


def _refuse_too_little(key: str, classroom: Classroom) -> None:
    tagged, others = int(classroom.truth[classroom.teaches].sum()), int((~classroom.truth[classroom.teaches]).sum())
    if tagged < TAGGED or others < OTHERS:
        are = f"there are {counted(tagged, 'article')} with the topic and {others:,} clearly without"
        needs = f"at least {TAGGED} and {OTHERS} are needed: ingest more, or widen the topic's rules"
        raise InputError(f"too little to learn {key} from: {are}, and {needs}")


def _cross_validated(matrix: csr_matrix, classroom: Classroom) -> tuple[Column, NDArray[np.int64]]:
    """What models make of the articles that they have not seen, and the fold of each article."""
    from sklearn.model_selection import StratifiedKFold

    kinds = classroom.kinds()
    unseen, fold = np.zeros(len(kinds)), np.zeros(len(kinds), int)
    for number, (taught, asked) in enumerate(StratifiedKFold(FOLDS, shuffle=True, random_state=1).split(kinds, kinds)):
        teaches = np.zeros(len(kinds), bool)
        teaches[taught] = True
        weights, bias = _fit(matrix, classroom.truth, classroom.teaches & teaches)
        unseen[asked], fold[asked] = matrix[asked] @ weights + bias, number
    return unseen, fold


def _matrix(lessons: Sequence[Lesson], seen_in: int) -> tuple[csr_matrix, Sequence[str]]:
    """A row an article: of each of its words, 1 / the square root of how many it has."""
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(analyzer=lambda lesson: lesson.words, binary=True, min_df=seen_in, dtype=np.float64)
    matrix = counter.fit_transform(lessons)
    lengths = np.array([len(each.words) or 1 for each in lessons])
    return matrix.multiply(1 / np.sqrt(lengths)[:, None]).tocsr(), counter.get_feature_names_out()


def _fit(matrix: csr_matrix, truth: Flags, teaches: Flags) -> tuple[Column, float]:
    """A weight a word, and the bias. Rare words count for more, and both kinds of articles for the same."""
    from sklearn.linear_model import LogisticRegression

    rare = _rarity(matrix)
    model = LogisticRegression(class_weight="balanced", solver="liblinear", max_iter=300, random_state=1)
    model.fit(matrix[teaches].multiply(rare).tocsr(), truth[teaches])
    return np.asarray(model.coef_[0] * rare), float(model.intercept_[0])


def _rarity(matrix: csr_matrix) -> Column:
    return np.asarray(np.log(matrix.shape[0] / _seen(matrix)) + 1)


def _seen(matrix: csr_matrix) -> Column:
    """In how many articles each word stands."""
    return np.asarray(matrix.getnnz(axis=0), float)


def _kept(words: Sequence[str], weights: Column, matrix: csr_matrix) -> dict[str, float]:
    matters = np.abs(weights) * np.sqrt(_seen(matrix))
    kept = np.sort(np.argsort(-matters, kind="stable")[:KEPT])
    return {str(words[n]): _short(weights[n]) for n in kept}


def _short(value: float) -> float:
    return float(f"{value:.4g}")


def need_sklearn() -> None:
    """Sees to it that the library is there, which only learning needs.

    Raises:
        InputError: it is not; says how to have it.
    """
    try:
        import sklearn  # noqa: F401 - whether it is there
    except ModuleNotFoundError as error:
        said = "learning needs scikit-learn, which is not installed"
        raise InputError(f"{said}: run .venv/bin/python -m pip install 'scikit-learn>=1.6'") from error
