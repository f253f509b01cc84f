"""What the rest of the article says of a known name: a town may be a surname or a club, an acronym something else."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from itertools import pairwise

from msgspec.structs import replace

from schemas.records import Field
from tasks.tag.aliases import ACRONYM, fold, initials
from tasks.tag.lexicon import NameWords
from tasks.tag.mentions import Name
from tasks.tag.text import Text

BEFORE = re.compile(r"(\w+) (?:the )?$")
NEAR = 24  # characters before a name in which the word before it is looked for
SPEECH = re.compile(r",? (\w+)\b")
WORD_AFTER = re.compile(r"(?:'s?)? ([\w-]+)")
OF = re.compile(r" (?:of|at|from) (?:the )?$")
BRACKET = re.compile(r" [(<]")


def surnames_first(names: Sequence[Name], texts: Mapping[Field, Text], words: NameWords) -> list[Name]:
    """The names, with known places as the persons that the article calls so: Rita Oldham, later Oldham."""
    surnames = {name.plain.rpartition(" ")[2] for name in names if name.label == "PERSON" and " " in name.plain}
    return [_as_person(name, texts[name.field].plain, words) if name.plain in surnames else name for name in names]


def _as_person(name: Name, plain: str, words: NameWords) -> Name:
    if name.known is None or name.label != "PLACE" or _word_before(plain, name.start) in words.before_places:
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


def bodies_of(names: Sequence[Name], texts: Mapping[Field, Text], words: NameWords) -> list[Name]:
    """The names, with the bodies that people are told by for persons: Rita Hale of Harbour Lights."""
    people = {(name.field, name.end) for name in names if name.label == "PERSON"}
    return [_as_body(name, texts[name.field].plain, people, words) for name in names]


def _as_body(name: Name, plain: str, people: Container[tuple[Field, int]], words: NameWords) -> Name:
    if name.sure or name.label != "PERSON" or " " not in name.plain or words.is_first_name(name.plain.split()[0]):
        return name
    of = OF.search(plain, max(0, name.start - NEAR), name.start)
    return replace(name, label="ORG", cued=True) if of and (name.field, of.start()) in people else name


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
