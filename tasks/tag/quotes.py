"""Quotes with their speakers."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from types import MappingProxyType

from schemas.config import config_hash
from schemas.lexicon import Lexicon, QuoteWords
from schemas.records import FIELDS, Article, Entity, Field, Mention, Processor, Quote
from tasks.tag.bearers import Name, names_by_field
from tasks.tag.clauses import sentence_starts
from tasks.tag.quotation_marks import Quoted, find_quoted
from tasks.tag.speakers import Attribution, Attributor

VERSION = "8"
WORD = re.compile(r"\w+(?:[-'’]\w+)*")
TITLED = ("WORK", "EVENT", "ORG")  # what stands between marks without being said
SHORT = 3  # words
VERB_BEFORE = 20  # code points before a quote that may hold its verb and a comma
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
    marks are no quotes, but tell who speaks on, and titles of works are none.
    `Quote.speaker` indexes `entities`.
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
    quotes = [q for q in marked if not _is_work(text, q, works) and _is_quote(text, q, field, lexicon.quotes)]
    starts = sentence_starts(text, quotes, lexicon.quotes.abbreviations)
    attributor = Attributor(text, names, quotes, starts, lexicon)
    for quote in quotes:
        found = attributor.attribute(quote)
        if not _is_told(text, quote, field, found):
            continue  # a term between marks, which nobody is said to have used
        yield Quote(field, quote.start, quote.end, text[quote.start : quote.end], found.speaker, found.cue)


def _is_work(text: str, quote: Quoted, works: Container[tuple[int, int]]) -> bool:
    """Whether a name fills the marks, but for a comma or full stop that belongs to the sentence."""
    return (quote.start, quote.end - (text[quote.end - 1] in ",.")) in works


def _is_quote(text: str, quote: Quoted, field: Field, words: QuoteWords) -> bool:
    """Whether words between marks could be speech: not capitalised like a title, and if single all that was said."""
    printed = text[quote.start : quote.end]
    found = WORD.findall(printed[:1000])
    if len(found) == 1:
        return _is_utterance(text, quote, words)
    return len(found) > 1 and (field == "headline" or not _is_title(found, printed))


def _is_utterance(text: str, quote: Quoted, words: QuoteWords) -> bool:
    """Whether a word between marks stands as a sentence does: `said: "No."`, `"No," said`."""
    if not text[quote.start].isupper() or text[quote.end - 1] not in ",.!?…":
        return False
    before = text[max(0, quote.outer_start - VERB_BEFORE) : quote.outer_start].rstrip(" ")
    verb = before[:-1].rpartition(" ")[2].lower()
    return before[-1:] in ("", "\n", ".", "!", "?", ":") or (before[-1] == "," and verb in words.verbs)


def _is_told(text: str, quote: Quoted, field: Field, found: Attribution) -> bool:
    """Whether a quote is long, or has a verb or a speaker; a single word is none."""
    count = len(WORD.findall(text, quote.start, min(quote.end, quote.start + 200)))
    told = field == "headline" or found.cue is not None or found.speaker is not None
    return count > 1 and (told or count > SHORT)


def _is_title(found: Sequence[str], words: str) -> bool:
    """Whether words are capitalised like a title; where all are in capitals, that tells nothing."""
    if len(found) > TITLE_WORDS or words[-1] in ",!?…" or words.isupper():
        return False
    capitals = all(word[0].isupper() for word in found if len(word) >= SMALL_WORD)
    return found[0][0].isupper() and capitals and any(word[0].isupper() and word != "I" for word in found[1:])
