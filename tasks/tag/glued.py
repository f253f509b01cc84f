"""Names that a page's markup ran into what stands beside them: "John TrumpGOP", "Joe Biden Joe Biden"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence
from itertools import pairwise

from msgspec.structs import replace

from tasks.tag.lexicon import NameWords
from tasks.tag.mentions import Name

SEAM = re.compile(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
PREFIXES = frozenset({"De", "Di", "Fitz", "La", "Le", "Mac", "Mc", "Van"})  # a capital may follow in one name


def unglued(names: Sequence[Name], words: NameWords) -> list[Name]:
    """The names, without what is glued to a surname that the article or the gazetteer has, and without repetition."""
    full = (name.plain.split(" ") for name in names if name.label == "PERSON" and " " in name.plain)
    own = {last for first, *_, last in full if words.is_first_name(first)}
    own -= PREFIXES
    times = Counter(name.plain for name in names)
    once = [name if name.sure else _once(name, own, words) for name in names]
    return [name if name.sure or _is_a_word(name, times) else _surname(name, own, words) for name in once]


def _is_a_word(name: Name, times: Counter[str]) -> bool:
    """Whether a single word is written so on purpose, as companies are: HarrisX. Accidents are not repeated."""
    return " " not in name.plain and (name.label != "PERSON" or times[name.plain] > 1)


def _surname(name: Name, own: Container[str], words: NameWords) -> Name:
    """What is glued, cut down to the surname: a page's cards give other first names than the article.

    Words of which the famous are a part, such as Obamacare, are often written as ObamaCare.
    """
    begin = name.plain.rfind(" ") + 1
    last = name.plain[begin:]
    cut = (last[: seam.start()] for seam in SEAM.finditer(last))
    plain = next((part for part in cut if part in own or (begin and _is_surname(part, words))), "")
    start = name.start + begin
    return replace(name, start=start, end=start + len(plain), plain=plain, label="PERSON", cued=True) if plain else name


def _is_surname(word: str, words: NameWords) -> bool:
    return word in words.surnames and word not in PREFIXES


def _once(name: Name, own: Container[str], words: NameWords) -> Name:
    """Of a person who is named twice over, the first time: Joe Biden | Joe Biden, Biden | Joe.

    After a small word the name goes on: Mohammed bin Rashid bin Mohammed.
    """
    first, *others = name.plain.split(" ")
    if name.label != "PERSON" or not others:
        return name
    if words.is_first_name(first):
        pairs = enumerate(pairwise(others), 1)
        again = next((n for n, (before, word) in pairs if word == first and before.lower() not in words.small), 0)
        return _until(name, len(" ".join([first, *others[:again]]))) if again else name
    is_surname = first in own or _is_surname(first, words)
    reversed_ = is_surname and len(others) == 1 and words.is_first_name(others[0])
    return _until(name, len(first)) if reversed_ else name


def _until(name: Name, size: int) -> Name:
    return replace(name, end=name.start + size, plain=name.plain[:size])
