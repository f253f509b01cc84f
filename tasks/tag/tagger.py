"""Articles in, tags out: everything that tagging finds, in order and in bounded memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from msgspec.structs import replace

from schemas.records import TAGGED, Article, Processor, Tags
from schemas.topics import Topics
from tasks.tag.language import LanguageTagger
from tasks.tag.topics import TopicTagger
from tasks.tag.wrapped import as_printed, unwrapped

BATCH = 32  # articles handed to a model at once


class Tagger:
    """Finds mentions, entities, topics, quotes and figures. One per process; a language's model is loaded at need."""

    def __init__(self, languages: Sequence[LanguageTagger], topics: Topics) -> None:
        """`languages` are those that have a model; one of them is the default."""
        self._languages: dict[str | None, LanguageTagger] = {each.language.language: each for each in languages}
        self._languages[None] = next(each for each in languages if each.language.default)
        self._topics = TopicTagger(topics)

    @property
    def processors(self) -> dict[str | None, tuple[Processor, ...]]:
        """What makes the results of articles by their language; of another language than these there are none."""
        codes = dict.fromkeys((*self._languages, *self._topics.languages))
        return {code: (*self._of_language(code), *self._topics.processors_for(code)) for code in codes}

    def _of_language(self, code: str | None) -> tuple[Processor, ...]:
        language = self._languages.get(code)
        return language.processors if language else ()

    def tag(self, articles: Iterable[Article], topics: Collection[str] | None = None) -> Iterator[Tags]:
        """The tags of each article, in the order of the articles; reads ahead by one batch.

        What stands in a field after its first `TAGGED` characters is not tagged. An article in a language without a
        model has no tags but the topics that are defined for its language. With `topics`, by their keys, only
        these are looked for, and no model is asked.
        """
        stream = iter(articles)
        while batch := [_bounded(article) for article in islice(stream, BATCH)]:
            read = [unwrapped(article) for article in batch]
            found = self._by_language(read) if topics is None else {}
            for number, (printed, article) in enumerate(zip(batch, read, strict=True)):
                tags = replace(found.get(number, Tags()), topics=self._topics.tag(article, topics))
                yield tags if article is printed else as_printed(tags, printed)

    def _by_language(self, batch: Sequence[Article]) -> dict[int, Tags]:
        """What the languages' taggers find, by an article's number in the batch."""
        numbers: defaultdict[str | None, list[int]] = defaultdict(list)
        for number, article in enumerate(batch):
            numbers[article.language].append(number)
        return {
            number: tags
            for code, those in numbers.items()
            if code in self._languages
            for number, tags in zip(those, self._languages[code].tag([batch[n] for n in those]), strict=True)
        }


def _bounded(article: Article) -> Article:
    """The article as far as it is tagged: the offsets stay true, as only the ends of fields go."""
    return replace(
        article,
        headline=article.headline and _beginning(article.headline),
        standfirst=article.standfirst and _beginning(article.standfirst),
        body=_beginning(article.body),
    )


def _beginning(text: str) -> str:
    """At most `TAGGED` characters, to the end of a word where there is one."""
    return text if len(text) <= TAGGED else text[:TAGGED].rsplit(maxsplit=1)[0]
