"""Names as attribution reads them: whose they are, and what the words around them tell of their bearers."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet

from msgspec import Struct

from schemas.lexicon import QuoteWords
from schemas.records import FIELDS, Article, Entity, Field, Label, Mention

TITLE_REACH = 40  # code points before a name that may hold its title
APPOSITION = re.compile(r"\s?[,(]\s?([^\n,;:.!?()\"“”]{2,80})[,;.()]")


class Name(Struct, frozen=True):
    """A mention in one field, with the entity it belongs to."""

    start: int
    end: int
    label: Label
    entity: int
    male: bool | None  # None when nothing tells
    title: str  # the words before it, in lower case: "the prime minister"
    called: str  # its own words, likewise: "pope francis"
    apposition: str  # those between it and a second comma: ", head of the union,"
    introduced: bool  # whether either says what its bearer is
    full: str = ""  # the bearer's fullest name, likewise
    listed: str = ""  # the file of the gazetteer that it is in

    @property
    def words(self) -> AbstractSet[str]:
        """All words beside and in the name."""
        return {*self.title.split(), *self.apposition.split(), *self.called.split()}

    def holds(self, title: str, qualifiers: Collection[str]) -> bool:
        """Whether `title` begins the name, or tells right before or after it what its bearer is.

        Behind one of `qualifiers` it is another's: "shadow foreign secretary".
        """
        before = f" {self.title}".endswith(f" {title}") and _whole(self.title, title, qualifiers)
        return before or _whole(self.apposition, title, qualifiers) or self.called.startswith(f"{title} ")


def _whole(words: str, title: str, qualifiers: Collection[str]) -> bool:
    """Whether `title` is among the words, and none of `qualifiers` stands before it."""
    before, found, _ = f" {words} ".rpartition(f" {title} ")
    return bool(found) and before.rpartition(" ")[2] not in qualifiers


def names_by_field(
    article: Article,
    mentions: Sequence[Mention],
    entities: Sequence[Entity],
    words: QuoteWords,
    listed: Mapping[str, str],
) -> dict[Field, list[Name]]:
    """The mentions of each field in reading order, each with its entity and what its surroundings tell of it.

    `listed` says in which file of the gazetteer a name is.
    """
    texts: dict[Field, str] = {field: getattr(article, field) or "" for field in FIELDS}
    names: dict[Field, list[Name]] = {field: [] for field in FIELDS}
    entity_of = {index: number for number, entity in enumerate(entities) for index in entity.mentions}
    for index, number in sorted(entity_of.items()):
        mention = mentions[index]
        full_name = entities[number].name
        name = _name(texts[mention.field], mention, number, full_name, words, listed.get(full_name, ""))
        names[mention.field].append(name)
    return names


def _name(text: str, mention: Mention, entity: int, full_name: str, words: QuoteWords, listed: str) -> Name:
    title = text[max(0, mention.start - TITLE_REACH) : mention.start].lower().split()
    full = full_name.lower()
    last = title[-1] if title else ""
    male = _is_male(last.strip("."), words)
    male = _is_male(full.partition(" ")[0].strip("."), words) if male is None else male
    described = APPOSITION.match(text, mention.end)
    apposition = " ".join(described[1].lower().split()) if described else ""
    introduced = bool(apposition) or _could_introduce(last, words)
    before, called = " ".join(title), mention.text.lower()
    start, end, label = mention.start, mention.end, mention.label
    return Name(start, end, label, entity, male, before, called, apposition, introduced, full, listed)


def _is_male(word: str, words: QuoteWords) -> bool | None:
    """What a title or first name tells, if anything."""
    return True if word in words.male else False if word in words.female else None


def _could_introduce(word: str, words: QuoteWords) -> bool:
    """Whether a word before a name may say what its bearer is: any but verbs of speech and small words."""
    return word.isalpha() and not (
        word in words.verbs
        or word in words.fillers
        or word in words.determiners
        or word in words.openers
        or word in words.relatives
        or word in words.joiners
        or _is_male(word, words) is not None
    )
