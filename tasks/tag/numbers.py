"""Numbers as news prints them: in digits or words, with currency, multiplier and percent sign; ranges and shares."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from schemas.lexicon import FigureWords, Lexicon
from tasks.tag.digits import value_of
from tasks.tag.nouns import noun_after
from tasks.tag.number_patterns import Grammar, grammar_of

PERCENT = "percent"
LONGEST_SIGN = 5  # code points, with the space after it
LONGEST_LABEL = 20  # likewise, of a word before a number
LONGEST_MINUS = 6  # likewise
LONGEST_VOTE = 24  # likewise, of the words before the votes for something
SHARE_PLACES = 2  # of a percentage that is computed: 66.67
YEARS = range(1900, 2101)
PHONE = re.compile(r"\+?\d[\d\-() ]{6,24}\d")
FIRST = re.compile(r"(?i)(?<!1)1st$")  # 21st, but 11st is a weight
LETTERS = re.compile(r"[^\W\d_]+")
PLAIN_YEAR = re.compile(r"[12]\d{3}")


class Numeral(Struct, frozen=True):
    """A number in a text; `unit` is an ISO 4217 code, "percent", or None for a bare number."""

    start: int
    end: int
    low: float
    high: float
    unit: str | None = None
    measure: str | None = None  # joined to the digits: "5kg"
    measure_end: int = 0  # where that ends, which is not part of the span
    single: bool = False  # nothing but "one"
    year: bool = False  # could be one

    @property
    def behind(self) -> int:
        """Where the text goes on, behind the measure too."""
        return max(self.end, self.measure_end)


def find_numerals(text: str, lexicon: Lexicon) -> Iterator[Numeral]:
    """The numbers of a text in order, without overlap; what belongs to dates, times or names is among them."""
    grammar = grammar_of(lexicon)
    position = 0
    while start := grammar.start.search(text, position):
        sign = grammar.sign.search(text, max(position, start.start() - LONGEST_SIGN), start.start())
        position = start.end()
        if text[start.start()] == "0" and (phone := PHONE.match(text, start.start())):
            position = phone.end()
            continue
        found = _number(text, sign.start() if sign else start.start(), grammar)
        first = _signed(_numeral(found, text, grammar), text, grammar) if found else None
        position = max(position, found.end() if found else 0)
        for numeral in _extended(first, text, grammar) if first else ():
            yield numeral
            position = max(position, numeral.end)


def _number(text: str, start: int, grammar: Grammar) -> re.Match[str] | None:
    """The number there; of two with a space between, the first, if it belongs to what is before: "May 12 500 left"."""
    found = grammar.number.match(text, start)
    if found is None or found["gap"] != " ":
        return found
    before = text[max(0, start - LONGEST_LABEL) : start].lower().split()[-1:]
    called = grammar.called.match(text, found.end("gap"))
    apart = found["letters"] or called or (before and before[0] in grammar.numbered)
    return grammar.number.match(text, start, found.start("gap")) if apart else found


def _signed(numeral: Numeral | None, text: str, grammar: Grammar) -> Numeral | None:
    """The number with a minus that stands apart from the word before it: "-9C", but "a mid-9 score"."""
    window = max(0, numeral.start - LONGEST_MINUS) if numeral else 0
    minus = grammar.minus.search(text, window, numeral.start) if numeral else None
    if numeral is None or minus is None:
        return numeral
    first_in_line = text[minus.start() - 1 : minus.start()] in ("", "\n")
    if first_in_line and not (minus[0][0].isalpha() or numeral.unit or numeral.measure):
        return numeral  # the dash of a list: "-3 ships"
    return replace(numeral, start=minus.start(), low=-numeral.low, high=-numeral.high, year=False)


def _extended(first: Numeral, text: str, grammar: Grammar) -> tuple[Numeral, ...]:
    """`first` with what makes it a share or a range; both numbers where they make none."""
    link = grammar.ratio.match(text, first.end)
    if link and (second := _at(text, link.end(), grammar)) and _is_ratio(first, second):
        share = round(100 * first.low / second.low, SHARE_PLACES)
        return (Numeral(first.start, second.end, share, share, PERCENT),)
    link = _range_link(first, text, grammar)
    if link is None and (either := grammar.either.match(text, first.end)):
        return (_about(first, _at(text, either.end(), grammar)) or first,)
    second = _at(text, link.end(), grammar) if link else None
    if link is None or second is None or second.single:
        return (first,)
    if _are_votes(first, second, text, grammar):
        return tuple(replace(count, measure=grammar.words.votes) for count in (first, second))
    whole = _range(first, second, text, grammar)
    if whole is None and link[0][0] != " ":
        return ()  # "3-2" is a score
    return (whole,) if whole else (first, second)


def _about(first: Numeral, second: Numeral | None) -> Numeral | None:
    """The range of two that say about how many: "two or three", but neither "two or five" nor "2019 or 2020"."""
    if second is None or second.low != first.low + 1 or first.year or first.unit or first.measure:
        return None
    return replace(second, start=first.start, low=first.low)


def _are_votes(first: Numeral, second: Numeral, text: str, grammar: Grammar) -> bool:
    """Whether two numbers are votes for and against: "voted 51 to 38", "by a vote of 5-4"."""
    if first.unit or first.measure or second.unit or second.measure:
        return False
    before = grammar.voting.search(text, max(0, first.start - LONGEST_VOTE), first.start)
    if before is None or (before[1].lower() in grammar.words.deciding and first.low <= second.low):
        return False
    return noun_after(text, second.end, grammar.words) is None


def _range_link(first: Numeral, text: str, grammar: Grammar) -> re.Match[str] | None:
    before = text[max(0, first.start - 20) : first.start].lower().split()[-1:]
    if before and before[0] in grammar.words.between:
        return grammar.joined.match(text, first.behind)
    dated = before and before[0] in grammar.words.months  # "in the week to May 3 to 4.5 million"
    link = None if dated else grammar.to.match(text, first.behind)
    apart = link and link[0].strip().isalpha() and before and _parts(before[0], first, grammar.words)
    return None if apart else link


def _parts(before: str, first: Numeral, words: FigureWords) -> bool:
    """Whether two numbers behind a word are none from one to the other: "from 30 to 40", "rose 38p to 941p"."""
    return before in words.starts or (before in words.changes and first.unit is not None)


def _range(first: Numeral, second: Numeral, text: str, grammar: Grammar) -> Numeral | None:
    """One numeral from low to high, if the two make a range."""
    scale = _scale_of(text[first.end : second.end], grammar.words)
    if _has_unit_of(first, second, text, scale):
        second = replace(second, unit=first.unit)
    low = first.low * scale if first.low * scale <= second.low else first.low
    if first.year and not second.year:
        return None
    if (first.unit and first.unit != second.unit) or (first.measure and first.measure != second.measure):
        return None
    if second.high <= low < 0:  # printed from the milder end: "-5 to -9C"
        return replace(second, start=first.start, high=low)
    if low >= second.high:
        return None
    return replace(second, start=first.start, low=low, year=first.year and second.year)


def _has_unit_of(first: Numeral, second: Numeral, text: str, scale: float) -> bool:
    """Whether a sign of currency stands for both: "$5-10m", "£5 to 10 million"."""
    signed = first.unit is not None and not text[first.start].isdigit() and second.unit is second.measure is None
    joined = not text[second.start - 1].isspace()
    return signed and (joined or (scale != 1 and text[first.end - 1].isdigit()))


def _scale_of(printed: str, known: FigureWords) -> float:
    """What the second number of "2 to 3 million dollars" is multiplied by."""
    letters = LETTERS.findall(printed.lower())
    return next((size for word in letters if (size := known.scales.get(word) or known.suffixes.get(word))), 1)


def _is_ratio(first: Numeral, second: Numeral) -> bool:
    bare = first.unit is None and second.unit is None and first.measure is None
    return bare and not second.year and first.low == first.high < second.low and first.low < 100


def _at(text: str, position: int, grammar: Grammar) -> Numeral | None:
    minus = text[position : position + 1] in grammar.words.minus
    found = grammar.further.match(text, position + minus)
    return _signed(_numeral(found, text, grammar), text, grammar) if found else None


def _numeral(found: re.Match[str], text: str, grammar: Grammar) -> Numeral | None:
    """One number with its currency or percent sign; None for "20th", "6pm", "737s"."""
    words = grammar.words
    if found["fraction"]:
        return _part(found, _share(found["fraction"], words), text, grammar)
    if found["half"]:
        return _part(found, 0.5, text, grammar)
    value = _digits(found, words) if found["digits"] else _words(found["words"], words)
    if value is None:
        return None
    bare = _bare(found, value, words)
    return bare if bare is None or bare.unit or bare.measure else _with_unit(bare, text, grammar)


def _bare(found: re.Match[str], value: float, words: FigureWords) -> Numeral | None:
    """A number with what is joined to it: "£5m", "50p", "5kg"."""
    start, letters = found.start(), (found["letters"] or "").lower()
    sign = words.currency_signs.get(found["sign"] or "")
    measure = None if sign else _joined_measure(found, words)
    if measure:
        return Numeral(start, found.end("digits"), value, value, measure=measure, measure_end=found.end())
    if letters in words.percent:
        return Numeral(start, found.end(), value, value, PERCENT)
    if letters in words.pence and sign == words.pence[letters]:
        return Numeral(start, found.end(), value, value, sign)  # "£2.50p"
    if letters in words.pence:
        return Numeral(start, found.end(), value / 100, value / 100, words.pence[letters])
    if letters and letters not in words.suffixes and letters not in words.scales:
        return None
    plain = found["digits"] and not (sign or letters or found["scale"])
    year = bool(plain and PLAIN_YEAR.fullmatch(found["digits"]) and int(value) in YEARS)
    return Numeral(start, found.end(), value, value, sign, single=value == 1 and not sign, year=year)


def _joined_measure(found: re.Match[str], words: FigureWords) -> str | None:
    """The measure that the letters behind the digits stand for; none where they make an ordinal."""
    letters = found["letters"] or ""
    if FIRST.search(found[0]) or (letters in words.capital_measures and letters.islower()):
        return None
    return words.measures.get(letters.lower()) or words.joined_measures.get(letters.lower())


def _with_unit(numeral: Numeral, text: str, grammar: Grammar) -> Numeral:
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
    digits = found["digits"]
    if len(digits) > 1 and digits[0] == "0" and digits[1] != ".":
        return None
    value = value_of(digits)
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


def _share(printed: str, words: FigureWords) -> float:
    """The share of one that "two-thirds", "a quarter" and "a quarter of a million" begin with."""
    count, part = re.split(r"[\s-]+", printed.lower())[:2]
    return words.numbers.get(count, 1) * words.parts[part]


def _part(found: re.Match[str], share: float, text: str, grammar: Grammar) -> Numeral:
    """Such as "half an hour", "three quarters of a million", "half of": of a measure, of a number, or of anything."""
    words, last = grammar.words, re.split(r"[\s-]+", found[0].lower())[-1]
    if measure := words.measures.get(last):
        return Numeral(found.start(), found.end(), share, share, measure=measure)
    if scale := words.scales.get(last) or words.dozens.get(last):
        size = round(share * scale)
        return _with_unit(Numeral(found.start(), found.end(), size, size), text, grammar)
    percentage = round(100 * share, SHARE_PLACES)
    return Numeral(found.start(), found.end(), percentage, percentage, PERCENT)
