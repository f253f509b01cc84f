"""The forms of an English phrase, so that an editor writes one: strike -> strikes, striking, struck.

Expanding the rules once is far cheaper than lemmatising every article.
"""

from __future__ import annotations

import re

from schemas.topic import Irregular

MARK = re.compile(r" \((noun|verb)\)$")
SIBILANT = ("s", "x", "z", "ch", "sh")
VOWELS = "aeiou"
DOUBLING = re.compile(r"[^aeiou]*(?:qu)?[aeiou][bdgklmnprt]$")  # one syllable ending in one vowel and one consonant


def forms(phrase: str, irregular: Irregular) -> tuple[str, ...]:
    """The phrase and its other forms; only one marked `(noun)` or `(verb)` has others.

    Of several words a noun changes the last (rail strike -> rail strikes), a verb the first
    (walk out -> walks out, walking out, walked out).
    """
    mark = MARK.search(phrase)
    if not mark:
        return (phrase,)
    words = phrase[: mark.start()].split(" ")
    at = -1 if mark[1] == "noun" else 0
    others = _noun(words[at], irregular) if mark[1] == "noun" else _verb(words[at], irregular)
    return (" ".join(words), *(_with(words, at, other) for other in others))


def _with(words: list[str], at: int, word: str) -> str:
    changed = words.copy()
    changed[at] = word
    return " ".join(changed)


def _noun(word: str, irregular: Irregular) -> tuple[str, ...]:
    """The plural."""
    return irregular.nouns.get(word) or (_with_s(word),)


def _verb(word: str, irregular: Irregular) -> tuple[str, ...]:
    """Third person, participle and past."""
    return irregular.verbs.get(word) or (_with_s(word), _stem(word) + "ing", _past(word))


def _with_s(word: str) -> str:
    if _consonant_y(word):
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(SIBILANT) else "s")


def _past(word: str) -> str:
    if _consonant_y(word):
        return word[:-1] + "ied"
    return word + "d" if word.endswith("e") else _stem(word) + "ed"


def _stem(word: str) -> str:
    """What -ing and -ed are added to."""
    if word.endswith("ie"):
        return word[:-2] + "y"
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        return word[:-1]
    return word + word[-1] if DOUBLING.fullmatch(word) else word


def _consonant_y(word: str) -> bool:
    return len(word) > 1 and word[-1] == "y" and word[-2] not in VOWELS
