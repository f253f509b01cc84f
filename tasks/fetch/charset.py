"""Which encoding bytes are in, and how that was decided.

Order of trust: byte order mark, what the transport declared, what the page declares, UTF-8 if the bytes are valid,
and last a statistical guess. A declaration that the bytes contradict is not believed.
"""

from __future__ import annotations

import codecs
import re

from bs4.dammit import EncodingDetector
from charset_normalizer import from_bytes

from schemas.counted import counted
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
SAVE = "save it as text, HTML or CSV, or take it away"
CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r\x1b"))

BEYOND_ASCII = re.compile(rb"[\x80-\xff]")


def read_text(content: bytes, *, markup: bool = False, charset: str | None = None) -> Decoded:
    """The bytes of one document as the text they are, and how they were read.

    Args:
        content: the bytes.
        markup: whether a `<meta charset>` in the first 4 KB counts.
        charset: what the transport declared, if it did.

    Raises:
        InputError: these are not the bytes of a text.
    """
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


def refuse_formats(content: bytes) -> None:
    """See that bytes do not begin like a file of another kind.

    Raises:
        InputError: they do; says of which.
    """
    for magic, what in MAGIC:
        if content.startswith(magic):
            raise InputError(f"is not text: it is {what}; {SAVE}")


def wide_codec(sample: bytes) -> tuple[bytes, str | None]:
    """The byte order mark that a text begins with, and its codec if that gives ASCII more than one byte."""
    for mark, name in BOMS:
        if sample.startswith(mark):
            return mark, None if name == "utf-8" else name
    found = _wide(sample)
    return b"", found[1].name if found else None


def guess_charset(sample: bytes) -> str | None:
    """The code page that the pieces of a text are to be read in, told by the beginning of the whole.

    None if it is UTF-8: a piece that is not will be known as such.
    """
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)  # which may end inside a character
    except UnicodeDecodeError:
        return None if _mostly_utf8(sample) else _guess(sample)
    return None


def _refuse_binary(content: bytes) -> None:
    refuse_formats(content)
    head = content[:SAMPLE]
    controls = len(head) - len(head.translate(None, CONTROLS))
    if controls > MAX_CONTROLS * len(head):
        said = f"{counted(controls, 'control code')} in its first {counted(len(head), 'byte')}"
        raise InputError(f"is not text: {said}; {SAVE}")


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
