"""Articles in, tags out: everything that tagging finds, in order and in bounded memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from msgspec.structs import replace

from schemas.config import config_hash
from schemas.gazetteer import KnownName, Patterns, Words
from schemas.lexicon import Lexicon
from schemas.records import FIELDS, Article, Entity, Field, Mention, Processor, Tags
from schemas.titles import TitleWords
from schemas.topics import Topics
from tasks.tag import figures, quotes
from tasks.tag.document import agree, spread, without_words
from tasks.tag.entities import find_entities
from tasks.tag.gazetteer import Gazetteer
from tasks.tag.lexicon import NameWords
from tasks.tag.mentions import NameFinder
from tasks.tag.model import Recognised, Recogniser
from tasks.tag.patterns import FormFinder
from tasks.tag.text import Text, prepare
from tasks.tag.titles import TitleFinder
from tasks.tag.topics import TopicTagger

VERSION = "2"
BATCH = 32  # articles handed to the model at once
READ = (
    200_000  # characters of each field; no news article is longer, and what is longer would take minutes and gigabytes
)
LANGUAGES = (None, "en")  # an article in a language without a model is left untagged

Texts = dict[Field, Text]


@dataclass(frozen=True, slots=True)
class Definitions:
    """What editors write for tagging."""

    names: Sequence[KnownName]
    patterns: Patterns
    words: Words
    topics: Topics
    lexicon: Lexicon
    titles: TitleWords


class Tagger:
    """Finds mentions, entities, topics, quotes and figures. One per process; loading takes a second."""

    def __init__(self, recogniser: Recogniser, definitions: Definitions) -> None:
        self._recogniser = recogniser
        self._words = NameWords(definitions.words, definitions.names)
        gazetteer = Gazetteer(definitions.names, definitions.words.capitals_that_are_words)
        self._finder = NameFinder(gazetteer, FormFinder(definitions.patterns.pattern), self._words)
        self._topics = TopicTagger(definitions.topics)
        self._titles = TitleFinder(definitions.titles, self._words)
        self._lexicon = definitions.lexicon
        self.processors: tuple[Processor, ...] = (
            Processor("entities", VERSION, _hash(definitions, recogniser)),
            *self._topics.processors,
            quotes.processor(self._lexicon),
            figures.processor(self._lexicon),
        )

    def tag(self, articles: Iterable[Article]) -> Iterator[Tags]:
        """The tags of each article, in the order of the articles; reads ahead by one batch.

        What stands in a field after its first `READ` characters is not tagged.
        """
        stream = iter(articles)
        while batch := [_bounded(article) for article in islice(stream, BATCH)]:
            texts = [_texts(article) for article in batch]
            found = self._recogniser.find(text.calm for fields in texts for text in fields.values())
            for article, fields in zip(batch, texts, strict=True):
                yield self._tags(article, fields, dict(zip(fields, islice(found, len(fields)), strict=True)))

    def _tags(self, article: Article, texts: Texts, recognised: Mapping[Field, list[Recognised]]) -> Tags:
        if article.language not in LANGUAGES:
            return Tags()
        mentions, entities = self._entities(texts, recognised)
        return Tags(
            self._titles.with_titles(article, mentions),
            entities,
            self._topics.tag(article),
            quotes.find_quotes(article, mentions, entities, self._lexicon),
            figures.find_figures(article, self._lexicon),
        )

    def _entities(
        self, texts: Texts, recognised: Mapping[Field, list[Recognised]]
    ) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
        names = [name for field, text in texts.items() for name in self._finder.find(field, text, recognised[field])]
        names = without_words(names, texts)
        names = agree(spread(agree(names, self._words), texts, self._words), self._words)
        return find_entities(names, texts, self._words)


def _hash(definitions: Definitions, recogniser: Recogniser) -> str:
    config = config_hash(*definitions.names, definitions.patterns, definitions.words, definitions.titles)
    return hashlib.sha256(f"{config} {recogniser.weights_hash}".encode()).hexdigest()[:16]


def _bounded(article: Article) -> Article:
    """The article as far as it is tagged: the offsets stay true, as only the ends of fields go."""
    return replace(
        article,
        headline=article.headline and _beginning(article.headline),
        standfirst=article.standfirst and _beginning(article.standfirst),
        body=_beginning(article.body),
    )


def _beginning(text: str) -> str:
    """At most `READ` characters, to the end of a word where there is one."""
    return text if len(text) <= READ else text[:READ].rsplit(maxsplit=1)[0]


def _texts(article: Article) -> Texts:
    """The fields that have text, ready for finding names; none in a language without a model."""
    if article.language not in LANGUAGES:
        return {}
    printed = {field: getattr(article, field) for field in FIELDS}
    return {field: prepare(text) for field, text in printed.items() if text}
