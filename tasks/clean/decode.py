"""Bytes to text as every later stage may expect it: mojibake mended, no control codes, one kind of line end."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from dataclasses import replace

from ftfy import fix_encoding
from ftfy.badness import is_bad
from ftfy.fixes import fix_c1_controls, fix_surrogates

from tasks.fetch.charset import Decoded, read_text

LINE_ENDS = ("\r\n", "\r", "\v", "\f", "\u2028", "\u2029")
UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff]")
BEYOND_ASCII_TEXT = re.compile(r"[^\x00-\x7f](?:[\x00-\x7f]{0,2}[^\x00-\x7f])*")
SURROGATE = re.compile("[\ud800-\udfff]")
# The same two as UTF-8 writes them: a search for bytes takes a tenth of the time.
CONTROL_BYTES = bytes({*range(32), 0x7F} - set(b"\t\n\v\f\r"))
C1_BYTES = re.compile(rb"\xc2[\x80-\x9f]")
MARK_BYTES = BOM_UTF8
SURROGATE_BYTES = re.compile(rb"\xed[\xa0-\xbf]")


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

    Line ends are \n; there are no control codes but \t, no byte order marks, no surrogates.
    """
    mended = text if text.isascii() else _mend(text)
    unprintable = _has_unprintable(mended)
    if unprintable:  # what Windows-1252 means by some of these bytes, as browsers show them
        mended = str(fix_c1_controls(mended))
    repaired = mended != text
    for line_end in LINE_ENDS:
        mended = mended.replace(line_end, "\n")
    return (UNPRINTABLE.sub("", mended) if unprintable else mended), repaired


def _has_unprintable(text: str) -> bool:
    encoded = text.encode()
    printable = encoded.translate(None, CONTROL_BYTES)
    return len(printable) < len(encoded) or MARK_BYTES in encoded or C1_BYTES.search(encoded) is not None


def _mend(text: str) -> str:
    """Line by line, since often only one part of a page went through the wrong decoder."""
    if SURROGATE_BYTES.search(text.encode("utf-8", "surrogatepass")):
        text = fix_surrogates(text)
        text = SURROGATE.sub("\ufffd", text)
    if _looks_spoilt(text):
        text = "\n".join(fix_encoding(line) if is_bad(line) else line for line in text.split("\n"))
    return text


def _looks_spoilt(text: str) -> bool:
    """Whether ftfy's own test says so, put to each different stretch of letters beyond ASCII.

    On the whole of a page it would take longer than parsing it.
    """
    return any(map(is_bad, {text[max(0, m.start() - 2) : m.end() + 2] for m in BEYOND_ASCII_TEXT.finditer(text)}))
