"""Learns the words of a topic from what its rules say about many articles, and judges whether that beats the rules.

A linear model (TF-IDF, logistic regression) is taught to tell the articles that the rules tag, or editors, from those
in which the rules find next to nothing; those in between teach nothing, as their labels are the least sure. What it
makes of an article is then found out by five-fold cross-validation, from models that have not seen the article.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from schemas.counted import counted
from schemas.errors import InputError
from schemas.topic_model import TopicModel
from tasks.link.topic_classroom import FOLDS, LIMIT, Classroom, Column, Flags, Lesson, Tally

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

TAGGED, OTHERS = 30, 100  # articles that the rules must tag, and must not, for anything to be learned
KEPT = 2_000  # words that a model holds: those that matter in most articles


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


def learn(key: str, threshold: float, lessons: Sequence[Lesson], seen_in: int, tagged: int = TAGGED) -> Learned:
    """A model of the topic from these articles, with words that stand in at least `seen_in` of them.

    At least `tagged` of them must have the topic.

    Raises:
        InputError: there is too little to learn from; says what to do.
    """
    classroom = Classroom(threshold, lessons)
    _refuse_too_little(key, classroom, tagged)
    matrix, words = _matrix(lessons, seen_in)
    unseen, fold = _cross_validated(matrix, classroom)
    spread = float(unseen[classroom.found].std()) or 1.0
    scaled = unseen / spread
    zero = classroom.zero(scaled, classroom.labelled)
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


def _refuse_too_little(key: str, classroom: Classroom, needed: int) -> None:
    tagged = int((classroom.truth & classroom.found).sum())
    others = int((~classroom.truth & classroom.teaches).sum())
    if tagged < needed or others < OTHERS:
        has = f"{counted(tagged, 'article')} with the topic, and {others:,} clearly without"
        needs = f"where at least {needed} and {OTHERS} are needed: ingest more, or widen the topic's rules"
        raise InputError(f"too little to learn {key} from: {has}, {needs}")


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
    try:
        matrix = counter.fit_transform(lessons)
    except ValueError as error:  # its way of saying that no word is left
        raise InputError(f"too little to learn from: no word stands in {seen_in} of the articles") from error
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
