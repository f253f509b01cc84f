"""Learning a topic: what is learned, what it is judged to be worth, and when there is too little."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from schemas.errors import InputError
from schemas.records import Article
from schemas.topic import Irregular
from schemas.topics import Topics
from tasks.link.topic_classroom import FOLDS, LABELLED, LIMIT, OF_A_KIND, Classroom, Lesson, Tally
from tasks.link.topic_learning import Learned, learn
from tasks.link.topic_lessons import Candidate, lessons, some
from tasks.tag.topics import TopicTagger
from tests.link.floods import OTHER, TRADE, WATER, articles, definition, taken

THRESHOLD = 2.0


def learned(found: Sequence[Lesson]) -> Learned:
    return learn("floods", THRESHOLD, found, seen_in=5)


def relabelled(lesson: Lesson, label: bool | None) -> Lesson:
    """The lesson as if an editor had said this."""
    return Lesson(lesson.words, lesson.score, lesson.given, lesson.found, label)


@pytest.fixture(scope="module")
def unlabelled() -> Learned:
    return learned([each.lesson for each in taken(labels=False)])


@pytest.fixture(scope="module")
def labelled() -> Learned:
    return learned([each.lesson for each in taken(labels=True)])


def test_words_of_the_topic_speak_for_it_and_others_against(labelled: Learned) -> None:
    words = labelled.model.words
    assert min(words[word] for word in WATER) > max(words[word] for word in TRADE)
    assert min(words[word] for word in WATER) > 3 * max(abs(words[word]) for word in OTHER if word in words)


def test_with_labels_it_is_judged_and_beats_the_rules(labelled: Learned) -> None:
    assert (labelled.labelled, labelled.with_topic) == (32, 20)
    assert labelled.rules == Tally(right=0, wrong=12, missed=20)
    assert labelled.both.f1 > 0.9
    assert labelled.better


def test_the_model_gives_what_it_promised(labelled: Learned) -> None:
    tagger = TopicTagger(replace(Topics((definition(),), Irregular()), models={"floods": labelled.model}))
    wrong = [id_ for id_, article, about in articles() if bool(tagger.tag(article)) is not about]
    assert len(wrong) < 4
    scores = {id_: tagger.assess(article)[0].score for id_, article, _ in articles()}
    for each, part in zip(taken(labels=True), labelled.parts, strict=True):
        if each.lesson.found:
            assert abs(scores[each.id] - each.lesson.score) <= LIMIT + 1e-6
            assert abs(part) <= LIMIT


def test_without_labels_it_is_not_judged_and_gives_the_topic_as_often(unlabelled: Learned) -> None:
    assert (unlabelled.labelled, unlabelled.enough, unlabelled.better) == (0, False, False)
    found = [each.lesson for each in taken(labels=False)]
    both = sum(
        each.found and each.score + part >= THRESHOLD for each, part in zip(found, unlabelled.parts, strict=True)
    )
    assert both == pytest.approx(sum(each.given for each in found), abs=3)


@pytest.mark.parametrize(("with_topic", "without"), [(OF_A_KIND - 1, 12), (12, OF_A_KIND - 1), (7, LABELLED - 8)])
def test_few_labels_judge_nothing(with_topic: int, without: int) -> None:
    left = {True: with_topic, False: without}
    found = []
    for each in taken(labels=True):
        label = each.lesson.label
        if label is not None:
            left[label] -= 1
            label = label if left[label] >= 0 else None
        found.append(relabelled(each.lesson, label))
    assert not learned(found).enough


def test_rules_that_are_right_are_not_beaten() -> None:
    found = [each.lesson for each in taken(labels=False)]
    sure = [relabelled(each, each.given) for each in found]
    assert learned(sure).rules.f1 == 1
    assert not learned(sure).better


def test_labels_that_say_nothing_are_not_learned_by_heart() -> None:
    """A model that has seen what it is judged on would tell all of these by their words, which are drawn by lot."""
    dice = np.random.default_rng(1)
    words = [tuple(f"w{number}" for number in dice.choice(600, 50, replace=False)) for _ in range(260)]
    labelled = [
        Lesson(each, THRESHOLD - number % 2 / 10, given=number % 2 == 0, found=True, label=bool(dice.integers(2)))
        for number, each in enumerate(words[:120])
    ]
    others = [Lesson(tuple(f"o{word}" for word in each), 0.0, given=False, found=False) for each in words[120:]]
    assert learned([*labelled, *others]).both.f1 < 0.8


def test_too_little_to_learn_from_is_said_in_numbers() -> None:
    plain = [each.lesson for each in taken(labels=False) if each.id.startswith(("plain", "missed"))]
    with pytest.raises(InputError, match="40 articles with the topic, and 0 clearly without, where at least 30 and"):
        learned(plain)
    with pytest.raises(InputError, match="from: 0 articles with the topic, and 0 clearly without"):
        learned([])


def test_articles_without_words_teach_nothing() -> None:
    silent = [Lesson((), 3.0 * (n < 40), n < 40, n < 40) for n in range(200)]
    with pytest.raises(InputError, match="no word stands in 5 of the articles"):
        learned(silent)


def test_the_same_articles_teach_the_same(labelled: Learned) -> None:
    assert learned([each.lesson for each in taken(labels=True)]) == labelled


def test_the_rules_teach_alone_whatever_model_there_is(labelled: Learned) -> None:
    topics = replace(Topics((definition(),), Irregular()), models={"floods": labelled.model})
    candidates = [Candidate(id_, article) for id_, article, _ in articles()]
    assert [each.lesson for each in lessons(topics, definition(), candidates)] == [
        each.lesson for each in taken(labels=False)
    ]


def test_articles_in_another_language_teach_nothing() -> None:
    french = Candidate("1", Article(body="Une crue", headline="Flood", language="fr"))
    assert list(lessons(Topics((definition(),), Irregular()), definition(), [french])) == []


def test_no_more_than_so_many_are_held_and_always_the_same() -> None:
    every = taken(labels=True)
    held = some(iter(every), most=20)
    kinds = [each.id.split("-")[0] for each in held]
    assert (kinds.count("missed"), kinds.count("wrong"), kinds.count("plain"), kinds.count("other")) == (20, 12, 20, 20)
    assert {each.id for each in some(reversed(every), most=20)} == {each.id for each in held}
    assert len(some(every)) == len(every)


def test_where_the_rules_find_nothing_the_model_has_no_say(labelled: Learned) -> None:
    tagger = TopicTagger(replace(Topics((definition(),), Irregular()), models={"floods": labelled.model}))
    body = " ".join((*WATER, *OTHER[:45]))
    (without,) = tagger.assess(Article(headline="Homes under water", body=body))
    (with_one,) = tagger.assess(Article(headline="Flood", body=body))
    assert (without.score, without.evidence, without.against) == (0, (), ())
    assert with_one.score == pytest.approx(2.0 + LIMIT)


def test_the_labels_of_a_fold_have_no_say_in_where_its_own_nought_is() -> None:
    sums, fold = np.linspace(-2, 2, 60), np.arange(60) % FOLDS
    words = tuple(f"w{n}" for n in range(50))
    found = [Lesson(words, 2.0, given=True, found=True, label=bool(each > 0)) for each in sums]
    turned = [relabelled(each, each.label is (n % FOLDS != 0)) for n, each in enumerate(found)]
    parts, others = (Classroom(THRESHOLD, each).held_out(sums, fold) for each in (found, turned))
    assert (parts[fold == 0] == others[fold == 0]).all()
    assert (parts[fold == 1] != others[fold == 1]).any()
