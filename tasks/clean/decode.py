"""Bytes to text: which encoding, how that was decided, and whether mojibake was mended.

Order of trust: byte order mark, what the transport declared, what the page declares, UTF-8 if the bytes are valid,
and last a statistical guess. A declaration that the bytes contradict is not believed.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import replace

from bs4.dammit import EncodingDetector
from charset_normalizer import from_bytes
from ftfy import fix_encoding
from ftfy.badness import is_bad
from ftfy.fixes import fix_c1_controls, fix_surrogates

from schemas.errors import InputError
from schemas.records import Encoding

HEAD = 4096  # bytes in which a page declares its encoding
SAMPLE = 65_536  # bytes that a guess, or the test for binary data, looks at
MAX_CONTROLS = 0.01  # the share of control codes from which bytes are not text

Decoded = tuple[str, Encoding]

BOMS: tuple[tuple[bytes, str], ...] = (  # UTF-32's begins with UTF-16's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# What browsers read under a declared name (https://encoding.spec.whatwg.org/#names-and-labels), by the name that
# Python's codec registry gives the label. A codec that is not here (utf-7, unicode_escape, zip) is not for the web.
WEB_CODECS = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "euc_kr": "cp949",
    "utf-16": "utf-8", "utf-16-le": "utf-8", "utf-16-be": "utf-8", "mac-roman": "mac-roman",
} | {name: name for name in (
    "utf-8", "gb18030", "big5hkscs", "cp932", "euc_jp", "iso2022_jp", "cp949", "koi8-r", "koi8-u", "cp866", "cp874",
    "mac-cyrillic", *(f"cp125{n}" for n in range(9)),
    *(f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
)}  # fmt: skip
MULTI_BYTE = {"gb18030", "big5hkscs", "cp932", "euc_jp", "iso2022_jp", "cp949"}

LATIN = ("cp1252", "cp1250", "cp1254", "cp1257")
GUESSED = [
    *LATIN, "cp1251", "cp1253", "cp1255", "cp1256", "cp874", "koi8_r", "cp932", "euc_jp", "gb18030", "big5", "cp949",
]  # fmt: skip
# Latin code pages differ in a few letters, which the guess weighs too little; the language it found decides.
LATIN_BY_LANGUAGE = (
    dict.fromkeys(("Polish", "Czech", "Slovak", "Hungarian", "Romanian", "Slovene", "Croatian"), "cp1250")
    | dict.fromkeys(("Lithuanian", "Latvian", "Estonian"), "cp1257")
    | {"Turkish": "cp1254"}
)

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "gzip data"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x7fELF", "a program"),
)
CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r\x1b"))

LINE_ENDS = ("\r\n", "\r", "\v", "\f", "\u2028", "\u2029")
UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff]")
BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
BEYOND_ASCII_TEXT = re.compile(r"[^\x00-\x7f](?:[\x00-\x7f]{0,2}[^\x00-\x7f])*")
SURROGATE = re.compile("[\ud800-\udfff]")
# The same two as UTF-8 writes them: a search for bytes takes a tenth of the time.
CONTROL_BYTES = bytes({*range(32), 0x7F} - set(b"\t\n\v\f\r"))
C1_BYTES = re.compile(rb"\xc2[\x80-\x9f]")
MARK_BYTES = codecs.BOM_UTF8
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
    text, encoding = _read(content, markup=markup, charset=charset)
    text, repaired = tidy(text)
    return text, replace(encoding, repaired=encoding.repaired or repaired)


def tidy(text: str) -> tuple[str, bool]:
    r"""Text as every later stage may expect it, and whether mojibake was mended.

    Line ends are \n; there are no control codes but \t, no byte order marks, no surrogates.
    """
    mended = text if text.isascii() else _mend(text)
    repaired = mended != text
    for line_end in LINE_ENDS:
        mended = mended.replace(line_end, "\n")
    return (UNPRINTABLE.sub("", mended) if _has_unprintable(mended) else mended), repaired


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
    # What Windows-1252 means by these bytes, as browsers show them.
    return str(fix_c1_controls(text)) if _has_unprintable(text) else text


def _looks_spoilt(text: str) -> bool:
    """Whether ftfy's own test says so, put to each different stretch of letters beyond ASCII.

    On the whole of a page it would take longer than parsing it.
    """
    return any(map(is_bad, {text[max(0, m.start() - 2) : m.end() + 2] for m in BEYOND_ASCII_TEXT.finditer(text)}))


def _read(content: bytes, *, markup: bool, charset: str | None) -> Decoded:
    if found := _by_mark(content):
        return found
    _refuse_binary(content)
    for label in (charset, _label_in(content) if markup else None):
        if label and (found := _by_label(content, label)):
            return found
    return _detected(content)


def _by_mark(content: bytes) -> Decoded | None:
    for mark, name in BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(name, "replace"), Encoding(name, "bom", repaired=False)
    return _wide(content)


def _wide(content: bytes) -> Decoded | None:
    """UTF-16 without a mark: Latin text has a NUL in nearly every other place."""
    head = content[:HEAD]
    for name, nuls in (("utf-16-le", head[1::2].count(0)), ("utf-16-be", head[::2].count(0))):
        if nuls > 0.4 * len(head) and head.count(0) < 1.05 * nuls:
            return content.decode(name, "replace"), Encoding(name, "detected", repaired=False)
    return None


def _refuse_binary(content: bytes) -> None:
    for magic, what in MAGIC:
        if content.startswith(magic):
            raise InputError(f"is not text: it is {what}")
    head = content[:SAMPLE]
    controls = len(head) - len(head.translate(None, CONTROLS))
    if controls > MAX_CONTROLS * len(head):
        raise InputError(f"is not text: {controls} of its first {len(head)} bytes are control codes")


def _label_in(content: bytes) -> str | None:
    label = EncodingDetector.find_declared_encoding(content[:HEAD], is_html=True, search_entire_document=True)
    return label if isinstance(label, str) else None


def _by_label(content: bytes, label: str) -> Decoded | None:
    """None when the label is unknown or the bytes contradict it."""
    try:
        name = WEB_CODECS[codecs.lookup(label.strip()).name]
        text = content.decode(name)
    except (LookupError, ValueError):
        return None
    # Any bytes decode as a single-byte code page; text that is valid UTF-8 beyond ASCII is not there by chance.
    if name != "utf-8" and name not in MULTI_BYTE and not content.isascii() and _utf8(content) is not None:
        return None
    return text, Encoding(name, "declared", repaired=False)


def _detected(content: bytes) -> Decoded:
    text = _utf8(content)
    if text is not None:
        return text, Encoding("utf-8", "detected", repaired=False)
    return _mostly_utf8(content) or _guessed(content)


def _utf8(content: bytes) -> str | None:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _mostly_utf8(content: bytes) -> Decoded | None:
    """UTF-8 with a few bytes of Windows-1252 pasted in, or cut inside a character."""
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = len(text) - len(text.encode("ascii", "ignore")) - broken
    if sound < 2 * broken:
        return None
    return content.decode("utf-8", "newsledger.cp1252"), Encoding("utf-8", "detected", repaired=True)


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("newsledger.cp1252", _as_windows_1252)


def _guessed(content: bytes) -> Decoded:
    name = _guess(content)
    return content.decode(name, "replace"), Encoding(name, "detected", repaired=False)


def _guess(content: bytes) -> str:
    """The likeliest legacy code page of the first stretch beyond ASCII; Windows-1252, the web's default, if unsure."""
    first = BEYOND_ASCII.search(content)
    start = max(0, first.start() - 256) if first else 0
    best = from_bytes(content[start : start + SAMPLE], cp_isolation=GUESSED).best()
    if best is None:
        return "cp1252"
    return LATIN_BY_LANGUAGE.get(best.language, "cp1252") if best.encoding in LATIN else best.encoding
