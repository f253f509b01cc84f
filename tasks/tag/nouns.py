"""What a number counts: the noun after it, by word shape and lists; no tagger."""

from __future__ import annotations

import re
from itertools import islice

from msgspec import Struct

from schemas.lexicon import FigureWords

AFTER = 90  # code points after a number that may hold its noun
NOUN_WITHIN = 6  # words
SHORTEST = 2  # letters of what cannot be a plural
WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+|/hr?\b)*")
PHRASE_END = re.compile(r"[\n,;:!?()\[\]\"“”„«»]|\.(?!\w)|[–—]")
HYPHEN = re.compile(r"[-‑]([^\W\d_]+)(?:[-‑]([^\W\d_]+))?")


class Noun(Struct, frozen=True):
    """A counted noun as printed; a measure in its usual form."""

    unit: str
    end: int  # in the text


def noun_after(text: str, start: int, words: FigureWords) -> Noun | None:
    """The first plural after a number that ends at `start`, or a measure: "three-hour" is hours."""
    if hyphen := HYPHEN.match(text, start):
        return _joined_by_hyphens(hyphen, words)
    found = _phrase(text, start, words)
    if _word(found, 0) in words.joiners:
        return None  # "at 25,000 and organisers at 90,000"
    if found and (first := _measure(found, words)):
        return first
    for index, match in enumerate(found):
        word, following = match[0].lower(), _word(found, index + 1)
        if f"{word} {following}" in words.compounds:
            end = found[index + 1].end()
            return Noun(words.measures.get(f"{word} {following}", text[match.start() : end]), end)
        if _ends_phrase(found, index, words):
            return None
        if is_plural(word, words) and not (is_plural(following, words) and _adjoins(text, found, index)):
            return Noun(match[0], match.end())
    return None


def _joined_by_hyphens(found: re.Match[str], words: FigureWords) -> Noun | None:
    """A measure of one word or two: "three-hour", "900-square-foot"."""
    unit = words.measures.get(f"{found[1]} {found[2]}".lower())
    if unit is not None:
        return Noun(unit, found.end())
    unit = words.measures.get(found[1].lower())
    return Noun(unit, found.end(1)) if unit else None


def _ends_phrase(found: list[re.Match[str]], index: int, words: FigureWords) -> bool:
    """Whether a word, or a number of its own, ends the phrase of the number before it."""
    word = found[index][0].lower()
    if word[0].isdigit():
        called = word in words.dialled and _word(found, index + 1) in words.dialled_nouns
        return not called and (index == 0 or not may_be_model(found[index - 1][0], words))
    return word in words.stops or word in words.numbers


def may_be_model(word: str, words: FigureWords) -> bool:
    """Whether the number after a word, itself after a number, can be part of a name: "171 Max 9 jets"."""
    lower = word.lower()
    counted = lower in words.stops or lower in words.months or is_plural(lower, words)
    return word[0].isupper() and not counted


def _adjoins(text: str, found: list[re.Match[str]], index: int) -> bool:
    """Whether nothing but a space stands before the next word: of two plurals the second is the head."""
    return text[found[index].end() : found[index + 1].start()].isspace()


def is_plural(word: str, words: FigureWords) -> bool:
    """Whether a word in lower case looks like a plural noun."""
    if word in words.plurals:
        return True
    ends = word.endswith(tuple(words.plural_endings)) and not word.endswith(tuple(words.not_plural_endings))
    return ends and len(word) > SHORTEST and word not in words.not_plurals


def _measure(found: list[re.Match[str]], words: FigureWords) -> Noun | None:
    """A unit of measurement right after the number: "10 km", "10 mile tailback"; but of "40 bed spaces" none."""
    first = found[0][0].lower()
    if first not in words.measures or (is_plural(_word(found, 1), words) and first not in words.only_measures):
        return None
    return Noun(words.measures[first], found[0].end())


def _phrase(text: str, start: int, words: FigureWords) -> list[re.Match[str]]:
    """The words after a number up to a mark, without the "of the" of "two of the ships"."""
    limit = PHRASE_END.search(text, start, start + AFTER)
    words_after = WORD.finditer(text, start, limit.start() if limit else start + AFTER)
    found = list(islice(words_after, NOUN_WITHIN))
    whole = _word(found, 0) in words.of and _word(found, 1) in words.wholes
    return found[2:] if whole else found


def _word(found: list[re.Match[str]], index: int) -> str:
    return found[index][0].lower() if index < len(found) else ""
