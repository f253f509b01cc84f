"""Quotes with their speakers."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from types import MappingProxyType

from schemas.config import config_hash
from schemas.lexicon import Lexicon
from schemas.records import FIELDS, Article, Entity, Field, Mention, Processor, Quote
from tasks.tag.bearers import Name, names_by_field
from tasks.tag.clauses import sentence_starts
from tasks.tag.quotation_marks import Quoted, find_quoted
from tasks.tag.speakers import Attributor

VERSION = "5"
WORD = re.compile(r"\w+(?:[-'’]\w+)*")
TITLED = ("WORK", "EVENT", "ORG")  # what stands between marks without being said
SHORT = 3  # words
TITLE_WORDS = 8  # a longer run of capitalised words is not a title
SMALL_WORD = 4  # shorter words are written small in titles


def processor(lexicon: Lexicon) -> Processor:
    """What the results of `find_quotes` are made by."""
    return Processor("quotes", VERSION, config_hash(lexicon.quotes))


def find_quotes(
    article: Article,
    mentions: Sequence[Mention],
    entities: Sequence[Entity],
    lexicon: Lexicon,
    listed: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Quote, ...]:
    """The quotes of headline, standfirst and body, in that order.

    A quote over several paragraphs is one; one that its speaker's name interrupts is two. Single words between
    marks and titles of works are no quotes. `Quote.speaker` indexes `entities`.
    `listed` says in which file of the gazetteer a name is.
    """
    names = names_by_field(article, mentions, entities, lexicon.quotes, listed)
    fields = ((field, getattr(article, field)) for field in FIELDS)
    return tuple(quote for field, text in fields if text for quote in _in_field(field, text, names[field], lexicon))


def _in_field(field: Field, text: str, names: Sequence[Name], lexicon: Lexicon) -> Iterator[Quote]:
    marked = find_quoted(text, lexicon.quotes.elisions)
    if not marked:
        return
    works = {(name.start, name.end) for name in names if name.label in TITLED}
    quotes = [q for q in marked if not _is_work(text, q, works) and _is_quote(text[q.start : q.end], field)]
    starts = sentence_starts(text, quotes, lexicon.quotes.abbreviations)
    attributor = Attributor(text, names, quotes, starts, lexicon)
    for quote in quotes:
        found = attributor.attribute(quote)
        if field != "headline" and found.cue is None and found.speaker is None and _is_short(text, quote):
            continue  # a term between marks, which nobody is said to have used
        yield Quote(field, quote.start, quote.end, text[quote.start : quote.end], found.speaker, found.cue)


def _is_work(text: str, quote: Quoted, works: Container[tuple[int, int]]) -> bool:
    """Whether a name fills the marks, but for a comma or full stop that belongs to the sentence."""
    return (quote.start, quote.end - (text[quote.end - 1] in ",.")) in works


def _is_quote(words: str, field: Field) -> bool:
    """Whether words between marks are speech: two words at least, and not capitalised like a title."""
    found = WORD.findall(words[:1000])
    return len(found) > 1 and (field == "headline" or not _is_title(found, words))


def _is_short(text: str, quote: Quoted) -> bool:
    return len(WORD.findall(text, quote.start, min(quote.end, quote.start + 200))) <= SHORT


def _is_title(found: Sequence[str], words: str) -> bool:
    """Whether words are capitalised like a title; where all are in capitals, that tells nothing."""
    if len(found) > TITLE_WORDS or words[-1] in ",!?…" or words.isupper():
        return False
    return found[0][0].isupper() and all(word[0].isupper() for word in found if len(word) >= SMALL_WORD)
