"""What a learned model makes of an article in which a topic's rules have found something.

The model knows words, not phrases, and so judges what the whole article is about, which rules cannot. What it adds to
the score is shown as the words that carried it: the few that pulled hardest its way share it as they pulled.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

from schemas.records import Evidence
from schemas.topic_model import TopicModel
from tasks.tag.phrases import Match
from tasks.tag.reading import Reading

LEARNED = "learned:"  # a rule of an editor's cannot be called so
CARRIERS = 6  # words that are shown,
FAINT = 0.1  # and of the strongest one's pull, what a word must have to be among them
ENOUGH = 40  # different words: from fewer, as in news in brief, it cannot be told what else an article is about


def weigh(model: TopicModel, reading: Reading) -> list[Evidence]:
    """What the article's words add to the topic's score, or take away, in reading order; too few say nothing."""
    words = reading.words
    if len(words) < ENOUGH:
        return []
    each = 1 / sqrt(len(words))
    pulls = {word: model.words[word] * each for word in words if word in model.words}
    part = max(-model.limit, min(model.limit, model.bias + sum(pulls.values())))
    return [_evidence(word, words[word], weight, reading) for word, weight in _carriers(pulls, part).items()]


def _carriers(pulls: Mapping[str, float], part: float) -> dict[str, float]:
    """The words that pulled hardest the way it went, and each one's share of it."""
    same = (word for word, pull in pulls.items() if pull * part > 0)
    hardest = sorted(same, key=lambda word: (-abs(pulls[word]), word))[:CARRIERS]
    hardest = [word for word in hardest if pulls[word] / pulls[hardest[0]] >= FAINT]
    together = sum(pulls[word] for word in hardest)
    return {word: part * pulls[word] / together for word in pulls if word in hardest}


def _evidence(word: str, match: Match, weight: float, reading: Reading) -> Evidence:
    span = reading.span(match)
    return Evidence(span.field, span.start, span.end, span.text, LEARNED + word, weight)
