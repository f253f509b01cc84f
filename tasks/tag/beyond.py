"""Names that the words beside them ran into, cut down to what the rest of the article calls the same."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from msgspec.structs import replace

from schemas.records import Field
from tasks.tag.lexicon import NameWords
from tasks.tag.mentions import Name
from tasks.tag.text import Text

OPENING = re.compile(r"(?:^|\n|[.!?:][\"')]* )[\"'(]*\Z", re.MULTILINE)  # the beginning of a line, sentence or caption
FIRST_AND_LAST = 2  # words


def within_bounds(names: Sequence[Name], texts: Mapping[Field, Text], words: NameWords) -> list[Name]:
    """The names, without a word in front or behind that is none of theirs, and without a headline's lost apostrophe.

    Supernanny | Jo Frost, where a sentence begins; Jo Frost Slams |, where all words have a capital; Jo Frost|s son.
    """
    plains = {name.plain for name in names}
    people = {name.plain for name in names if name.label == "PERSON" and " " in name.plain}
    return [name if name.sure else _within(name, texts[name.field], plains, people, words) for name in names]


def _within(name: Name, text: Text, plains: AbstractSet[str], people: AbstractSet[str], words: NameWords) -> Name:
    if name.field == "headline" and name.plain.endswith("s") and name.plain[:-1] in plains:
        return replace(name, end=name.end - 1, plain=name.plain[:-1])
    if name.plain.count(" ") < FIRST_AND_LAST:
        return name
    (head, _, last), (first, _, tail) = name.plain.rpartition(" "), name.plain.partition(" ")
    if tail in people and not words.is_first_name(first) and _opens(name, text):
        return replace(name, start=name.end - len(tail), plain=tail, label="PERSON")
    if head in people and last.lower() not in words.sons and text.in_title_case(name.start):
        return replace(name, end=name.start + len(head), plain=head, label="PERSON")
    return name


def _opens(name: Name, text: Text) -> bool:
    opening = OPENING.search(text.plain, max(0, name.start - 4), name.start)
    return opening is not None or text.in_title_case(name.start)
