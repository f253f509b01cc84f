"""Boilerplate rules, as an editor writes them in `config/boilerplate/*.toml`.

Patterns are compared with a *folded* line: lower case, apostrophes straight, everything that is neither letter nor
digit a single space (so "Click to follow!" is `click to follow`). A rule takes a line as a whole or not at all. No rule
takes a line that opens a quotation, and a `byline` must look like one: capitals behind "by".
"""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field, field_validator, model_validator

from schemas.config import ConfigModel

Kind = Literal[
    "promo",
    "share",
    "newsletter",
    "cookie",
    "related",
    "advert",
    "navigation",
    "comments",
    "paywall",
    "legal",
    "media",
    "byline",  # names the authors: read, then removed
    "credit",  # names agencies, photographers, other reporters: kept as a credit
    "caption",  # marks what follows as a picture's caption: kept as a caption
    "published",  # says when the article was published: read, then removed
    "updated",  # says when it was changed: read, then removed
]
Zone = Literal["anywhere", "edge"]

NESTED_QUANTIFIER = re.compile(r"\([^()]*[+*][^()]*\)[+*]")


class Rule(ConfigModel):
    """One kind of line that is not part of what the article says."""

    key: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="part of the reason that is recorded")
    kind: Kind
    lines: tuple[str, ...] = Field((), description="the whole folded line")
    starts: tuple[str, ...] = Field((), description="its first words; with a colon at the end, all that is before one")
    contains: tuple[str, ...] = Field((), description="words anywhere in it")
    regex: tuple[str, ...] = Field((), description="matched against the whole folded line")
    max_words: int = Field(12, ge=1, le=80, description="a longer line is a sentence, and stays")
    sentences: bool = Field(True, description="false: a line that ends like a sentence stays")
    zone: Zone = Field("anywhere", description="edge: only before the first or after the last paragraph of prose")
    examples: tuple[str, ...] = Field(min_length=1, description="lines that the rule must take")
    counter_examples: tuple[str, ...] = Field(min_length=1, description="lines that it must leave")

    @field_validator("regex")
    @classmethod
    def _sound(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            if NESTED_QUANTIFIER.search(pattern):
                raise ValueError(f"a repeated group that itself repeats can take forever: {pattern!r}")
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"not a regular expression: {pattern!r}: {error}") from error
        return patterns

    @field_validator("lines", "starts", "contains")
    @classmethod
    def _has_words(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            if not any(map(str.isalnum, pattern)):
                raise ValueError(f"{pattern!r} has neither letter nor digit: folded, it would take every such line")
        return patterns

    @model_validator(mode="after")
    def _says_something(self) -> Rule:
        if not (self.lines or self.starts or self.contains or self.regex):
            raise ValueError(f"rule {self.key!r} has no pattern: give lines, starts, contains or regex")
        return self


class BylineWords(ConfigModel):
    """The small words of bylines; those of every file are used together."""

    by: tuple[str, ...] = Field((), description="before the names")
    joiners: tuple[str, ...] = Field((), description="between the last two names")
    jobs: tuple[str, ...] = Field((), description="words, or their beginnings with *, of titles that follow a name")
    others: tuple[str, ...] = Field((), description="before the names of people who did something else")
    accounts: tuple[str, ...] = Field((), description="names of accounts that are nobody's")
    suffixes: tuple[str, ...] = Field((), description="titles that are written behind a name without a comma")


class Agency(ConfigModel):
    """A news agency."""

    name: str = Field(min_length=1, description="the name it is reported by")
    others: tuple[str, ...] = Field((), description="what else bylines, datelines and credits call it")


class LearnedLine(ConfigModel):
    """A line that repeats across a source's articles, adopted as boilerplate of that source alone.

    It goes where it is a whole paragraph of the body, of whatever length.
    """

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="part of the reason that is recorded")
    source: str = Field(min_length=1, description="the source's name")
    text: str = Field(description="the line; compared like rules, without case and punctuation")

    @field_validator("text")
    @classmethod
    def _has_words(cls, text: str) -> str:
        if not any(map(str.isalnum, text)):
            raise ValueError(f"{text!r} has neither letter nor digit")
        return text


class RuleFile(ConfigModel):
    """One file of rules."""

    language: str = Field(description="ISO 639-1, or 'any'; for the reader, every rule is tried on every article")
    bylines: BylineWords = BylineWords()
    agencies: tuple[Agency, ...] = Field((), alias="agency")
    rules: tuple[Rule, ...] = Field((), alias="rule")
    lines: tuple[LearnedLine, ...] = Field((), alias="line")
