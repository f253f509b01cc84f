"""What an editor writes in `config/topics/`: topics, and the two small tables that all topics share.

config/topics/KEY.toml                 one topic (docs/topics.md has a complete example)
config/topics/shared/irregular.toml    verbs and nouns that do not inflect by rule
config/topics/shared/retired.toml      retired IPTC Media Topic ids, with what stands in their place
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from schemas.config import ConfigModel, config_hash, wrong_at
from schemas.wording import nearest

Zone = Literal["headline", "standfirst", "lead", "body"]
REACHES = ("sentence", "top", "article")

FORM_OF_PHRASE = re.compile(
    r"@[a-z][a-z0-9-]*|(?:[^\W\d_]|#)(?:(?:[^\W\d_]|[#&'’./ -])*(?:[^\W\d_]|#))?(?: \((?:noun|verb)\))?"
)
RULE_ID = r"^[a-z][a-z0-9-]*$"


def _well_formed(phrase: str) -> str:
    if re.search(r"\d", phrase):
        raise ValueError(f"{phrase!r} holds a number; write # for it, which stands for any number")
    if not FORM_OF_PHRASE.fullmatch(phrase):
        raise ValueError(f"{phrase!r} is not a phrase, a phrase with (noun) or (verb) after it, or the @name of a list")
    return phrase


def _iptc_id(given: str) -> str:
    if not re.fullmatch(r"\d{8}", given):
        raise ValueError(f"{given!r} is not the id of a Media Topic, which has eight digits")
    return given


def _reach(given: object) -> object:
    if given in REACHES or (type(given) is int and 1 <= given <= 50):
        return given
    hint = nearest(str(given), REACHES)
    raise ValueError(f'must be "sentence", "top", "article" or a number of words, 1 to 50, not {given!r:.80}{hint}')


# by one validator of ours: of a choice pydantic would say what is wrong with each branch
Reach = Annotated[int | Literal["sentence", "top", "article"], BeforeValidator(_reach)]
Phrases = Annotated[tuple[Annotated[str, AfterValidator(_well_formed)], ...], Field(min_length=1)]


class Iptc(ConfigModel):
    """The topic in the IPTC Media Topics vocabulary; `release` is the one that the ids were checked against."""

    release: date
    ids: tuple[Annotated[str, AfterValidator(_iptc_id)], ...] = ()


class Zones(ConfigModel):
    """What a phrase counts for by where it stands, and how long the lead is."""

    headline: float = Field(2.0, ge=0)
    standfirst: float = Field(1.5, ge=0)
    lead: float = Field(1.5, ge=0)
    body: float = Field(0.4, ge=0)
    lead_characters: int = Field(600, ge=1, description="the lead ends here")
    body_characters: int = Field(20_000, ge=1, description="what comes later is not read")

    def worth(self, zone: Zone) -> float:
        """What a phrase counts for that stands in the zone."""
        return {"headline": self.headline, "standfirst": self.standfirst, "lead": self.lead, "body": self.body}[zone]


class Context(ConfigModel):
    """Phrases to be looked for around another phrase: so many words away in its sentence, or further."""

    any: Phrases
    within: Reach


class Rule(ConfigModel):
    """Phrases that speak for a topic or, with a weight below zero, against it."""

    id: str = Field(pattern=RULE_ID)
    phrases: Phrases
    weight: float
    zones: tuple[Zone, ...] = ("headline", "standfirst", "lead", "body")
    needs: tuple[Context, ...] = ()
    unless: tuple[Context, ...] = ()


class Example(ConfigModel):
    """An article in small."""

    headline: str | None = None
    standfirst: str | None = None
    body: str = ""


class Examples(ConfigModel):
    """Articles that must get the topic, and articles that must not."""

    positive: tuple[Example, ...] = Field(min_length=1)
    negative: tuple[Example, ...] = Field(min_length=1)


class LearnedModel(ConfigModel):
    """A model that was learned for the topic, and has its say beside the rules; see `schemas.topic_model`."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="of its file, learned/KEY.json")


class TopicDefinition(ConfigModel):
    """One topic."""

    key: str = Field(pattern=RULE_ID)
    label: str
    description: str
    language: str = Field("en", pattern="^[a-z]{2}$")
    threshold: float = Field(gt=0)
    iptc: Iptc | None = None
    zones: Zones = Zones()
    lists: Mapping[Annotated[str, Field(pattern=RULE_ID)], Phrases] = {}
    false_friends: tuple[Annotated[str, AfterValidator(_well_formed)], ...] = ()
    rules: tuple[Rule, ...] = Field(min_length=1)
    examples: Examples
    learned: LearnedModel | None = None

    @model_validator(mode="after")
    def _can_be_reached(self) -> TopicDefinition:
        ids = [rule.id for rule in self.rules]
        if twice := next((n for n, name in enumerate(ids) if name in ids[:n]), None):
            raise wrong_at(("rules", twice, "id"), f"two rules have the id {ids[twice]!r}")
        if all(rule.weight <= 0 for rule in self.rules):
            raise wrong_at(("rules",), "no rule has a weight above zero, so the topic can never be given")
        return self

    def phrase_lists(self) -> Iterator[tuple[str, ...]]:
        """Every list of phrases that the file holds."""
        yield from self.lists.values()
        yield self.false_friends
        for rule in self.rules:
            yield rule.phrases
            yield from (context.any for context in (*rule.needs, *rule.unless))

    def resolve(self, phrases: tuple[str, ...]) -> tuple[str, ...]:
        """The phrases with every @name replaced by its list; a list may name others."""
        return tuple(
            each
            for phrase in phrases
            for each in (self.resolve(self.lists[phrase[1:]]) if phrase.startswith("@") else (phrase,))
        )

    def fingerprint(self, irregular: Irregular) -> str:
        """A hash of what decides; label, description, IPTC ids and examples do not."""
        silent: dict[str, object] = {
            "label": "",
            "description": "",
            "iptc": Iptc(release=date.min),
            "examples": Examples.model_construct(positive=(), negative=()),
        }
        return config_hash(self.model_copy(update=silent), irregular)


class Irregular(ConfigModel):
    """Forms that no rule of spelling gives: base form to all of its other forms."""

    verbs: Mapping[str, tuple[str, ...]] = {}
    nouns: Mapping[str, tuple[str, ...]] = {}


class RetiredId(ConfigModel):
    """An id that left the vocabulary, and what stands in its place."""

    id: str
    retired: date
    successors: tuple[str, ...]


class RetiredIds(ConfigModel):
    """The retired ids that are known here."""

    retired: tuple[RetiredId, ...]
