"""The words around a quote, as the items that attribution reads: names, speech verbs, pronouns, roles."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from schemas.lexicon import Lexicon, QuoteWords
from schemas.records import Entity, Field, Label, Mention
from tasks.tag.quotation_marks import Quoted

TOKEN = re.compile(r"\w+(?:[-’'.&/]\w+)*|[,:;()–—]")
SENTENCE_END = re.compile(r"[.!?…][\"”’'»)\]]*[ \t\u00a0]+(?=[\"“„«‘'(\[]?[^\W_a-z])|\n+")
TITLE_REACH = 40  # code points before a name that may hold its title
APPOSITION = re.compile(r"\s?[,(]\s?([^\n,;:.!?()\"“”]{2,80})[,;.()]")
LAST_WORD = re.compile(r"[\w.]*\w$")


class Kind(Enum):
    """What an item is to the search for a speaker."""

    NAME = auto()
    VERB = auto()
    PARTICIPLE = auto()
    ACCORDING = auto()
    PERSON = auto()  # he, she
    GROUP = auto()  # they
    THING = auto()  # it
    ROLE = auto()
    BODY = auto()
    UNNAMED = auto()
    RELATIVE = auto()
    FILLER = auto()
    DETERMINER = auto()
    WORD = auto()
    COMMA = auto()
    COLON = auto()
    QUOTE = auto()


@dataclass(frozen=True, slots=True)
class Name:
    """A mention in one field, with the entity it belongs to."""

    start: int
    end: int
    label: Label
    entity: int
    male: bool | None  # None when nothing tells
    title: str  # the words before it, in lower case: "the prime minister"
    apposition: str  # those between it and a second comma: ", head of the union,"
    introduced: bool  # whether either says what its bearer is

    def holds(self, title: str) -> bool:
        """Whether `title` stands right before the name, or after it as what its bearer is."""
        return f" {self.title}".endswith(f" {title}") or f" {title} " in f" {self.apposition} "


@dataclass(frozen=True, slots=True)
class Item:
    """One word, name, mark or whole quote of a clause."""

    kind: Kind
    start: int
    end: int
    word: str  # in lower case
    name: Name | None = None


MARKS = dict.fromkeys(",;()–—", Kind.COMMA) | {":": Kind.COLON}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The kind of every known word and phrase."""

    kinds: dict[str, Kind]
    phrases: dict[str, int]  # first word -> words of the longest phrase that begins with it


@lru_cache(maxsize=8)
def _vocabulary(lexicon: Lexicon) -> Vocabulary:
    """Where a word is in several lists the first of these wins."""
    words = lexicon.quotes
    ranked = (
        (words.verbs, Kind.VERB),
        (words.participles, Kind.PARTICIPLE),
        (words.according, Kind.ACCORDING),
        (words.people, Kind.PERSON),
        (words.groups, Kind.GROUP),
        (words.things, Kind.THING),
        (words.roles, Kind.ROLE),
        (words.bodies, Kind.BODY),
        (words.relatives, Kind.RELATIVE),
        (words.determiners, Kind.DETERMINER),
        (words.unnamed, Kind.UNNAMED),
        (words.fillers, Kind.FILLER),
    )
    kinds = MARKS | {word: kind for listed, kind in reversed(ranked) for word in listed}
    phrases: dict[str, int] = {}
    for first, *rest in (word.split() for word in kinds):
        if rest:
            phrases[first] = max(phrases.get(first, 0), 1 + len(rest))
    return Vocabulary(kinds, phrases)


def names_in(
    text: str, field: Field, mentions: Sequence[Mention], entities: Sequence[Entity], words: QuoteWords
) -> list[Name]:
    """The mentions of one field in reading order, each with its entity and what is known of its gender."""
    entity_of = {index: number for number, entity in enumerate(entities) for index in entity.mentions}
    return [
        _name(text, mention, entity_of[index], entities[entity_of[index]].name, words)
        for index, mention in enumerate(mentions)
        if mention.field == field and index in entity_of
    ]


def _name(text: str, mention: Mention, entity: int, full_name: str, words: QuoteWords) -> Name:
    title = text[max(0, mention.start - TITLE_REACH) : mention.start].lower().split()
    told = (word.strip(".") for word in (*title[-1:], *full_name.lower().split(maxsplit=1)[:1]))
    male = next((word in words.male for word in told if word in words.male or word in words.female), None)
    described = APPOSITION.match(text, mention.end)
    apposition = " ".join(described[1].lower().split()) if described else ""
    introduced = bool(apposition) or any(_could_introduce(word, words) for word in title[-1:])
    return Name(mention.start, mention.end, mention.label, entity, male, " ".join(title), apposition, introduced)


def _could_introduce(word: str, words: QuoteWords) -> bool:
    """Whether a word before a name may say what its bearer is: any but verbs of speech and small words."""
    known = (words.verbs, words.fillers, words.determiners, words.openers, words.relatives, words.joiners)
    return word.isalpha() and not any(word in listed for listed in (*known, words.male, words.female))


def sentence_starts(text: str, quotes: Sequence[Quoted], abbreviations: frozenset[str]) -> list[int]:
    """Where sentences begin outside quotes, ascending; 0 and the end of the text are among them."""
    starts, quote = [0], 0
    for found in SENTENCE_END.finditer(text):
        while quote < len(quotes) and quotes[quote].outer_end <= found.end():
            quote += 1
        inside = quote < len(quotes) and quotes[quote].outer_start < found.start()
        if not inside and not _abbreviated(text, found.start(), abbreviations):
            starts.append(found.end())
    return [*starts, len(text)]


def _abbreviated(text: str, stop: int, abbreviations: frozenset[str]) -> bool:
    if text[stop] != ".":
        return False
    word = LAST_WORD.search(text[max(0, stop - 12) : stop])
    if word is None:
        return False
    last = word[0].rpartition(".")[2]
    return word[0].lower() in abbreviations or (len(last) == 1 and last.isupper())


def items(
    text: str, start: int, end: int, names: Sequence[Name], quotes: Sequence[Quoted], lexicon: Lexicon
) -> list[Item]:
    """What stands in text[start:end], each name and each quote being one item."""
    vocabulary = _vocabulary(lexicon)
    out: list[Item] = []
    position = start
    for solid in _solids(start, end, names, quotes):
        out.extend(_words(text, position, solid.start, vocabulary))
        out.append(solid)
        position = max(position, solid.end)
    out.extend(_words(text, position, end, vocabulary))
    return out


def _solids(start: int, end: int, names: Sequence[Name], quotes: Sequence[Quoted]) -> Iterator[Item]:
    first = bisect_left(quotes, start, key=lambda quote: quote.outer_end)
    inside: list[Item] = []
    while first < len(quotes) and quotes[first].outer_start < end:
        inside.append(Item(Kind.QUOTE, quotes[first].outer_start, quotes[first].outer_end, ""))
        first += 1
    position = start
    number = bisect_left(names, start, key=lambda name: name.start)
    while number < len(names) and names[number].end <= end:
        inside.append(Item(Kind.NAME, names[number].start, names[number].end, "", names[number]))
        number += 1
    for item in sorted(inside, key=lambda item: (item.start, -item.end)):
        if item.start >= position:
            yield item
            position = item.end


def _words(text: str, start: int, end: int, vocabulary: Vocabulary) -> Iterator[Item]:
    """Words and marks; a known phrase ("pointed out") is one item."""
    found = list(TOKEN.finditer(text, start, end)) if start < end else []
    index = 0
    while index < len(found):
        word, length = _known(found, index, vocabulary)
        last = found[index + length - 1]
        yield Item(vocabulary.kinds.get(word, Kind.WORD), found[index].start(), last.end(), word)
        index += length


def _known(found: Sequence[re.Match[str]], index: int, vocabulary: Vocabulary) -> tuple[str, int]:
    """The longest known phrase that begins at `index`, else its word, in lower case; and how many words it has."""
    word = found[index][0].lower()
    longest = min(vocabulary.phrases.get(word, 1), len(found) - index)
    for length in range(longest, 1, -1):
        phrase = " ".join(token[0].lower() for token in found[index : index + length])
        if phrase in vocabulary.kinds:
            return phrase, length
    return word, 1
