"""Articles in one language in, with the names, quotes and figures that its model and its words find."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from schemas.config import config_hash
from schemas.gazetteer import KnownName, Patterns, Words
from schemas.languages import Language, Model
from schemas.lexicon import Lexicon, QuoteWords
from schemas.records import FIELDS, Article, Entity, Field, Figure, Mention, Processor, Tags
from schemas.titles import TitleWords
from tasks.tag import figures, quotes
from tasks.tag.beyond import within_bounds
from tasks.tag.document import agree, spread, without_share_codes, without_words
from tasks.tag.entities import find_entities
from tasks.tag.gazetteer import Gazetteer
from tasks.tag.glued import unglued
from tasks.tag.lexicon import NameWords
from tasks.tag.mentions import Name, NameFinder
from tasks.tag.model import Recognised, Recogniser
from tasks.tag.neighbours import as_defined, bodies_of, clubs, defined, surnames_first, towns
from tasks.tag.patterns import FormFinder
from tasks.tag.spans import SpanIndex
from tasks.tag.text import Text, prepare
from tasks.tag.titles import TitleFinder
from tasks.tag.trim import Candidate
from tasks.tag.word_surnames import with_word_surnames

VERSION = "9"

Texts = dict[Field, Text]


@dataclass(frozen=True, slots=True)
class Definitions:
    """What editors write for tagging in one language."""

    language: Language
    names: Sequence[KnownName]
    patterns: Patterns
    words: Words
    lexicon: Lexicon | None
    titles: TitleWords | None


class LanguageTagger:
    """Finds mentions, entities, quotes and figures in one language; its model is loaded when it is first needed."""

    def __init__(self, definitions: Definitions, model: Model, load: Callable[[], Recogniser]) -> None:
        """`load` gives the recogniser of `model`."""
        self.language = definitions.language
        self._load = load
        self._words = NameWords(definitions.words, definitions.names, _quote_words(definitions))
        gazetteer = Gazetteer(definitions.names, definitions.words.capitals_that_are_words)
        self._finder = NameFinder(gazetteer, FormFinder(definitions.patterns.pattern), self._words)
        self._lexicon = definitions.lexicon
        self._listed = {name.name: name.listed for name in definitions.names}
        self._titles = TitleFinder(definitions.titles, self._words) if definitions.titles else None
        self.processors: tuple[Processor, ...] = tuple(_processors(definitions, model))

    @cached_property
    def _recogniser(self) -> Recogniser:
        return self._load()

    def tag(self, articles: Sequence[Article]) -> Iterator[Tags]:
        """The tags of each article but for its topics, in the order of the articles."""
        texts = [_texts(article) for article in articles]
        found = self._recogniser.find(text.calm for fields in texts for text in fields.values())
        for article, fields in zip(articles, texts, strict=True):
            recognised = dict(zip(fields, map(self._ours, islice(found, len(fields))), strict=True))
            yield self._tags(article, *self._entities(fields, recognised))

    def _ours(self, recognised: Sequence[Recognised]) -> list[Candidate]:
        """Those that are names for us, with our labels."""
        labels = self.language.labels
        return [Candidate(one.start, one.end, labels[one.label]) for one in recognised if one.label in labels]

    def _entities(
        self, texts: Texts, recognised: Mapping[Field, list[Candidate]]
    ) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
        names = [name for field, text in texts.items() for name in self._finder.find(field, text, recognised[field])]
        names = within_bounds(unglued(names, self._words), texts, self._words)
        names = clubs(without_words(names, texts, self._words), texts, self._words)
        names = towns(names, texts, self._words)
        names = surnames_first(names, texts, self._words)
        names = bodies_of(names, texts, self._words)
        names = as_defined(names, self._acronyms(names, texts))
        names = agree(spread(agree(names, self._words), texts, self._words), self._words)
        names = with_word_surnames(names, texts, self._words)
        names = without_share_codes(names, texts, self._words)
        return find_entities(names, texts, self._words)

    def _acronyms(self, names: Sequence[Name], texts: Texts) -> dict[str, Name]:
        """What the article says that its acronyms stand for."""
        of = {field: [name for name in names if name.field == field] for field in texts}
        found = (defined(of[field], text.plain, self._words) for field, text in texts.items())
        return {short: long for meaning in found for short, long in meaning.items()}

    def _tags(self, article: Article, mentions: tuple[Mention, ...], entities: tuple[Entity, ...]) -> Tags:
        titled = self._titles.with_titles(article, mentions) if self._titles else mentions
        if self._lexicon is None:
            return Tags(titled, entities)
        found = quotes.find_quotes(article, mentions, entities, self._lexicon, self._listed)
        counted = _outside(figures.find_figures(article, self._lexicon), mentions)
        return Tags(titled, entities, quotes=found, figures=counted)


def _outside(found: Iterable[Figure], mentions: Sequence[Mention]) -> tuple[Figure, ...]:
    """The figures that are no part of a name: Six Nations."""
    index = {field: SpanIndex([mention for mention in mentions if mention.field == field]) for field in FIELDS}
    return tuple(
        figure
        for figure in found
        if not any(m.start <= figure.start and figure.end <= m.end for m in index[figure.field].overlapping(figure))
    )


def _processors(definitions: Definitions, model: Model) -> Iterator[Processor]:
    titles = [definitions.titles] if definitions.titles else []
    config = config_hash(*definitions.names, definitions.patterns, definitions.words, *titles)
    told = _quote_words(definitions)
    genders = f" {sorted(told.male)} {sorted(told.female)}" if told else ""
    decides = f"{config} {definitions.language.fingerprint(model)}{genders}"
    yield Processor("entities", f"{VERSION}+{model.name}", hashlib.sha256(decides.encode()).hexdigest()[:16])
    if definitions.lexicon:
        yield quotes.processor(definitions.lexicon)
        yield figures.processor(definitions.lexicon)


def _quote_words(definitions: Definitions) -> QuoteWords | None:
    return definitions.lexicon.quotes if definitions.lexicon else None


def _texts(article: Article) -> Texts:
    """The fields that have text, ready for finding names."""
    printed = {field: getattr(article, field) for field in FIELDS}
    return {field: prepare(text, is_headline=field == "headline") for field, text in printed.items() if text}
