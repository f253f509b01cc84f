"""Text from outside, made safe to print: what a headline says must never act on the terminal that shows it."""

from __future__ import annotations

import unicodedata

LINE_BREAKS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029\t")
# Marks that reorder what stands around them: a headline could show a reader another order than it has.
BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
UNPRINTABLE = frozenset({"Cc", "Cs"})


def printable(text: str) -> str:
    """`text` on one line, without control characters, reordering marks and broken surrogates."""
    return "".join(_printable_character(character) for character in text)


def _printable_character(character: str) -> str:
    if character in LINE_BREAKS:
        return " "
    if character in BIDI_CONTROLS or unicodedata.category(character) in UNPRINTABLE:
        return ""
    return character
