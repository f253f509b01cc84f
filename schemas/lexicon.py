"""The words of a language that quotes and figures are found by: `config/lexicon/<language>.toml`."""

from __future__ import annotations

from schemas.config import ConfigModel

WordSet = frozenset[str]


class BodyKind(ConfigModel):
    """A kind of bodies, and what tells that one is of it; all in lower case."""

    nouns: WordSet  # stand for one that was named before, and say beside a name what it is: "union"
    words: WordSet = frozenset()  # of such a name
    unless: WordSet = frozenset()  # of a name that has one of `words` and is none: "European Union"
    listed: WordSet = frozenset()  # files of the gazetteer that such names are in: "unions"
    unmarked: bool = False  # whether a body that nothing tells of may be one
    wider: str = ""  # another kind, which is meant where none of this one is named


class QuoteWords(ConfigModel):
    """What is needed to find quotes and who said them; every form as printed, in lower case."""

    verbs: WordSet  # finite: "said", "pointed out"
    participles: WordSet  # "saying", "adding": their subject is the sentence's
    sayings: WordSet  # nouns for what their owner said: "Mr Hale's claim"
    sayings_say: WordSet  # between such a noun and what was said: "that"
    continuing: WordSet  # their pronoun is whoever spoke before: "he added"
    addressing: WordSet  # followed by who was spoken to, never by who spoke: "told"
    according: WordSet  # followed by who spoke: "according to"
    fillers: WordSet  # may stand between a subject and its verb: "has", "later", "on", "monday"
    adverb_endings: WordSet  # of further words that may: "angrily"
    people: WordSet  # pronouns for one person
    groups: WordSet  # pronouns for several, or for one whose gender is left open
    things: WordSet  # pronouns for a body
    relatives: WordSet  # open a clause about the name before them
    openers: WordSet  # open a phrase before the subject: "on the BBC, ..."
    determiners: WordSet
    joiners: WordSet  # between two verbs of one subject: "and"
    together: WordSet  # between two who speak together
    joint: WordSet  # tell that several do: "in a joint statement"
    infinitive: str  # before a verb whose subject is the sentence's: "went on to say"
    agent: str  # before the subject of a passive verb: "by"
    absolute: str  # before a subject with a participle of its own: "with Mr Hale adding"
    who: str  # opens a clause whose subject is the person before it
    definite: str  # the one that points back: "the minister"
    roles: WordSet  # nouns for one who speaks by office: "spokesman", "chief executive"
    aged: WordSet  # endings of words for one person by their age: "-year-old"
    offices: WordSet  # roles that whoever has another is not meant by: "minister"
    anybody: WordSet  # roles of people whom news does not name: "official"
    bodies: WordSet  # nouns that stand for any organisation named before: "the group"
    kinds: dict[str, BodyKind]  # of organisations that a noun of their own stands for: "the union"
    indefinite: WordSet  # before such a noun: it stands for none named before
    qualifiers: WordSet  # make another office of the one behind them: "shadow"
    own_voice: WordSet  # roles of people who do not speak for the body that they are at: "a TideCo worker"
    belonging: WordSet  # between a speaker and whose they are: "a lawyer for Ms Roe"
    where: WordSet  # between a speaker and where they are: "a protester outside the court"
    origins: WordSet  # between somebody and the place that they come from: "a sailor from Hull"
    listening: WordSet  # verbs of those who are told what somebody said: "the court heard"
    passive: WordSet  # before a verb whose subject does not speak: "was accused"
    suffered: WordSet  # such verbs, as they stand behind `passive`: "accused"
    nouns: WordSet  # verbs that are nouns after a name: "an Instagram post"
    unnamed: WordSet  # speakers without a name: "one", "critics"
    male: WordSet  # titles and common first names
    female: WordSet
    elisions: WordSet  # words that begin with an apostrophe
    abbreviations: WordSet  # a full stop after them ends no sentence


class FigureWords(ConfigModel):
    """What is needed to find figures; every form as printed, in lower case."""

    numbers: dict[str, float]  # below a hundred: "two", "twenty"
    scales: dict[str, float]  # words that multiply: "hundred", "million"
    suffixes: dict[str, float]  # the same, joined to digits: "bn"
    dozens: dict[str, float]  # multiply like a scale and count alone too: "dozen"
    parts: dict[str, float]  # of one: "third", "quarters"
    halves: WordSet  # "half", which also stands before a noun: "half an hour"
    half_labels: WordSet  # before "half" when it names a part of a year or a match: "the first half"
    singles: WordSet  # the article as a number: "a", "an"
    joiners: WordSet  # inside a number in words: "and"
    alternatives: WordSet  # between two numbers of one noun: "or"
    of: WordSet  # between a share and its whole: "of"
    wholes: WordSet  # determiners that stand between "of" and a noun
    ratios: WordSet  # between the two numbers of a share: "in", "out of"
    to: WordSet  # between the ends of a range: "to"
    between: WordSet  # before a range whose ends are joined by `joiners`: "between"
    starts: WordSet  # before the first of two figures that are no range: "from"
    changes: WordSet  # before by how much, and to what, something changed: "rose 38p to 941p"
    votes: str  # what the two numbers after `voting` count
    voting: WordSet  # before the votes for and against: "voted 51 to 38"
    deciding: WordSet  # the same, if the first number is the greater: "passed 220-205", but "carried 20 to 30"
    voted_by: str  # may stand between
    percent: WordSet
    currency_signs: dict[str, str]  # before a number -> ISO 4217
    currency_words: dict[str, str]  # after a number -> ISO 4217
    pence: dict[str, str]  # hundredths, joined to a number -> ISO 4217
    qualifiers: WordSet  # before the number
    spanning: WordSet  # those that tell how long something goes on where a length of time follows: "over three years"
    concerning: WordSet  # words before those that say what it is about: "jailed over £3m fraud"
    weighing: WordSet  # before a number of pounds that are no money
    trailing_qualifiers: WordSet  # after it: "or more"
    measures: dict[str, str]  # singular or short form -> unit
    only_measures: WordSet  # of these, those that are nothing else before a plural: "three hour delays"
    capital_measures: WordSet  # of these, those that are only meant in capitals: "30C", but 30c are cents
    joined_measures: dict[str, str]  # short forms that are another word where they stand apart: "in"
    smaller: dict[str, dict[str, float]]  # unit -> units that may go on after it, and how many of them make one
    rated: WordSet  # units that a time makes another of: "miles per hour"
    rates: dict[str, str]  # the forms of such a time -> its usual one: "an hour" -> "per hour"
    times: WordSet  # units of time, plural
    placing_before: WordSet  # with a unit of time they date an event: "next"
    placing_after: WordSet  # "ago"
    lasting: WordSet  # before a length of time that something takes, whatever follows: "for two weeks after"
    ages_before: WordSet
    ages_after: WordSet
    clock_after: WordSet
    clock_after_four_digits: WordSet  # "1430hrs"
    labels: WordSet  # nouns whose number is a name: "junction"
    dialled: WordSet  # numbers that are called: "999"
    dialled_nouns: WordSet  # with such a number before them: "two 999 calls"
    months: WordSet
    compounds: WordSet  # units of several words
    polled: WordSet  # between who has a share and how much: "the Tories on 22"
    sharing: WordSet  # before a number whose noun is left out: "including 60 in Hull"
    listed: WordSet  # after such a number in a list: "500 jobs, 60 in Hull"
    stand_ins: WordSet  # after such a number, in the noun's place: "more"
    verb_endings: WordSet  # of words that may follow it: "60 died"
    them: WordSet  # after a number and `of` they stand for the noun: "60 of them"
    minus: WordSet  # before a number below zero: "-", "minus"
    before_parts: WordSet  # before one part of what was: "fell by a third"
    after_parts: WordSet  # may follow it, beside `stops`: "by a third last year"
    bases: WordSet  # before a number that others are counted against: "per 100,000"
    plural_endings: WordSet
    not_plural_endings: WordSet
    plurals: WordSet  # with another ending
    not_plurals: WordSet  # with such an ending
    stops: WordSet  # end the noun phrase after a number
    never: WordSet  # units that nobody charts


class Lexicon(ConfigModel):
    """One language's words."""

    language: str  # ISO 639-1
    quotes: QuoteWords
    figures: FigureWords

    # By identity: a lexicon is loaded once, and what is compiled from it is cached under it.
    __hash__ = object.__hash__
