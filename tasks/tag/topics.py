"""Topics by rule: what an article is about, and the words that say so.

All topics are looked for in one pass. A phrase that is found counts for its rule unless it is part of a false
friend ("air strike") or its surroundings forbid it; what it counts for depends on where it stands, and the k-th
phrase of one rule counts half of the one before, so repetition alone cannot give a topic. Where the rules have found
something, a model that was learned for the topic has its say too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct

from schemas.records import Article, Processor, TopicTag
from schemas.topic import Example, TopicDefinition
from schemas.topics import Topics
from tasks.tag.phrases import PhraseFinder
from tasks.tag.reading import Reading
from tasks.tag.topic_rules import Assessment, SetNumbers, TopicRules

VERSION = "3"


class FailedExample(Struct, frozen=True):
    """An example that a topic's file gets wrong."""

    topic: str
    number: int  # from 1, as they stand in the file
    wanted: bool
    example: Example
    assessment: Assessment


class TopicTagger:
    """Tags articles with the topics that are defined for their language."""

    def __init__(self, topics: Topics) -> None:
        numbers: SetNumbers = {}
        self._topics = [
            TopicRules(each, topics.irregular, numbers, topics.models.get(each.key)) for each in topics.definitions
        ]
        self._sets = list(numbers)
        self._finder = PhraseFinder(self._sets)
        self._finders_of_some: dict[tuple[str, ...], PhraseFinder] = {}
        self._processors = tuple(
            (
                definition.language,
                Processor(f"topic/{definition.key}", VERSION, definition.fingerprint(topics.irregular)),
            )
            for definition in topics.definitions
        )

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that topics are defined for."""
        return tuple(dict.fromkeys(language for language, _ in self._processors))

    def processors_for(self, language: str | None) -> tuple[Processor, ...]:
        """What looks for topics in articles in that language; all do if it is not known."""
        return tuple(processor for defined, processor in self._processors if language in {None, defined})

    def tag(self, article: Article, only: Collection[str] | None = None) -> tuple[TopicTag, ...]:
        """The topics that reach their threshold, in the order of their definitions; of these keys alone, if given."""
        return tuple(
            TopicTag(found.topic, found.score, found.threshold, found.evidence)
            for found in self.assess(article, only)
            if found.given
        )

    def assess(self, article: Article, only: Collection[str] | None = None) -> tuple[Assessment, ...]:
        """What speaks for and against each topic, also where it is not given; none in another language."""
        fit = (topic for topic in self._topics if article.language in {None, topic.definition.language})
        topics = [topic for topic in fit if only is None or topic.definition.key in only]
        if not topics:
            return ()
        reading = Reading(article, max(topic.definition.zones.body_characters for topic in topics))
        finder = self._finder if only is None else self._finder_of(topics)
        found = finder.find(reading.folded)
        return tuple(topic.assess(reading, found) for topic in topics)

    def _finder_of(self, topics: Sequence[TopicRules]) -> PhraseFinder:
        """What finds the phrases of these alone: of one topic in thirteen, in less than half of the time."""
        keys = tuple(topic.definition.key for topic in topics)
        if keys not in self._finders_of_some:
            wanted = set[int]().union(*(topic.sets for topic in topics))
            sets = [phrases if number in wanted else () for number, phrases in enumerate(self._sets)]
            self._finders_of_some[keys] = PhraseFinder(sets)
        return self._finders_of_some[keys]


def check_topics(topics: Topics) -> list[FailedExample]:
    """The examples that do not come out as their files say, each topic taken by itself."""
    return [
        FailedExample(definition.key, number, wanted, example, found)
        for definition in topics.definitions
        for number, wanted, example, found in _tried(TopicTagger(topics.only(definition)), definition)
        if found.given != wanted
    ]


def _tried(tagger: TopicTagger, definition: TopicDefinition) -> Iterator[tuple[int, bool, Example, Assessment]]:
    examples = definition.examples
    for wanted, group in ((True, examples.positive), (False, examples.negative)):
        for number, example in enumerate(group, 1):
            yield number, wanted, example, tagger.assess(_article(example))[0]


def _article(example: Example) -> Article:
    return Article(body=example.body, headline=example.headline, standfirst=example.standfirst)
