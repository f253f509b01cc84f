"""The words around a quote, as the items that attribution reads: names, speech verbs, pronouns, roles."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from msgspec import Struct

from schemas.lexicon import Lexicon, QuoteWords
from tasks.tag.bearers import Name
from tasks.tag.quotation_marks import Quoted

TOKEN = re.compile(r"\w+(?:[-’'.&/]\w+)*|[,:;()–—]")
SENTENCE_END = re.compile(
    r"[.!?…](?:[ \u00a0\u202f][»›])?[\"”“’‘'»«›‹)\]]*[ \t\u00a0]+(?=[\"“„«»‘‚'‹›(\[]?[^\W_a-z])|\n+"
)
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


class Item(Struct, frozen=True):
    """One word, name, mark or whole quote of a clause."""

    kind: Kind
    start: int
    end: int
    word: str  # in lower case
    name: Name | None = None


Clause = Sequence[Item]
VERBS = (Kind.VERB, Kind.PARTICIPLE, Kind.RELATIVE)
MARKS = dict.fromkeys(",;()–—", Kind.COMMA) | {":": Kind.COLON}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The kind of every known word and phrase."""

    kinds: dict[str, Kind]
    phrases: dict[str, int]  # first word -> words of the longest phrase that begins with it
    aged: tuple[str, ...]  # endings of words for a person by their age

    def kind(self, word: str) -> Kind:
        """What a word or phrase is; most are in no list."""
        found = self.kinds.get(word, Kind.WORD)
        return Kind.ROLE if found is Kind.WORD and word.endswith(self.aged) else found


@lru_cache(maxsize=8)
def _vocabulary(lexicon: Lexicon) -> Vocabulary:
    kinds = MARKS | {word: kind for listed, kind in reversed(_ranked(lexicon.quotes)) for word in listed}
    phrases: dict[str, int] = {}
    for first, *rest in (word.split() for word in kinds):
        if rest:
            phrases[first] = max(phrases.get(first, 0), 1 + len(rest))
    return Vocabulary(kinds, phrases, tuple(lexicon.quotes.aged))


def _ranked(words: QuoteWords) -> tuple[tuple[frozenset[str], Kind], ...]:
    """Where a word is in several lists the first of these wins."""
    return (
        (words.verbs, Kind.VERB),
        (words.participles, Kind.PARTICIPLE),
        (words.according, Kind.ACCORDING),
        (words.people, Kind.PERSON),
        (words.groups, Kind.GROUP),
        (words.things, Kind.THING),
        (words.roles, Kind.ROLE),
        (words.bodies.union(*(kind.nouns for kind in words.kinds.values())), Kind.BODY),
        (words.relatives, Kind.RELATIVE),
        (words.determiners, Kind.DETERMINER),
        (words.unnamed, Kind.UNNAMED),
        (words.fillers, Kind.FILLER),
    )


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
        yield Item(vocabulary.kind(word), found[index].start(), last.end(), word)
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


# -- parts of a clause


def segments(clause: Clause) -> list[Clause]:
    """The clause cut at its commas, without empty pieces."""
    out: list[list[Item]] = [[]]
    for item in clause:
        if item.kind is Kind.COMMA:
            out.append([])
        else:
            out[-1].append(item)
    return [part for part in out if part]


def without_brackets(clause: Clause) -> Clause:
    """The clause without what stands in brackets; those that end it leave a comma: "Ada Marsh (Fine Gael) | said"."""
    out: list[Item] = []
    opened: int | None = None
    for index, item in enumerate(clause):
        if item.word == ")" and opened is not None:
            del out[opened + (index == len(clause) - 1) :]
            opened = None
            continue
        opened = len(out) if item.word == "(" else opened
        out.append(item)
    return out


def after_verb(clause: Clause) -> Clause:
    """What follows the last verb or relative."""
    verbs = (Kind.VERB, Kind.RELATIVE)
    return clause[next((i + 1 for i in range(len(clause) - 1, -1, -1) if clause[i].kind in verbs), 0) :]


def until_verb(clause: Clause) -> Clause:
    """What stands before the first verb or relative."""
    return clause[: next((i for i, item in enumerate(clause) if item.kind in VERBS), len(clause))]


def first_person(clause: Clause) -> Name | None:
    """The first person named."""
    return next((item.name for item in clause if item.name and item.name.label == "PERSON"), None)
