"""The words around names, arranged for looking up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from schemas.gazetteer import NAME_WORD, KnownName, Words, one_of
from schemas.lexicon import QuoteWords
from schemas.records import Label
from tasks.tag.genders import Genders

NONE: frozenset[str] = frozenset()
INSIDE_BODIES = frozenset({"of", "for"})  # they join the words of a name: Department for Transport
PERSON_WORDS = range(2, 5)  # words of a person's full name


class NameWords:
    """`config/gazetteer/words.toml`, each list as a set; and the surnames of the gazetteer's persons."""

    def __init__(self, words: Words, names: Iterable[KnownName] = (), quotes: QuoteWords | None = None) -> None:
        """`quotes` has the titles and first names of men and of women, which a language need not list."""
        self.honorifics = frozenset(words.honorifics)
        self.titles = self.honorifics | frozenset(words.titles)
        self.roles = frozenset(words.roles)
        self.all_roles = self.roles | self.titles
        self.openers = frozenset(words.openers) | {"the"}
        self.not_names = self.openers | frozenset(words.not_names)
        self.common = frozenset(words.common)
        self.furniture = frozenset(words.furniture)
        self.numbered = frozenset(words.numbered)
        self.small = frozenset(words.small)
        self.particles = frozenset(words.particles)
        self.share_code = re.compile(rf"[(;,] ?(?:{_any_of(words.exchanges)}): ?[A-Z\d.]{{1,8}}(?=[);,])")
        self.prefixes = frozenset(words.prefixes)
        self.prefix = re.compile(rf"(?:{_any_of(words.prefixes)})-(?=\w)", re.IGNORECASE)
        self.elision = re.compile(rf"(?:{_any_of(words.elisions)})'(?=[A-ZÀ-ÖØ-Þ])")
        self.capital_words = frozenset(words.capitals_that_are_words)
        self.word_surnames = frozenset(words.surnames_that_are_words)
        self.acts, self.before_words = _any_of(words.surnames_act), frozenset(words.before_words)
        self.surnames = frozenset(_surnames(names)) - self.word_surnames
        self.vessel = re.compile(rf"\b(?:{_any_of(words.vessels)})\b")
        self.bodies, self.of_bodies = frozenset(words.bodies), frozenset(words.of_bodies)
        opening = [phrase[0].upper() + phrase[1:] for phrase in words.before_bodies]
        self.led = re.compile(rf"\b(?:{_any_of([*words.before_bodies, *opening])}) (?:the )?$")
        self.to_body = (*_last_words(words.before_bodies), "the ")
        self.after_bodies = _by_beginning(words.after_bodies)
        self.bodies_opening = frozenset(words.bodies_opening)
        self.of_offices = frozenset(words.of_offices)
        self.persons_follow, self.after_places = frozenset(words.persons_follow), frozenset(words.after_places)
        self.led_to_place = re.compile(rf"\b(?:{_any_of(words.before_places_alone)}) $")
        self.to_place = _last_words(words.before_places_alone)
        self.societies = frozenset(words.societies)
        self.of_places = frozenset(words.of_places)
        self.speech = frozenset(words.speech)
        self.places_follow = frozenset(words.places_follow)
        self.club_towns, self.club_words = frozenset(words.club_towns), frozenset(words.club_words)
        self.club_endings = frozenset(words.club_endings)
        self.club_doings = self.club_words | frozenset(words.club_doings)
        self.before_places = self.places_follow | frozenset(words.before_places)
        self.to_county = re.compile(rf", (?:(?:{_any_of(words.before_counties)}) )?")
        self.before_towns = frozenset(words.before_towns)
        self.first_names = frozenset(words.first_names)
        self.sons = frozenset(words.sons)
        self.pet_names = {pet: frozenset(names) for pet, names in words.pet_names.items()}
        told = (quotes.male, quotes.female) if quotes else (NONE, NONE)
        self.genders = Genders(told, words.unisex, self.titles)
        self.companies = frozenset(words.companies)
        self._last = {word: kind.label for kind in words.kinds for word in kind.last}
        self._alone = {word: kind.label for kind in words.kinds for word in kind.alone}
        self._first = {word: kind.label for kind in words.kinds for word in kind.first}
        self.titled = _titled(self.honorifics, words.elisions)
        self.full_name = _full_name(words.particles)
        self.honorific = re.compile(rf"(?<= ){one_of(self.honorifics)} (?=[^\W\d_])")
        phrases = self.all_roles | self.honorifics
        self._begin = frozenset(phrase.partition(" ")[0] for phrase in phrases)
        self._end = frozenset(phrase.rpartition(" ")[2] for phrase in phrases)
        self._longest = max(phrase.count(" ") + 1 for phrase in self.titles | self.roles or {""})

    def kind(self, words: Sequence[str]) -> Label | None:
        """What a name's last word says of it, else its first; a single word seldom says anything."""
        if len(words) == 1:
            return self._alone.get(words[0])
        last = self._last.get(words[-1]) or self._first.get(words[0])
        return self._last.get(f"{words[-2]} {words[-1]}", last)

    def is_kind(self, words: Sequence[str]) -> bool:
        """Whether a name of several words begins or ends with a word for its kind: Kent Police, Ministry of Health."""
        return len(words) > 1 and (words[-1] in self._last or words[0] in self._last)

    def is_kind_word(self, word: str) -> bool:
        """Whether a word by itself only says what kind of thing something is: Police, Airport."""
        return word in self._last or word in self._first

    def is_person(self, words: Sequence[str]) -> bool:
        """Whether words in capitals are a person's: an honorific or a title first, or a listed first name."""
        if self.leading(words, self.honorifics):
            return True
        if len(words) < 2 or words[-1] in self._last:
            return False
        title = self.leading(words, self.titles)
        return 0 < title < len(words) or (len(words) in PERSON_WORDS and self.is_first_name(words[0]))

    def is_first_name(self, word: str) -> bool:
        """Whether a word is a listed first name, or begins with one and a hyphen: Marie-Ange."""
        return word in self.first_names or ("-" in word and word.partition("-")[0] in self.first_names)

    def opens(self, word: str) -> bool:
        """Whether a capitalised word begins a sentence or is a verb of speech: in Title Case no name runs across it."""
        return word[0].isupper() and (word in self.openers or word.lower() in self.speech)

    def without_company(self, name: str) -> str:
        """A company's name without the words for its legal form or trade at the end; empty if it has none."""
        tokens = name.split()
        size = len(tokens)
        while size and tokens[size - 1] in self.companies:
            size -= 1
        return " ".join(tokens[:size]) if 0 < size < len(tokens) else ""

    def may_lead(self, word: str) -> bool:
        """Whether a word may begin what stands before a name and is no part of it."""
        return word in self._begin or word in self.openers

    def leading(self, words: Sequence[str], phrases: frozenset[str]) -> int:
        """How many words at the front make one of `phrases`, which are honorifics, titles or roles."""
        if not words or words[0] not in self._begin:
            return 0
        return next((n for n in self._sizes(words) if " ".join(words[:n]) in phrases), 0)

    def trailing(self, words: Sequence[str], phrases: frozenset[str]) -> int:
        """How many words at the end make one of `phrases`, likewise."""
        if not words or words[-1] not in self._end:
            return 0
        return next((n for n in self._sizes(words) if " ".join(words[-n:]) in phrases), 0)

    def _sizes(self, words: Sequence[str]) -> range:
        return range(min(len(words), self._longest), 0, -1)


def _surnames(names: Iterable[KnownName]) -> Iterator[str]:
    for known in names:
        if known.label == "PERSON":
            yield from (name.rpartition(" ")[2] for name in (known.name, *known.aliases) if " " in name)


def _last_words(phrases: Iterable[str]) -> tuple[str, ...]:
    return tuple({phrase.rpartition(" ")[2] + " " for phrase in phrases})


def _by_beginning(phrases: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Phrases as they follow a name, by their first two characters: far quicker than to try them all."""
    found: dict[str, tuple[str, ...]] = {}
    for phrase in phrases:
        printed = phrase if phrase[0] in "'," else f" {phrase}"
        found[printed[:2]] = (*found.get(printed[:2], ()), printed)
    return found


def _titled(honorifics: Iterable[str], elisions: Iterable[str]) -> re.Pattern[str]:
    """A person's name after an honorific: Ms May, Mr van der Berg, Ms d'Ancona."""
    particles = rf"(?:[a-z]{{2,3}} ){{0,2}}(?:(?:{_any_of(elisions)})')?"
    return re.compile(rf"{one_of(honorifics)} {particles}{NAME_WORD}(?: {NAME_WORD}){{0,2}}")


def _full_name(particles: Iterable[str]) -> re.Pattern[str]:
    """A first name before a surname: Rita Hale, Rita J. Hale, Rita van der Hale."""
    return re.compile(rf"({NAME_WORD})(?= (?:[A-Z]\. )?(?:(?:{_any_of(particles)}) ){{0,2}}({NAME_WORD}))")


def _any_of(words: Iterable[str]) -> str:
    """A pattern for one of several words; of none, one that matches nothing."""
    return "|".join(map(re.escape, words)) or "(?!)"
