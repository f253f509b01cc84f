"""Numbers as news prints them: in digits or words, with currency, multiplier and percent sign; ranges and shares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from schemas.lexicon import FigureWords, Lexicon

PERCENT = "percent"
YEARS = range(1900, 2101)
DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,]\d)|\d{1,15}(?:\.\d{1,9})?(?!\d)"
PHONE = re.compile(r"\+?\d[\d\-() ]{6,24}\d")
PLAIN_YEAR = re.compile(r"[12]\d{3}")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a text; `unit` is an ISO 4217 code, "percent", or None for a bare number."""

    start: int
    end: int
    low: float
    high: float
    unit: str | None = None
    measure: str | None = None  # joined to the digits: "5kg"
    single: bool = False  # nothing but "one"
    year: bool = False  # could be one


@dataclass(frozen=True, slots=True)
class Grammar:
    """The patterns of one lexicon."""

    words: FigureWords
    number: re.Pattern[str]  # groups: sign, digits, letters, scale, words, fraction, half
    ratio: re.Pattern[str]
    to: re.Pattern[str]
    joined: re.Pattern[str]
    percent: re.Pattern[str]
    currency: re.Pattern[str]


def find_numerals(text: str, lexicon: Lexicon) -> Iterator[Numeral]:
    """The numbers of a text in order, without overlap; what belongs to dates, times or names is among them."""
    grammar = _grammar(lexicon)
    position = 0
    while found := grammar.number.search(text, position):
        phone = PHONE.match(text, found.start()) if found["digits"] and found[0][0] == "0" else None
        if phone:
            position = phone.end()
            continue
        first = _numeral(found, text, grammar)
        position = max(found.end(), first.end if first else 0)
        if first:
            for numeral in _extended(first, text, grammar):
                yield numeral
                position = max(position, numeral.end)


def _extended(first: Numeral, text: str, grammar: Grammar) -> Iterable[Numeral]:
    """`first` with what makes it a share or a range."""
    link = grammar.ratio.match(text, first.end)
    if link and (second := _at(text, link.end(), grammar)) and _is_ratio(first, second):
        share = 100 * first.low / second.low
        return (Numeral(first.start, second.end, share, share, PERCENT),)
    link = _range_link(first, text, grammar)
    second = _at(text, link.end(), grammar) if link else None
    if link is None or second is None or second.single:
        return (first,)
    return _range(first, second, text, grammar) or ((first, second) if link[0].isspace() or link[0][0] == " " else ())


def _range_link(first: Numeral, text: str, grammar: Grammar) -> re.Match[str] | None:
    before = text[max(0, first.start - 20) : first.start].lower().split()[-1:]
    if before and before[0] in grammar.words.between:
        return grammar.joined.match(text, first.end)
    return None if before and before[0] in grammar.words.starts else grammar.to.match(text, first.end)


def _range(first: Numeral, second: Numeral, text: str, grammar: Grammar) -> tuple[Numeral, ...]:
    """One numeral from low to high; none where the two do not make a range."""
    low = first.low
    scale = _scale_of(text[first.end : second.end], grammar.words)
    if low * scale <= second.low and second.low >= scale > 1 and low < second.low / scale * 1.000001:
        low *= scale
    unit = first.unit or second.unit
    if low >= second.high or (first.unit and second.unit and first.unit != second.unit):
        return ()
    return (Numeral(first.start, second.end, low, second.high, unit, second.measure, year=first.year and second.year),)


def _scale_of(words: str, known: FigureWords) -> float:
    """What the second number of "2 to 3 million" is multiplied by."""
    last = re.split(r"[\s-]+", words.lower())[-1]
    letters = last.lstrip("0123456789.,£$€")
    return known.scales.get(letters) or known.suffixes.get(letters) or 1


def _is_ratio(first: Numeral, second: Numeral) -> bool:
    bare = first.unit is None and second.unit is None and first.measure is None
    return bare and not second.year and first.low == first.high < second.low and first.low < 100


def _at(text: str, position: int, grammar: Grammar) -> Numeral | None:
    found = grammar.number.match(text, position)
    return _numeral(found, text, grammar) if found else None


def _numeral(found: re.Match[str], text: str, grammar: Grammar) -> Numeral | None:
    """One number, without range, with its currency or percent sign; None for "20th", "6pm", "737s"."""
    words = grammar.words
    if found["fraction"]:
        count, part = re.split(r"[\s-]+", found["fraction"].lower())[:2]
        share = 100 * words.numbers.get(count, 1) * words.parts[part]
        return Numeral(found.start(), found.end(), share, share, PERCENT)
    if found["half"]:
        return Numeral(found.start(), found.end(), *_half(found["half"], words))
    value = _digits(found, words) if found["digits"] else _words(found["words"], words)
    if value is None:
        return None
    letters = (found["letters"] or "").lower()
    if letters in words.measures and not (letters in words.suffixes and found["sign"]):
        numeral = Numeral(found.start(), found.end("digits"), value, value, measure=words.measures[letters])
    elif letters and not (letters in words.suffixes or letters in words.scales or letters in words.pence):
        return None
    else:
        numeral = _bare(found, value, letters, words)
    return numeral if numeral.unit else _with_unit(numeral, text, grammar)


def _bare(found: re.Match[str], value: float, letters: str, words: FigureWords) -> Numeral:
    if letters in words.pence:
        return Numeral(found.start(), found.end(), value / 100, value / 100, words.pence[letters])
    sign = words.currency_signs.get(found["sign"] or "")
    plain = found["digits"] and not (sign or letters or found["scale"])
    return Numeral(
        found.start(),
        found.end(),
        value,
        value,
        sign,
        single=value == 1 and not sign,
        year=bool(plain and PLAIN_YEAR.fullmatch(found["digits"]) and int(value) in YEARS),
    )


def _with_unit(numeral: Numeral, text: str, grammar: Grammar) -> Numeral:
    if numeral.measure:
        return numeral
    if percent := grammar.percent.match(text, numeral.end):
        return replace(numeral, end=percent.end(), unit=PERCENT, single=False, year=False)
    if named := grammar.currency.match(text, numeral.end):
        name = named[1].lower()
        if name in grammar.words.pence:
            low = numeral.low / 100
            return replace(numeral, end=named.end(), low=low, high=low, unit=grammar.words.pence[name], single=False)
        return replace(numeral, end=named.end(), unit=grammar.words.currency_words[name], single=False, year=False)
    return numeral


def _digits(found: re.Match[str], words: FigureWords) -> float | None:
    digits = found["digits"].replace(",", "")
    if len(digits) > 1 and digits[0] == "0" and digits[1] != ".":
        return None
    value = float(digits)
    letters = (found["letters"] or "").lower()
    if found["sign"] or letters not in words.measures:
        value *= words.suffixes.get(letters) or words.scales.get(letters) or 1
    for scale in re.findall(r"\w+", (found["scale"] or "").lower()):
        value *= words.scales.get(scale) or words.suffixes.get(scale) or words.dozens.get(scale) or 1
    return round(value, 6)


def _words(printed: str, words: FigureWords) -> float | None:
    """The value of a number in words: "two hundred and fifty", "a dozen", "three and a half million"."""
    total = current = 0.0
    for word in re.findall(r"\w+", printed.lower()):
        if word in words.numbers:
            if current % 10 or (current % 100 and words.numbers[word] >= 10):
                return None
            current += words.numbers[word]
        elif scale := words.scales.get(word) or words.dozens.get(word):
            current = (current or 1) * scale
            if scale >= 1000:
                total, current = total + current, 0.0
        elif word in words.halves:
            current += 0.5
    return total + current


def _half(printed: str, words: FigureWords) -> tuple[float, float, str | None, str | None]:
    """low, high, unit, measure of "half an hour", "half a million", "half of"."""
    last = re.split(r"[\s-]+", printed.lower())[-1]
    if measure := words.measures.get(last):
        return 0.5, 0.5, None, measure
    if scale := words.scales.get(last) or words.dozens.get(last):
        return scale / 2, scale / 2, None, None
    return 50, 50, PERCENT, None


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@lru_cache(maxsize=8)
def _grammar(lexicon: Lexicon) -> Grammar:
    w = lexicon.figures
    scale = _any({*w.scales, *w.dozens})
    one = rf"(?:{_any(w.singles)})"
    several = rf"(?:{_any(w.numbers)})"
    half = rf"[\s-](?:{_any(w.joiners)})[\s-]{one}[\s-](?:{_any(w.halves)})"
    digits = (
        rf"(?:(?P<sign>{_any(w.currency_signs)})\s?)?(?P<digits>{DIGITS})"
        rf"(?:(?P<scale>(?:[\s-](?:{scale}|{_any(s for s in w.suffixes if len(s) > 1)})\b)+)|(?P<letters>°?[A-Za-z]+(?:/h)?\b))?(?![\w/:])"
    )
    in_words = (
        rf"(?:{one}[\s-](?:{scale})|{several})\b(?:{half}|[\s-](?:{several}|{scale})\b"
        rf"|(?<=[dn])\s(?:{_any(w.joiners)})\s{several}\b)*"
    )
    fraction = rf"(?:(?:{several})[\s-](?:{_any(w.parts)})|{one}\s(?:{_any(w.parts)})(?=\s(?:{_any(w.of)})\b))\b"
    halves = (
        rf"(?:{_any(w.halves)})[\s-](?:{one}[\s-](?:{_any({*w.measures, *w.scales, *w.dozens})})|{_any(w.dozens)})\b"
        rf"|(?:{_any(w.halves)})(?=\s(?:{_any(w.of)})\b)"
    )
    number = rf"(?<!\w[-.,:/])(?<![\w$£€#@&.])(?:{digits}|(?P<fraction>{fraction})|(?P<half>{halves})|(?P<words>{in_words})(?!\w))"
    flags = re.IGNORECASE
    return Grammar(
        w,
        re.compile(number, flags),
        re.compile(rf"\s(?:{_any(w.ratios)})\s", flags),
        re.compile(
            rf"\s?(?:{_any(t for t in w.to if not t.isalpha())})\s?|\s(?:{_any(t for t in w.to if t.isalpha())})\s",
            flags,
        ),
        re.compile(rf"\s(?:{_any(w.joiners)})\s", flags),
        re.compile(rf"[\s-]?(?:{_any(w.percent)})(?!\w)", flags),
        re.compile(rf"[\s-](?:US\s)?({_any({*w.currency_words, *(p for p in w.pence if len(p) > 1)})})\b", flags),
    )
