"""Names and keys in the form in which they are compared."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

LONGEST = 500  # characters that an index can always hold, in any script

# letters that Unicode does not take apart, and signs that printers vary
PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
    | dict.fromkeys("‘’ʼ`´", "'")
    | dict.fromkeys("‐‑‒–—", "-")
)
ACCENTS = re.compile("[\u0300-\u036f]+")  # those of Latin, Greek and Cyrillic; other scripts' marks are letters


@lru_cache(maxsize=100_000)  # names come again and again
def fold(name: str) -> str:
    """A name without accents, case and typography: what François and Francois have in common."""
    caseless = unicodedata.normalize("NFKC", name).casefold()  # a bold 𝐀 has a small letter only as A
    return bounded(" ".join(_plain(caseless).split())) or name


def accents(name: str) -> int:
    """How many of a name's letters have an accent that folding takes away."""
    letters = (letter for letter in unicodedata.normalize("NFC", name.casefold()) if letter.isalpha())
    return sum(_plain(letter) != letter for letter in letters)


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize("NFC", ACCENTS.sub("", apart).translate(PLAIN))


def bounded(text: str) -> str:
    """`text` if an index can hold it, else its beginning and a hash of the whole."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 65]}#{hashlib.sha256(text.encode()).hexdigest()}"


def uri_hash(uri: str) -> str:
    """What the ledger indexes instead of a URI, which may be of any length."""
    return hashlib.sha256(uri.encode("utf-8", "replace")).hexdigest()[:32]


def scrubbed(text: str) -> str:
    """`text` with U+FFFD for what no database stores: NUL and lone surrogates."""
    whole = text if text.isascii() else text.encode("utf-8", "replace").decode()
    return whole.replace("\0", "\ufffd")
