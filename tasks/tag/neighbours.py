"""What the names around a name say of it: a town before its county, a town beside towns, a surname that is a town's,
an acronym beside what it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from msgspec.structs import replace

from schemas.records import Field, Label
from tasks.tag.aliases import ACRONYM, fold, initials
from tasks.tag.lexicon import NameWords
from tasks.tag.mentions import Name
from tasks.tag.text import Text

BEFORE = re.compile(r"(\w+) (?:the )?$")
NEAR = 24  # characters before a name in which the word before it is looked for
LIES_IN = re.compile(r", |,? in ")  # between a town and what it lies in
AFTER = re.compile(r"[,.;:)\n]|$| and ")  # behind that
BESIDE = re.compile(r",? and | to |, | or ")
SPEECH = re.compile(r",? (\w+)\b")
WORD_AFTER = re.compile(r"(?:'s?)? ([\w-]+)")
BRACKET = re.compile(r" [(<]")
WHERE: AbstractSet[Label] = frozenset({"PLACE", "FACILITY"})
CHANGEABLE: AbstractSet[Label] = frozenset({"PERSON", "ORG", "FACILITY", "WORK"})


def placed(names: Sequence[Name], texts: Mapping[Field, Text], words: NameWords) -> list[Name]:
    """The names, with those as places that stand before or beside a known place."""
    found = list(names)
    for i, name in enumerate(found):
        if _may_be_place(name, words) and _is_beside_place(found, i, texts[name.field].plain, words):
            found[i] = replace(name, label="PLACE", cued=True)
    return found


def _may_be_place(name: Name, words: NameWords) -> bool:
    tokens = name.plain.split()
    free = not (name.sure or name.cued) and name.label in CHANGEABLE
    size = 1 if name.label == "PERSON" else 2
    return free and len(tokens) <= size and not words.is_first_name(tokens[0]) and not name.plain.isupper()


def _is_beside_place(names: Sequence[Name], at: int, plain: str, words: NameWords) -> bool:
    name = names[at]
    before, after = _place(names, at - 1, name.field), _place(names, at + 1, name.field)
    if after and LIES_IN.fullmatch(plain, name.end, after.start) and AFTER.match(plain, after.end):
        return True
    follows = _word_before(plain, name.start) in words.place_lists
    if after and follows and BESIDE.fullmatch(plain, name.end, after.start):
        return True
    joined = before is not None and BESIDE.fullmatch(plain, before.end, name.start)
    return bool(before and joined and _word_before(plain, before.start) in words.place_lists)


def _place(names: Sequence[Name], at: int, field: Field) -> Name | None:
    """The name at a number, if it is a place or a station for sure."""
    name = names[at] if 0 <= at < len(names) else None
    sure = name is not None and name.field == field and name.label in WHERE and (name.known or name.cued)
    return name if sure else None


def surnames_first(names: Sequence[Name], texts: Mapping[Field, Text], words: NameWords) -> list[Name]:
    """The names, with known places as the persons that the article calls so: Rita Oldham, later Oldham."""
    surnames = {name.plain.rpartition(" ")[2] for name in names if name.label == "PERSON" and " " in name.plain}
    return [_as_person(name, texts[name.field].plain, words) if name.plain in surnames else name for name in names]


def _as_person(name: Name, plain: str, words: NameWords) -> Name:
    if name.known is None or name.label != "PLACE" or _word_before(plain, name.start) in words.place_lists:
        return name
    speaks = SPEECH.match(plain, name.end)
    is_person = speaks is not None and speaks[1] in words.speech
    return replace(name, known=None, label="PERSON", cued=True) if is_person else name


def defined(names: Sequence[Name], plain: str, words: NameWords) -> dict[str, Name]:
    """By each acronym that one field explains in brackets, before or after, the name that it stands for there."""
    return {
        short.plain: long
        for one, other in pairwise(names)
        if BRACKET.fullmatch(plain, one.end, other.start)
        for short, long in ((other, one), (one, other))
        if ACRONYM.match(short.plain) and _stands_for(short, long, words)
    }


def as_defined(names: Sequence[Name], meaning: dict[str, Name]) -> list[Name]:
    """The names, with the acronyms as the text explains them, whatever else they may stand for."""
    return [_as(name, meaning[name.plain]) if name.plain in meaning else name for name in names]


def _stands_for(short: Name, long: Name, words: NameWords) -> bool:
    if long.label == "PERSON" or " " not in long.plain:
        return False
    return short.plain.replace("&", "").casefold() in initials(long.plain, words.small)


def _as(short: Name, long: Name) -> Name:
    if short.known and not long.known and fold(long.plain) in map(fold, (short.known.name, *short.known.aliases)):
        return short
    return replace(short, known=long.known, label=long.label, cued=True)


def clubs(names: Sequence[Name], texts: Mapping[Field, Text], words: NameWords) -> list[Name]:
    """The names, with towns as the clubs that they stand for: Dunmouth striker Rita Hale."""
    found = {
        name.plain for name in names if name.plain in words.club_towns and _word_after(name, texts) in words.club_words
    }
    return [_as_club(name, texts[name.field].plain, words) if name.plain in found else name for name in names]


def _word_after(name: Name, texts: Mapping[Field, Text]) -> str:
    found = WORD_AFTER.match(texts[name.field].plain, name.end)
    return found[1].lower() if found else ""


def _as_club(name: Name, plain: str, words: NameWords) -> Name:
    stays = name.label != "PLACE" or _word_before(plain, name.start) in words.places_follow
    return name if stays else replace(name, known=None, label="ORG", cued=True)


def _word_before(plain: str, start: int) -> str:
    found = BEFORE.search(plain, max(0, start - NEAR), start)
    return found[1].lower() if found else ""
