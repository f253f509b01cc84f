"""Text made ready for finding names, character for character as long as the original."""

from __future__ import annotations

import re
from bisect import bisect_right

from msgspec import Struct

MARKS = {"'": "‘’‚‛‹›", '"': "“”„«»", "-": "\u2011", " ": "\u00a0\u200b\u2060\ufeff"}  # those of no width part words
PLAIN = tuple((mark, plain) for plain, marks in MARKS.items() for mark in marks)
UNSEEN = re.compile("[\u00ad\u200c-\u200f](?<=[a-zß-ÿ].)(?=[A-ZÀ-ÖØ-Þ])")  # within a word they stay
LINE = re.compile(r"[^\n]+")
WORD = re.compile(r"[^\W\d_]+")
# Where a report was written, in capitals before it: LONDON (Reuters) - or PARK CITY, Utah —
DATELINE = re.compile(
    r"^[A-Z][A-Z]+[A-Z .'/]*(?=(?:, [A-Z][\w. ]{1,20})?(?: ?\([\w ]{2,30}\))? ?(?:[–—]|--?(?= )))", re.MULTILINE
)
CAPITALS_LINE = 0.9  # share of letters that are capitals
CAPITALS_LETTERS = 12  # fewer letters than this could be an acronym on a line of its own

ACRONYM = 4  # letters
HEADLINE = 200  # characters; what is longer is no headline
LONG_WORD = 4  # letters; the shorter words of a headline may be in lower case
TITLE_WORDS = 4  # long words; fewer could all be one name


class Text(Struct, frozen=True):
    """One field: as printed, and in the plain form that names are looked for in. Both have the same length."""

    printed: str
    plain: str  # typographic marks made plain; lines in capitals in Title Case
    calm: str  # the same with those lines in lower case: in Title Case the model takes a whole line for a name
    folded: str  # lower case
    capitals: tuple[tuple[int, int], ...]  # where the lines in capitals are
    title_case: tuple[tuple[int, int], ...]  # where the lines in Title Case are, those made so among them

    def in_capitals(self, start: int) -> bool:
        """Whether a position is in a line that is all capitals, where capitals say nothing."""
        return _holds(self.capitals, start)

    def in_title_case(self, start: int) -> bool:
        """Whether a position is in a line where every long word has a capital, as in the headlines of some papers."""
        return _holds(self.title_case, start)


def prepare(printed: str, *, is_headline: bool = False) -> Text:
    """A field's text in the forms that the finders need. A headline in lower case is read like one in capitals."""
    plain = calm = _plain(printed)
    if is_headline and _is_lower(plain):
        plain = WORD.sub(_titled_if_lower, plain)
        return Text(printed, plain, calm, _lower(plain), ((0, len(plain)),), ((0, len(plain)),))
    lines = tuple(match.span() for match in LINE.finditer(plain) if _is_capitals(match[0]))
    if lines:
        calm = LINE.sub(lambda line: _lower(line[0]) if _is_capitals(line[0]) else line[0], plain)
        plain = LINE.sub(_titled_if_capitals, plain)
    datelines = tuple(match.span() for match in DATELINE.finditer(plain) if len(match[0]) > ACRONYM)
    for start, end in datelines:
        plain, calm = (text[:start] + WORD.sub(_titled, text[start:end]) + text[end:] for text in (plain, calm))
    lines = tuple(sorted((*lines, *datelines)))
    titled = tuple(match.span() for match in LINE.finditer(plain) if _is_title_case(match[0]))
    return Text(printed, plain, calm, _lower(plain), lines, titled)


def as_titled(name: str) -> str:
    """What a name is in the plain form of a line of capitals: MyFerryLink, Myferrylink."""
    return WORD.sub(_titled, name)


def _plain(text: str) -> str:
    """Mark by mark, which is ten times as quick as `str.translate`."""
    if text.isascii():
        return text
    for mark, plain in PLAIN:
        text = text.replace(mark, plain)
    return UNSEEN.sub(" ", text)


def _holds(lines: tuple[tuple[int, int], ...], position: int) -> bool:
    """Whether one of the lines, which are in order, holds the position."""
    line = bisect_right(lines, position, key=lambda line: line[0])
    return line > 0 and position < lines[line - 1][1]


def _is_title_case(line: str) -> bool:
    if len(line) > HEADLINE or not line[0].isupper():
        return False
    long = [word for word in WORD.findall(line) if len(word) >= LONG_WORD]
    return len(long) >= TITLE_WORDS and all(word[0].isupper() for word in long)


def _is_capitals(line: str) -> bool:
    if not line[:40].isupper():
        return False
    letters = sum(map(str.isalpha, line))
    return letters >= CAPITALS_LETTERS and sum(map(str.isupper, line)) >= CAPITALS_LINE * letters


def _is_lower(headline: str) -> bool:
    """Whether the first word has no capital, and of the others only acronyms have."""
    first, *others = WORD.findall(headline) or [""]
    is_lower = first.islower() and not any(word[0].isupper() and not word.isupper() for word in others)
    return is_lower and sum(map(str.islower, headline)) >= CAPITALS_LETTERS


def _titled_if_lower(word: re.Match[str]) -> str:
    return word[0] if word[0].isupper() else _titled(word)


def _titled_if_capitals(line: re.Match[str]) -> str:
    return WORD.sub(_titled, line[0]) if _is_capitals(line[0]) else line[0]


def _titled(word: re.Match[str]) -> str:
    if word.start() and word.string[word.start() - 1] == "'" and len(word[0]) == 1:
        return _lower(word[0])  # of a possessive: WOOLWORTH'S
    first = word[0][0].upper()
    return (first if len(first) == 1 else word[0][0]) + _lower(word[0][1:])


def _lower(text: str) -> str:
    """Lower case without a change of length (a dotted capital I has two code points in lower case)."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
