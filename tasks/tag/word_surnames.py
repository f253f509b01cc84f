"""Persons who are called by a surname that is a word: Theresa May is named, and then May said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from schemas.records import Field
from tasks.tag.lexicon import NameWords
from tasks.tag.mentions import Name
from tasks.tag.spans import without_overlap
from tasks.tag.text import Text

BEFORE = re.compile(r"([\w-]+)(,?) \Z")
LONGEST = 16  # characters before a surname in which the word before it is looked for


def with_word_surnames(names: Sequence[Name], texts: Mapping[Field, Text], words: NameWords) -> list[Name]:
    """The names, and such surnames where they own or do something, unless what is before them makes them words."""
    persons = {name.plain.rpartition(" ")[2]: name for name in reversed(names) if _has_word_surname(name, words)}
    if not persons:
        return list(names)
    return [
        name
        for field, text in texts.items()
        for name in without_overlap(
            [*(name for name in names if name.field == field), *_called(field, text, persons, words)]
        )
    ]


def _has_word_surname(name: Name, words: NameWords) -> bool:
    first, _, surname = name.plain.rpartition(" ")
    return name.label == "PERSON" and surname in words.word_surnames and (name.titled or bool(first))


def _called(field: Field, text: Text, persons: Mapping[str, Name], words: NameWords) -> Iterator[Name]:
    surnames = "|".join(map(re.escape, persons))
    for found in re.finditer(rf"\b(?:{surnames})\b(?='s\b| (?:{words.acts})\b)", text.plain):
        start, end = found.span()
        before = BEFORE.search(text.plain, max(0, start - LONGEST), start)
        if not (text.in_title_case(start) or (before and _makes_word(before, words))):
            yield replace(persons[found[0]], field=field, start=start, end=end, plain=found[0], titled=False, cued=True)


def _makes_word(before: re.Match[str], words: NameWords) -> bool:
    """Whether a surname is a word behind this one, or a part of another name: in May, Brian May."""
    word, comma = before.groups()
    is_name = word[0].isupper() and not comma and word not in words.not_names and word not in words.all_roles
    return is_name or word.lower() in words.before_words
