"""The shapes of `config/gazetteer/`: names that are known, patterns that names follow, and words around names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from schemas.config import ConfigModel
from schemas.records import Label

Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


# One capitalised word, which may hold capitals, hyphens and apostrophes, but not a possessive. Bounded and
# possessive, so that no text makes a pattern slow.
NAME_WORD = r"[A-ZÀ-ÖØ-Þ][\w&-]{0,40}+(?:'(?!s\b)[\w&-]{0,40}+){0,40}+"


def one_of(words: Iterable[str]) -> str:
    """A pattern for one of several words; of none, one that matches nothing.

    Their first letters stand apart, as `re` skips to a set of characters only.
    """
    rest: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        rest.setdefault(word[0], []).append(re.escape(word[1:]))
    ways = "|".join(f"(?<={re.escape(first)})(?:{'|'.join(ends)})" for first, ends in rest.items())
    return f"[{''.join(map(re.escape, rest))}](?:{ways})" if rest else "(?!)"


class KnownName(ConfigModel):
    """One thing under all its names, each matched letter for letter: a row of `config/gazetteer/*.csv`.

    A name that begins with "The " is matched only after "the", which stays outside the mention: The Sun.
    """

    name: Word
    label: Label
    aliases: tuple[Word, ...] = ()
    wikidata: Annotated[str, StringConstraints(pattern=r"Q[1-9]\d*")] | None = None
    listed: str = Field("", description="the file it is in, without `.csv`: what kind of a body it is")


class Pattern(ConfigModel):
    r"""Names that follow a form, such as roads; `{Name}` in the regex stands for one capitalised word.

    The regex says nothing of what stands before: what matches within a word does not count. A regex that begins with
    `\b` takes many times as long, as `re` cannot skip to the letters that it may begin with.
    """

    label: Label
    regex: Word
    example: Word
    after: tuple[Word, ...] = Field((), description="one of these words stands before the name, outside it")
    near: tuple[Word, ...] = Field((), description="counts only where one of these words stands near")

    def compiled(self) -> re.Pattern[str]:
        """The regex with `{Name}` filled in."""
        return re.compile(self.regex.replace("{Name}", NAME_WORD))

    yields: bool = Field(False, description="counts only where the model found nothing")

    def company(self) -> re.Pattern[str] | None:
        """What has to stand near, if anything has to."""
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, self.near))})", re.IGNORECASE) if self.near else None

    @model_validator(mode="after")
    def _matches_its_example(self) -> Self:
        try:
            found = self.compiled().search(self.example)
        except re.error as error:
            raise ValueError(f"not a valid regular expression: {error}") from error
        if not found:
            raise ValueError(f"the regex does not match its example {self.example!r}")
        return self


class Patterns(ConfigModel):
    """`config/gazetteer/patterns.toml`."""

    pattern: tuple[Pattern, ...]


class Kinds(ConfigModel):
    """Words that show what kind of thing a name stands for."""

    label: Label
    last: tuple[Word, ...] = Field((), description="the name ends in one of these: Council, Airport")
    alone: tuple[Word, ...] = Field((), description="the name is nothing but one of these: the Channel")
    first: tuple[Word, ...] = Field((), description="the name begins with one of these: Air, Banco")


class Words(ConfigModel):
    """`config/gazetteer/words.toml`: the words around names and inside them.

    A language leaves out the lists of words that nobody has collected for it.
    """

    honorifics: tuple[Word, ...] = Field(description="a person's name follows, whatever else is known; not part of it")
    titles: tuple[Word, ...] = Field(description="a person's name may follow; not part of it")
    roles: tuple[Word, ...] = Field(description="not part of the name they stand before or after")
    openers: tuple[Word, ...] = Field(description="begin a sentence; never part of a name")
    not_names: tuple[Word, ...] = Field(description="capitalised without being a name")
    common: tuple[Word, ...] = Field((), description="in lower case: begin sentences without being names: turnout")
    furniture: tuple[Word, ...] = Field((), description="of nothing but these, capitals aside, is no name: Watch More")
    numbered: tuple[Word, ...] = Field((), description="no names, though a number or letter follows: Phase 4, Grade C")
    small: tuple[Word, ...] = Field(description="lower-case words inside names")
    particles: tuple[Word, ...] = Field((), description="between a person's first name and surname: de, van der, Ní")
    exchanges: tuple[Word, ...] = Field((), description="before a share's code in brackets: NYSE")
    prefixes: tuple[Word, ...] = Field(description="before a hyphen and not part of the name: cross-Channel")
    elisions: tuple[Word, ...] = Field((), description="before a name and an apostrophe, and not part of it: d, l")
    surnames_that_are_words: tuple[Word, ...] = Field(description="never taken for a person without a title: May")
    surnames_act: tuple[Word, ...] = Field((), description="what such a surname does where it is one: has, was, said")
    before_words: tuple[Word, ...] = Field(
        (), description="before such a surname where it is the word: in May, the King"
    )
    capitals_that_are_words: tuple[Word, ...] = Field(description="not matched in a line that is all capitals: US")
    companies: tuple[Word, ...] = Field(description="end a company's name, which may also be used without them")
    vessels: tuple[Word, ...] = Field(description="lower-case words for ships, whose names the model takes for persons")
    bodies: tuple[Word, ...] = Field((), description="nouns that a body's name follows: operator, union")
    before_bodies: tuple[Word, ...] = Field((), description="phrases that a body's name follows: employed by")
    of_places: tuple[Word, ...] = Field((), description="what a place has: Dunmouth's mayor")
    persons_follow: tuple[Word, ...] = Field((), description="nouns that a person's name follows: mother, midfielder")
    before_places_alone: tuple[Word, ...] = Field((), description="phrases that a place follows: resident of, flew to")
    after_places: tuple[Word, ...] = Field((), description="nouns that follow a place: estuary, province")
    societies: tuple[Word, ...] = Field(
        (), description="begin a body's name that ends in its members: Union of Workers"
    )
    of_bodies: tuple[Word, ...] = Field((), description="nouns that follow a body's name: subsidiary, meeting")
    after_bodies: tuple[Word, ...] = Field((), description="phrases right behind a body's name: 's shareholders")
    bodies_opening: tuple[Word, ...] = Field((), description="before a body where a sentence begins: Regulator Ofwat")
    of_offices: tuple[Word, ...] = Field((), description="before a body called by its office: Supreme Court of Norland")
    speech: tuple[Word, ...] = Field(description="verbs whose subject is a person or a body")
    places_follow: tuple[Word, ...] = Field(description="words after which a lone name is a place: in, near")
    club_towns: tuple[Word, ...] = Field((), description="towns whose clubs go by their name")
    club_words: tuple[Word, ...] = Field((), description="after a town that stands for its club: striker")
    club_endings: tuple[Word, ...] = Field((), description="end the names of towns and of clubs: Town, City")
    club_doings: tuple[Word, ...] = Field((), description="after such a name that is a club's: beat, manager")
    before_places: tuple[Word, ...] = Field((), description="further words before a known place: from, between")
    before_towns: tuple[Word, ...] = Field((), description="before a town and its county: from Leek, Staffordshire")
    before_counties: tuple[Word, ...] = Field((), description="between a town, a comma and its county: in the")
    first_names: tuple[Word, ...]
    unisex: tuple[Word, ...] = Field((), description="first names that tell no gender, in lower case: alex")
    sons: tuple[Word, ...] = Field((), description="end the name of one of two who are called alike, in lower case: jr")
    pet_names: dict[Word, tuple[Word, ...]] = Field({}, description="in lower case: bob -> robert")
    kinds: tuple[Kinds, ...]
