"""Articles as learning sees them: what a topic's rules alone say, and the words of their beginnings. Pure."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator
from heapq import heappush, heappushpop

from msgspec import Struct

from schemas.records import Article
from schemas.topic import TopicDefinition
from schemas.topics import Topics
from tasks.link.topic_classroom import Lesson
from tasks.tag.reading import WEIGHED, Reading
from tasks.tag.topics import TopicTagger

MOST = 10_000  # articles of either kind that are held: those in which the rules find something, and others


class Candidate(Struct, frozen=True):
    """An article that may become a lesson."""

    id: str
    article: Article
    label: bool | None = None  # an editor's


class Taken(Struct, frozen=True):
    """A lesson, and what it was taken from."""

    id: str
    headline: str
    lesson: Lesson


def lessons(topics: Topics, definition: TopicDefinition, candidates: Iterable[Candidate]) -> Iterator[Taken]:
    """Every article in the topic's language."""
    alone = Topics((definition,), topics.irregular)  # without a model
    tagger = TopicTagger(alone)
    for each in candidates:
        for found in tagger.assess(each.article):
            lesson = Lesson(_words(each.article), found.score, found.given, bool(found.evidence), each.label)
            yield Taken(each.id, each.article.headline or each.article.body[:80], lesson)


def some(taken: Iterable[Taken], most: int = MOST) -> list[Taken]:
    """All that are labelled; of those in which the rules find something, and of the others, at most so many each.

    Which, hashes of their ids decide: as good as dice, and always the same. No more than these are held at once.
    """
    labelled: list[Taken] = []
    drawn: dict[bool, list[tuple[bytes, Taken]]] = {True: [], False: []}
    for each in taken:
        if each.lesson.label is not None:
            labelled.append(each)
        else:
            _draw(drawn[each.lesson.found], each, most)
    return labelled + [each for kind in drawn.values() for _, each in sorted(kind, key=lambda pair: pair[0])]


def _draw(held: list[tuple[bytes, Taken]], one: Taken, most: int) -> None:
    pair = hashlib.blake2b(one.id.encode(), digest_size=16).digest(), one
    if len(held) < most:
        heappush(held, pair)
    else:
        heappushpop(held, pair)


def _words(article: Article) -> tuple[str, ...]:
    return tuple(map(sys.intern, Reading(article, WEIGHED).words))
