"""What the rest of the article says of a known name: a town may be a surname or a club, an acronym something else."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from itertools import pairwise

from msgspec.structs import replace

from schemas.records import Field
from tasks.tag.aliases import ACRONYM, fold, initials
from tasks.tag.labels import OWNED
from tasks.tag.lexicon import NameWords
from tasks.tag.mentions import Name
from tasks.tag.text import Text

BEFORE = re.compile(r"(\w+) (?:the )?$")
CAPITAL_AFTER = re.compile(r" [A-Z]")
NEAR = 24  # characters before a name in which the word before it is looked for
SPEECH = re.compile(r",? (\w+)\b")
WORD_AFTER = re.compile(r"(?:'s?)? ([\w-]+)")
OF = re.compile(r" (?:of|at|from) (?:the )?$")
TITLE = re.compile(r"\b([A-Z]\w+) $")
ARTICLE = re.compile(r"\b(?:[Tt]he|[Aa]n?) $")  # before a place that tells something of what follows
SCORE = re.compile(r" \d{1,2}[-–]\d{1,2} ")
TOWN_WORDS = 2
PERSON_OR_BODY = ("PERSON", "ORG")
BETWEEN_PLACES = re.compile(r",? and |, ")
BRACKET = re.compile(r" [(<]")


def surnames_first(names: Sequence[Name], texts: Mapping[Field, Text], words: NameWords) -> list[Name]:
    """The names, with known places as the persons that the article calls so: Rita Oldham, later Oldham.

    In the body that holds from the full name on: what stands before it, as in a dateline, is the town.
    """
    full = {name.plain.rpartition(" ")[2]: name for name in reversed(names) if _is_full(name)}
    found = []
    for at, name in enumerate(names):
        plain = texts[name.field].plain
        is_place = name.known is not None and name.label == "PLACE"
        is_person = is_place and (
            _is_titled(plain, name.start, words)
            or (name.plain in full and _is_bearer(name, full[name.plain], plain, names[at - 1 : at + 2], words))
        )
        found.append(replace(name, known=None, label="PERSON", titled=True) if is_person else name)
    return found


def _is_full(name: Name) -> bool:
    """Whether a name is a full one, of a person and where capitals can be trusted."""
    return name.label == "PERSON" and " " in name.plain and name.field != "headline"


def _is_titled(plain: str, start: int, words: NameWords) -> bool:
    """Whether a title in capitals stands before a name: Minister Oldham."""
    before = TITLE.search(plain, max(0, start - NEAR), start)
    return before is not None and before[1] in words.titles


def _is_bearer(name: Name, full: Name, plain: str, around: Sequence[Name], words: NameWords) -> bool:
    """Whether a surname stands for whoever has the full name, and not for the town."""
    if _word_before(plain, name.start) in words.before_places:
        return False
    speaks = SPEECH.match(plain, name.end)
    if speaks is not None and speaks[1] in words.speech:
        return True
    likely = full.sure or words.is_first_name(full.plain.split()[0])
    introduced = name.field != full.field or full.start < name.start
    return likely and introduced and not _is_town(name, plain, around, words)


def _is_town(name: Name, plain: str, around: Sequence[Name], words: NameWords) -> bool:
    """Whether a name's neighbours are those of a place: the Oldham branch, Oldham's mayor, Leeds and Oldham."""
    owned = OWNED.match(plain, name.end)
    if (owned and owned[1] in words.of_places) or plain.startswith("-", name.end):
        return True
    places = (one for one in around if one is not name and one.label == "PLACE" and one.field == name.field)
    gaps = ((min(one.end, name.end), max(one.start, name.start)) for one in places)
    is_article_before = ARTICLE.search(plain, max(0, name.start - NEAR), name.start)
    return is_article_before is not None or any(BETWEEN_PLACES.fullmatch(plain, *gap) for gap in gaps)


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


def towns(names: Sequence[Name], texts: Mapping[Field, Text], words: NameWords) -> list[Name]:
    """The names, with towns that are told by what follows for persons and bodies: from Porto Quarrow, in Norland."""
    where = {
        one
        for one, other in pairwise(names)
        if other.label == "PLACE" and not one.sure and one.label in PERSON_OR_BODY and one.field == other.field
        if _is_town_of(one, other, texts[one.field].plain, words)
    }
    return [replace(name, label="PLACE", cued=True) if name in where else name for name in names]


def _is_town_of(one: Name, other: Name, plain: str, words: NameWords) -> bool:
    tokens = one.plain.split()
    owns = plain.startswith("'s", other.end)  # spoke to Quarrow, Norland's minister
    if owns or len(tokens) > TOWN_WORDS or words.is_first_name(tokens[0]) or words.kind(tokens) or one.plain.isupper():
        return False
    goes_on = CAPITAL_AFTER.match(plain, other.end)  # the bill from Quarrow, Norland Democrat
    follows = words.to_county.fullmatch(plain, one.end, other.start) is not None and goes_on is None
    return follows and _word_before(plain, one.start) in words.before_towns


def clubs(names: Sequence[Name], texts: Mapping[Field, Text], words: NameWords) -> list[Name]:
    """The names, with towns as the clubs that they stand for: Dunmouth striker Rita Hale, Quarrow Town beat Old Sarn.

    What is called like a town and is no club is no person either.
    """
    beside = _with_scores(names, texts)
    called = {name.plain for name in names if not name.known and _is_called_town(name.plain, words)}
    may_be = [
        (name, words.club_doings if name.plain in called else words.club_words)
        for name in names
        if name.plain in words.club_towns or name.plain in called
    ]
    found = {name.plain for name, told_by in may_be if name in beside or _word_after(name, texts) in told_by}
    as_towns = (_as_town(name) if name.plain in called else name for name in names)
    return [_as_club(name, texts[name.field].plain, words) if name.plain in found else name for name in as_towns]


def _is_called_town(plain: str, words: NameWords) -> bool:
    first, _, last = plain.partition(" ")
    return last in words.club_endings and not words.is_first_name(first)


def _as_town(name: Name) -> Name:
    is_town = name.label in {"PERSON", "FACILITY"} and not name.sure
    return replace(name, label="PLACE", cued=True) if is_town else name


def _with_scores(names: Sequence[Name], texts: Mapping[Field, Text]) -> set[Name]:
    """Those with nothing but a score between them and the next: Dunmouth 0-2 Wessex, but not Dunmouth 10-12 May."""
    pairs = ((one, other) for one, other in pairwise(names) if one.field == other.field)
    return {
        name
        for pair in pairs
        if SCORE.fullmatch(texts[pair[0].field].plain, pair[0].end, pair[1].start)
        for name in pair
    }


def _word_after(name: Name, texts: Mapping[Field, Text]) -> str:
    found = WORD_AFTER.match(texts[name.field].plain, name.end)
    return found[1].lower() if found else ""


def _as_club(name: Name, plain: str, words: NameWords) -> Name:
    stays = name.label != "PLACE" or _word_before(plain, name.start) in words.places_follow
    return name if stays else replace(name, known=None, label="ORG", cued=True)


def _word_before(plain: str, start: int) -> str:
    found = BEFORE.search(plain, max(0, start - NEAR), start)
    return found[1].lower() if found else ""
