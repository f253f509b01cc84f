"""The words of a language that quotes and figures are found by: `config/lexicon/<language>.toml`."""

from __future__ import annotations

from pathlib import Path

from schemas.config import ConfigModel, load_toml

Words = frozenset[str]


class QuoteWords(ConfigModel):
    """What is needed to find quotes and who said them; every form as printed, in lower case."""

    verbs: Words  # finite: "said", "pointed out"
    participles: Words  # "saying", "adding": their subject is the sentence's
    addressing: Words  # followed by who was spoken to, never by who spoke: "told"
    according: Words  # followed by who spoke: "according to"
    fillers: Words  # may stand between a subject and its verb: "has", "later", "on", "monday"
    adverb_endings: Words  # of further words that may: "angrily"
    people: Words  # pronouns for one person
    groups: Words  # pronouns for several, or for one whose gender is left open
    things: Words  # pronouns for a body
    relatives: Words  # open a clause about the name before them
    openers: Words  # open a phrase before the subject: "on the BBC, ..."
    determiners: Words
    joiners: Words  # between two verbs of one subject: "and"
    infinitive: str  # before a verb whose subject is the sentence's: "went on to say"
    definite: str  # the one that points back: "the minister"
    roles: Words  # nouns for one who speaks by office: "spokesman", "chief executive"
    bodies: Words  # nouns that stand for an organisation named before: "the company"
    unnamed: Words  # speakers without a name: "one", "critics"
    male: Words  # titles and common first names
    female: Words
    elisions: Words  # words that begin with an apostrophe
    abbreviations: Words  # a full stop after them ends no sentence


class FigureWords(ConfigModel):
    """What is needed to find figures; every form as printed, in lower case."""

    numbers: dict[str, float]  # below a hundred: "two", "twenty"
    scales: dict[str, float]  # words that multiply: "hundred", "million"
    suffixes: dict[str, float]  # the same, joined to digits: "bn"
    dozens: dict[str, float]  # multiply like a scale and count alone too: "dozen"
    parts: dict[str, float]  # of one: "third", "quarters"
    halves: Words  # "half", which also stands before a noun: "half an hour"
    singles: Words  # the article as a number: "a", "an"
    joiners: Words  # inside a number in words: "and"
    alternatives: Words  # between two numbers of one noun: "or"
    of: Words  # between a share and its whole: "of"
    wholes: Words  # determiners that stand between "of" and a noun
    ratios: Words  # between the two numbers of a share: "in", "out of"
    to: Words  # between the ends of a range: "to"
    between: Words  # before a range whose ends are joined by `joiners`: "between"
    starts: Words  # before the first of two figures that are no range: "from"
    percent: Words
    currency_signs: dict[str, str]  # before a number -> ISO 4217
    currency_words: dict[str, str]  # after a number -> ISO 4217
    pence: dict[str, str]  # hundredths, joined to a number -> ISO 4217
    qualifiers: Words  # before the number
    trailing_qualifiers: Words  # after it: "or more"
    measures: dict[str, str]  # singular or short form -> unit
    times: Words  # units of time, plural
    placing_before: Words  # with a unit of time they date an event: "next"
    placing_after: Words  # "ago"
    ages_before: Words
    ages_after: Words
    clock_after: Words
    labels: Words  # nouns whose number is a name: "junction"
    months: Words
    compounds: Words  # units of several words
    sharing: Words  # before a number whose noun is left out: "including 60 in Hull"
    stand_ins: Words  # after such a number, in the noun's place: "more"
    verb_endings: Words  # of words that may follow it: "60 died"
    them: Words  # after a number and `of` they stand for the noun: "60 of them"
    minus: Words  # before a number below zero: "-", "minus"
    before_parts: Words  # before one part of what was: "fell by a third"
    bases: Words  # before a number that others are counted against: "per 100,000"
    plural_endings: Words
    not_plural_endings: Words
    plurals: Words  # with another ending
    not_plurals: Words  # with such an ending
    stops: Words  # end the noun phrase after a number
    never: Words  # units that nobody charts


class Lexicon(ConfigModel):
    """One language's words."""

    language: str  # ISO 639-1
    quotes: QuoteWords
    figures: FigureWords

    # By identity: a lexicon is loaded once, and what is compiled from it is cached under it.
    __hash__ = object.__hash__


def load_lexicon(config_dir: Path, language: str = "en") -> Lexicon:
    """The lexicon of a language, `config_dir/lexicon/<language>.toml`.

    Raises:
        ConfigError: the file is missing or not valid; names file and line.
    """
    return load_toml(config_dir / "lexicon" / f"{language}.toml", Lexicon)
