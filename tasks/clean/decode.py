"""Bytes to text as every later stage may expect it: mojibake mended, no control codes, one kind of line end."""

from __future__ import annotations

import re
from functools import lru_cache

from ftfy import fix_encoding
from ftfy.badness import is_bad
from ftfy.fixes import fix_c1_controls, fix_surrogates
from msgspec.structs import replace

from tasks.fetch.charset import Decoded, read_text

UNICODE_LINE_ENDS = re.compile("[\u2028\u2029]")
UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
# All that is nothing special, as spaces. A search for what is beyond would take ten times as long.
ORDINARY = bytes(32 if 32 <= byte < 127 or byte in b"\t\n\v\f\r" else byte for byte in range(256))
BEYOND_ASCII_TEXT = re.compile(r"[^\x00-\x7f](?:[\x00-\x7f]{0,2}[^\x00-\x7f])*")
EAST_ASIAN = re.compile("[\u3000-\ud7ff]*")  # of which no mojibake consists
SURROGATE = re.compile("[\ud800-\udfff]")
AROUND = ("a{}a", " {} ", "a{} ", "a {} ")  # what ftfy's patterns ask of the characters beside mojibake
REMEMBERED = 20_000  # stretches


def decode(content: bytes, *, markup: bool, charset: str | None = None) -> Decoded:
    r"""Text with \n for line ends and without control codes, and how it was read.

    Args:
        content: the bytes of one document.
        markup: whether a `<meta charset>` in the first 4 KB counts.
        charset: what the transport declared, if it did.

    Raises:
        InputError: these are not the bytes of a text.
    """
    text, encoding = read_text(content, markup=markup, charset=charset)
    text, repaired = tidy(text)
    return text, replace(encoding, repaired=encoding.repaired or repaired)


def tidy(text: str) -> tuple[str, bool]:
    r"""Text as every later stage may expect it, and whether mojibake was mended.

    Line ends are \n; there are no control codes but \t, no byte order marks, no surrogates, no noncharacters.
    """
    mended, odd = _mended(text)
    unprintable = any(map(UNPRINTABLE.search, odd))
    if unprintable:  # what Windows-1252 means by some of these bytes, as browsers show them
        mended = str(fix_c1_controls(mended))
    repaired = mended != text
    if "\r" in mended:  # which is found sooner than both together
        mended = mended.replace("\r\n", "\n").replace("\r", "\n")
    mended = mended.replace("\v", "\n").replace("\f", "\n")
    if any(map(UNICODE_LINE_ENDS.search, odd)):
        mended = UNICODE_LINE_ENDS.sub("\n", mended)
    return (UNPRINTABLE.sub("", mended) if unprintable else mended), repaired


def _mended(text: str) -> tuple[str, set[str]]:
    """Text without mojibake and surrogates, and its odd stretches."""
    try:
        odd = _odd_stretches(text)
    except UnicodeEncodeError:
        text = SURROGATE.sub("\ufffd", fix_surrogates(text))
        odd = _odd_stretches(text)
    if any(map(_may_be_spoilt, odd)) and _is_spoilt(text):
        # Line by line, since often only one part of a page went through the wrong decoder.
        text = "\n".join(fix_encoding(line) if _is_spoilt(line) else line for line in text.split("\n"))
        odd = _odd_stretches(text)
    return text, odd


def _odd_stretches(text: str) -> set[str]:
    """The different stretches of characters that are control codes or beyond ASCII."""
    return {stretch.decode() for stretch in set(text.encode().translate(ORDINARY).split())}


@lru_cache(REMEMBERED)
def _may_be_spoilt(stretch: str) -> bool:
    """Whether ftfy's test could say so of a text with this in it; most texts have few different ones."""
    return not EAST_ASIAN.fullmatch(stretch) and any(is_bad(around.format(stretch)) for around in AROUND)


def _is_spoilt(text: str) -> bool:
    """Whether ftfy's own test says so, put to each different stretch of letters beyond ASCII.

    On the whole of a page it would take longer than parsing it.
    """
    if text.isascii():
        return False
    return any(map(is_bad, {text[max(0, m.start() - 2) : m.end() + 2] for m in BEYOND_ASCII_TEXT.finditer(text)}))
