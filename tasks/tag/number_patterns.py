"""The patterns of numbers, compiled from a lexicon. Every part is bounded, so that none backtracks far."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from schemas.lexicon import FigureWords, Lexicon
from tasks.tag.digits import DIGITS, VULGAR

NOT_AFTER = r"(?<!\w[-.,:/])(?<![\w$£€#@&.])"  # inside M20, 12:30, 9/11, COVID-19


@dataclass(frozen=True, slots=True)
class Grammar:
    """The patterns of one lexicon, all without regard to case."""

    words: FigureWords
    numbered: frozenset[str]  # words whose number comes after them: "May", "page", "day"
    start: re.Pattern[str]  # where a number may begin, its sign left out; several times quicker than `number`
    sign: re.Pattern[str]  # one that ends where a number begins
    minus: re.Pattern[str]  # the same, before the sign
    number: re.Pattern[str]  # groups: sign, digits, scale, letters; fraction; half; words
    further: re.Pattern[str]  # the same, after a first number: "2-3"
    ratio: re.Pattern[str]
    to: re.Pattern[str]
    joined: re.Pattern[str]
    either: re.Pattern[str]
    called: re.Pattern[str]  # a number that is called, and what is done with it: "999 calls"
    voting: re.Pattern[str]  # ends where the votes for something begin; group 1: the word that says so
    percent: re.Pattern[str]
    currency: re.Pattern[str]  # group 1: its name


def any_of(words: Iterable[str]) -> str:
    """A pattern for one of `words`, the longest first; of none, one that matches nothing."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) or "(?!)"


@lru_cache(maxsize=8)
def grammar_of(lexicon: Lexicon) -> Grammar:
    """The patterns of a lexicon, compiled once."""
    words = lexicon.figures
    signs = {sign for sign in words.to if not sign.isalpha()}
    number = f"(?:{_digits(words)}|(?P<fraction>{_fraction(words)})|(?P<half>{_half(words)})|{_words(words)})"
    return Grammar(
        words,
        words.months | words.labels | {form for form, unit in words.measures.items() if unit in words.times},
        re.compile(_start(words)),
        _compiled(rf"(?<!\w)(?:{any_of(words.currency_signs)})\s?$"),
        _compiled(rf"(?:(?<=[\s(])|^){_not_after(words.alternatives)}(?:{_minus(words)})$"),  # "plus or minus 3"
        _compiled(NOT_AFTER + number),
        _compiled(number),
        _compiled(rf"\s(?:{any_of(words.ratios)})\s"),
        _compiled(rf"\s?(?:{any_of(signs)})\s?|\s(?:{any_of(words.to - signs)})\s"),
        _compiled(rf"\s(?:{any_of(words.joiners)})\s"),
        _compiled(rf"\s(?:{any_of(words.alternatives)})\s"),
        _compiled(rf"(?:{any_of(words.dialled)})\s(?:{any_of(words.dialled_nouns)})\b"),
        _compiled(rf"\b({any_of(words.voting | words.deciding)})\s(?:(?:{words.voted_by})\s)?$"),
        _compiled(rf"[\s-]?(?:{any_of(words.percent)})(?!\w)"),
        _compiled(rf"[\s-]({any_of(_currencies(words))})\b"),
    )


def _minus(words: FigureWords) -> str:
    """A sign joined to its number, a word before a space."""
    return "|".join(re.escape(word) + (r"\s" if word.isalpha() else "") for word in sorted(words.minus))


def _not_after(words: Iterable[str]) -> str:
    return "".join(rf"(?<!\b{re.escape(word)}\s)" for word in sorted(words))


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _currencies(words: FigureWords) -> set[str]:
    return {*words.currency_words, *(word for word in words.pence if len(word) > 1)}


def _start(words: FigureWords) -> str:
    """A digit or the first word of a number, in lower case, capitalised or in capitals.

    The first letters stand apart, as a set, because that lets the search skip every other position.
    """
    after_one = {*words.scales, *words.dozens, *words.parts}
    lower = {*words.numbers, *words.halves, *(f"{one} {scale}" for one in words.singles for scale in after_one)}
    forms = {form for word in lower for form in (word, word.capitalize(), word.upper())}
    first = re.escape("".join(sorted({form[0] for form in forms})))
    return rf"\b[0-9{VULGAR}{first}](?:(?<=[0-9{VULGAR}])|(?:{any_of({form[1:] for form in forms})})\b)"


def _digits(words: FigureWords) -> str:
    scales = {*words.scales, *words.dozens, *(suffix for suffix in words.suffixes if len(suffix) > 1)}
    of_words = any_of(measure for measure in words.joined_measures if " " in measure)  # "100sq m"
    return (
        rf"(?:(?P<sign>{any_of(words.currency_signs)})\s?)?(?P<digits>{DIGITS})"
        rf"(?:(?P<scale>(?:[\s-](?:{any_of(scales)})\b){{1,3}})"
        rf"|(?P<letters>(?:{of_words}|°?[A-Za-z]{{1,12}}(?:/hr?)?)\b))?(?![\w/:])"
    )


def _words(words: FigureWords) -> str:
    """Such as "two hundred and fifty", "a dozen", "three and a half million"."""
    one, several = any_of(words.singles), any_of(words.numbers)
    scale = any_of({*words.scales, *words.dozens})
    joined = any_of(words.joiners)
    half = rf"[\s-](?:{joined})[\s-](?:{one})[\s-](?:{any_of(words.halves)})"
    more = rf"[\s-](?:{several}|{scale})\b|(?<=[dn])\s(?:{joined})\s(?:{several})\b"
    return rf"(?P<words>(?:(?:{one})[\s-](?:{scale})|{several})\b(?:{half}|{more}){{0,12}})(?!\w)"


def _fraction(words: FigureWords) -> str:
    """Such as "two-thirds", "a quarter of a million", "a quarter of", "by a third"."""
    part, one, of = any_of(words.parts), any_of(words.singles), any_of(words.of)
    one_part = rf"(?:{one})\s(?:{part})"
    several = rf"(?:{any_of(words.numbers)})[\s-](?:{part})"
    alone = rf"{one_part}(?=\s(?:{of})\b|{_to_part(words)})|{_by_part(one_part, words)}"
    wholes = any_of({*words.scales, *words.dozens, *words.measures})
    return rf"(?:(?:{one_part}|{several})\s(?:{of})\s(?:{one})\s(?:{wholes})|{several}|{alone})\b"


def _to_part(words: FigureWords) -> str:
    """The other end of a range that a share begins: "between half and two-thirds of"."""
    links = any_of({*words.joiners, *(word for word in words.to if word.isalpha())})
    before = rf"(?:(?:{any_of(words.singles)})\s|(?:{any_of(words.numbers)})[\s-])?"
    return rf"\s(?:{links})\s{before}(?:{any_of({*words.parts, *words.halves})})\s(?:{any_of(words.of)})\b"


def _by_part(part: str, words: FigureWords) -> str:
    """A part with nothing after it that it could be part of: "by a third", but not "by a third party"."""
    before = "|".join(rf"(?<=\b{re.escape(word)}\s)" for word in sorted(words.before_parts))
    after = any_of({*words.stops, *words.after_parts} - words.singles)
    return rf"(?:{before})(?:{part})(?=\s?(?:[.,;:!?)\n]|$)|\s(?:{after})\b)"


def _half(words: FigureWords) -> str:
    """Such as "half an hour", "half a million", "half-dozen", "half of", "half the"."""
    half, one, of = any_of(words.halves), any_of(words.singles), any_of(words.of)
    after_one = any_of({*words.measures, *words.scales, *words.dozens})
    return (
        rf"(?:{half})[\s-](?:(?:{one})[\s-](?:{after_one})|{any_of(words.dozens)})\b"
        rf"|(?:(?:{one})\s)?(?:{half})(?=\s(?:{of}|{any_of(words.wholes)})\b|{_to_part(words)})|{_by_part(half, words)}"
    )
