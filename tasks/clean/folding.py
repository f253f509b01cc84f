"""Lines as rules and comparisons see them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

WORD = re.compile(r"\w+(?:'\w+)*")
SENTENCE_END = re.compile(r"[.!?…。！？؟।։៕۔]['\"”’»“)\]」』）]{0,3}\s*$")
ODD = re.compile("[’‘ʼ`\xad\u200b\u2060©]")
PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "\xad": None, "\u200b": None, "\u2060": None, "©": " copyright "}
)
OPENING_QUOTE = re.compile(r"['\"“‘«„‹「『]")


def fold(line: str) -> str:
    """Lower case, words only, single spaces; soft hyphens and zero-width characters are not there."""
    if line.isascii():  # as most lines are: a tenth of the time
        return " ".join(WORD.findall(line.replace("`", "'").lower()))
    line = line.translate(PLAIN) if ODD.search(line) else line  # translating costs as much as all the rest
    plain = unicodedata.normalize("NFKC", line).casefold()
    return " ".join(WORD.findall(plain))


def squeeze(name: str) -> str:
    """A name as it can be compared with a host: `The Daily Echo` and `dailyecho` are the same."""
    return fold(name).replace(" ", "").removeprefix("www").removeprefix("the")


def is_sentence(text: str) -> bool:
    """Whether the text ends as sentences do, in any script; what closes a quotation may follow."""
    return SENTENCE_END.search(text[-12:]) is not None


def opens_quote(text: str) -> bool:
    """Whether the text begins with somebody's words."""
    return OPENING_QUOTE.match(text) is not None


def unique(texts: Iterable[str]) -> list[str]:
    """The first of each, compared without case and punctuation, in order; what has no words is left out."""
    first: dict[str, str] = {}
    for text in texts:
        first.setdefault(fold(text), text)
    first.pop("", None)
    return list(first.values())
