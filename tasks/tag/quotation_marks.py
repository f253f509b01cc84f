"""Where quotation marks open and close: straight, curly, single, guillemets of both kinds and German ones.

One forward pass over the marks, after one backward pass that tells single marks from apostrophes;
both are linear in the text, whatever stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from msgspec import Struct

MARK = re.compile("[\"“”„«»'‘’‚‹›\n]")
SINGLE = frozenset("'‘’‚")
ARROWS = frozenset("‹›")  # stand before links, too
GUILLEMETS = frozenset("«»‹›")
FRENCH = frozenset("«‹")  # open where French sets them, in spaces
BEFORE_MARK, AFTER_MARK = frozenset("([’'"), frozenset(",.;:!?)]…")
NEXT_WORD = re.compile(r"\w+")
DECADE = re.compile(r"\d\d?s?\b")
# What may close a quote that began with a given mark, strays and mixtures of straight and curly included.
CLOSERS = {
    '"': '"”',
    "“": '”"“',
    "”": "”",
    "„": '“”"',
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "'": "'’",
    "‘": "’'",
    "‚": "‘’'",
}


class Quoted(Struct, frozen=True):
    """Words between marks: `start` and `end` without the marks, `outer_start` and `outer_end` with them."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    closed: bool


@dataclass(slots=True)
class _Mark:
    at: int
    char: str
    opens: bool = False
    clearly: bool = False  # opens speech, whether or not anything closes it
    closes: bool = False
    resumes: str = ""  # of a line break: the mark that the next paragraph opens with


def find_quoted(text: str, elisions: frozenset[str]) -> list[Quoted]:
    """Every stretch between outermost marks, in order.

    A paragraph that ends inside a quote goes on with it if the next one opens with the same mark again; if not,
    the quote ends with its paragraph. `elisions` are words that begin with an apostrophe ("em").
    """
    marks = [_mark(text, found.start()) for found in MARK.finditer(text) if not _inside_word(text, found.start())]
    _settle(text, marks, elisions)
    return list(_pair(text, marks))


def _mark(text: str, at: int) -> _Mark:
    before, char, after = text[at - 1 : at] if at else "", text[at], text[at + 1 : at + 2]
    if char == "\n":
        return _Mark(at, char)
    if char in GUILLEMETS and _stands_apart(before, char, after):
        return _Mark(at, char, opens=char in FRENCH, closes=char not in FRENCH)
    opens = after.strip() != "" and char != "’" and (not before.isalnum() or char in "“„«‘")
    clearly = opens and after.isupper() and (at == 0 or text[at - 1] == "\n" or text[at - 2 : at] == ": ")
    return _Mark(at, char, opens, clearly, closes=before.strip() != "" or not after.isalnum())


def _stands_apart(before: str, char: str, after: str) -> bool:
    """Whether a space parts a mark from its words, and nothing joins it to others: "« Non », dit-il"."""
    inner, outer, beside = (after, before, BEFORE_MARK) if char in FRENCH else (before, after, AFTER_MARK)
    return not inner.strip() and (not outer.strip() or outer in beside)


def _inside_word(text: str, at: int) -> bool:
    return text[at] in SINGLE and text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum()


def _settle(text: str, marks: Sequence[_Mark], elisions: frozenset[str]) -> None:
    """From the end to the start: note what resumes after line breaks, and tell single marks from apostrophes.

    A single mark opens only if it is closed later, or where speech begins; "workers' " closes only if nothing later
    does so more clearly.
    """
    closer, clear = False, False  # a single mark that closes is ahead; one that is no apostrophe for sure
    following: _Mark | None = None
    for mark in reversed(marks):
        if mark.char == "\n":
            mark.resumes = _resumes(text, mark, following)
            goes_on = mark.resumes in SINGLE
            closer, clear = closer and goes_on, clear and goes_on
        elif mark.char in SINGLE:
            mark.opens = mark.opens and (closer or mark.clearly) and not _elided(text, mark.at, elisions)
            mark.closes = not mark.opens and mark.closes and not (clear and _possessive(text, mark.at))
            closer = closer or mark.closes
            clear = clear or (mark.closes and not _possessive(text, mark.at))
            if mark.opens and not _first_in_paragraph(text, mark.at):
                closer, clear = False, False
        following = mark


def _resumes(text: str, newline: _Mark, following: _Mark | None) -> str:
    if following is None or text[newline.at : following.at].strip():
        return ""
    return following.resumes or (following.char if following.opens else "")


def _first_in_paragraph(text: str, at: int) -> bool:
    return at == 0 or text[at - 1] == "\n"


def _possessive(text: str, at: int) -> bool:
    """Whether the mark could end a plural: "the workers' union"."""
    return text[at - 1 : at].lower() == "s" and text[at + 1 : at + 2] == " " and text[at + 2 : at + 3].isalnum()


def _elided(text: str, at: int, elisions: frozenset[str]) -> bool:
    word = NEXT_WORD.match(text, at + 1)
    return DECADE.match(text, at + 1) is not None or (word is not None and word[0].lower() in elisions)


def _pair(text: str, marks: Sequence[_Mark]) -> Iterator[Quoted]:
    opened: _Mark | None = None
    for mark in marks:
        if opened is None:
            opened = mark if mark.opens else None
        elif mark.char == "\n":
            if mark.resumes != opened.char:
                yield from _unclosed(text, opened, mark.at)
                opened = None
        elif mark.closes and mark.char in CLOSERS[opened.char]:
            if not _is_link(text, opened.at, mark.at):
                yield _closed(text, opened.at, mark.at)
            opened = None
    if opened:
        yield from _unclosed(text, opened, len(text))


def _is_link(text: str, opening: int, closing: int) -> bool:
    """Whether two guillemets apart from their words have a line to themselves, as « Previous story Next story » has."""
    if text[opening] not in FRENCH or not text[opening + 1].isspace() or not text[opening + 1 : closing].strip():
        return False
    alone = text[opening - 1 : opening] in ("", "\n") and text[closing + 1 : closing + 2] in ("", "\n")
    return alone and text[opening:closing].rstrip()[-1] not in ",.!?…"


def _closed(text: str, opening: int, closing: int) -> Quoted:
    """The words between two marks, without the spaces that French sets inside its own."""
    inner = text[opening + 1 : closing]
    spaces = len(inner) - len(inner.lstrip()) if text[opening] in GUILLEMETS else 0
    end = opening + 1 + len(inner.rstrip()) if spaces else closing
    return Quoted(opening + 1 + spaces, max(end, opening + 1 + spaces), opening, closing + 1, closed=True)


def _unclosed(text: str, opened: _Mark, end: int) -> Iterator[Quoted]:
    """The quote up to the end of its paragraph; of single marks that nothing closes most were apostrophes."""
    if opened.char in ARROWS or (opened.char in GUILLEMETS and text[opened.at + 1 : opened.at + 2].isspace()):
        return
    while text[end - 1].isspace():
        end -= 1
    if opened.char not in SINGLE or opened.clearly:
        yield Quoted(opened.at + 1, end, opened.at, end, closed=False)
