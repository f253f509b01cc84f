"""Articles of our own about floods, and others: what rules of one word get right, miss and take wrongly."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from itertools import product

from schemas.records import Article
from schemas.topic import Irregular, TopicDefinition
from schemas.topics import Topics
from tasks.link.topic_lessons import Candidate, Taken, lessons

FILE = """\
key = "floods"
label = "Floods"
description = "Rivers over their banks."
threshold = 2.0

[[rules]]
id = "flood"
phrases = ["flood (noun)"]
weight = 1.0

[[examples.positive]]
headline = "Floods"

[[examples.negative]]
headline = "Drought"
"""
OTHER = ["".join(syllables) for syllables in product(("ba", "ke", "mi", "to", "lu"), repeat=3)]
WATER = [
    "river",
    "rain",
    "homes",
    "banks",
    "water",
    "rescue",
    "sandbags",
    "boats",
    "bridge",
    "dam",
    "tide",
    "rose",
    "soaked",
    "cellar",
]
TRADE = [
    "orders",
    "market",
    "prices",
    "shares",
    "imports",
    "buyers",
    "goods",
    "quarter",
    "sales",
    "profit",
    "shop",
    "stock",
    "bids",
    "tender",
]


def definition() -> TopicDefinition:
    """The topic: a headline is enough, the lead alone is not."""
    return TopicDefinition.model_validate(tomllib.loads(FILE))


def articles() -> Iterator[tuple[str, Article, bool]]:
    """Each with its id, and whether it is about a flood."""
    dice = random.Random(1)
    for number in range(40):
        yield f"plain-{number}", _article(dice, "Flood in the town", "The flood came at night.", WATER), True
    for number in range(20):
        yield f"missed-{number}", _article(dice, "A night to forget", "The flood came at night.", WATER), True
    for number in range(12):
        yield f"wrong-{number}", _article(dice, "A flood for the shop", "It will last.", TRADE), False
    for number in range(150):
        yield f"other-{number}", _article(dice, "Council meets", "It met at noon.", TRADE if number % 3 else []), False


def _article(dice: random.Random, headline: str, lead: str, words: list[str]) -> Article:
    said = dice.sample(OTHER, 45) + dice.sample(words, min(8, len(words)))
    dice.shuffle(said)
    return Article(body=f"{lead} {' '.join(said)}", headline=headline)


def taken(*, labels: bool) -> list[Taken]:
    """All of them as lessons; with `labels`, editors have decided on those that the rules miss or take wrongly."""
    topics = Topics((definition(),), Irregular())
    known = {id_: about for id_, _, about in articles() if labels and id_.startswith(("missed", "wrong"))}
    candidates = (Candidate(id_, article, known.get(id_)) for id_, article, _ in articles())
    return list(lessons(topics, definition(), candidates))
