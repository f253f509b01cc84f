"""Which names in one article stand for one thing: surnames, acronyms, short forms.

Works on forms (a name as written, folded), not on mentions, and through indexes: a list of a
hundred thousand names takes time in proportion.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from msgspec import Struct

from schemas.records import Label
from tasks.tag.lexicon import NameWords

WORD = re.compile(r"[^\W_]+")
ACRONYM = re.compile(r"[A-Z][A-Za-z&]{0,6}[A-Z]$")
NAMESAKES = 20  # bodies that begin alike; with more, a short form says nothing


class Form(Struct, frozen=True):
    """All mentions of an article that are written alike, or stand for the same entry of the gazetteer."""

    key: str  # folded, or the gazetteer's name
    plain: str  # as written, most often
    label: Label
    is_known: bool = False

    @property
    def tokens(self) -> tuple[str, ...]:
        """The folded words."""
        return tuple(fold(self.plain).split())


@lru_cache(maxsize=20_000)
def fold(name: str) -> str:
    """A name without accents, case and marks, for comparing."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(WORD.findall(plain.casefold()))


def aliases(forms: Iterable[Form], words: NameWords) -> dict[str, str]:
    """For the key of each shorter form, the key of the one fuller form that it stands for."""
    listed = list(forms)
    found = dict(_persons([form for form in listed if form.label == "PERSON" and not form.is_known]))
    found |= dict(_persons_of_gazetteer(listed))
    found |= dict(_surnames_with_particle([form for form in listed if form.label == "PERSON"], words))
    found |= dict(_short_forms([form for form in listed if form.label == "ORG"]))
    return found | dict(_acronyms(listed, words))


def _persons_of_gazetteer(forms: list[Form]) -> Iterator[tuple[str, str]]:
    """Persons again, those of the gazetteer among them: only the others can be shorter forms."""
    persons = [form for form in forms if form.label == "PERSON"]
    unknown = {form.key for form in persons if not form.is_known}
    return ((short, full) for short, full in _persons(persons) if short in unknown)


def _surnames_with_particle(forms: list[Form], words: NameWords) -> Iterator[tuple[str, str]]:
    """A surname of several words, the first a particle, where just one person's name ends in it: Le Goff."""
    ends = _index((" ".join(form.tokens[n:]), form) for form in forms for n in range(1, len(form.tokens) - 1))
    for form in forms:
        people = ends.get(" ".join(form.tokens), [])
        if not form.is_known and len(people) == 1 and form.tokens[0] in words.small:
            yield form.key, people[0].key


def _persons(forms: list[Form]) -> Iterator[tuple[str, str]]:
    """A surname, a first name, or both without the middle, where just one person in the article fits."""
    full = [form for form in forms if len(form.tokens) > 1]
    same = {form.key: form.key for form in full} | dict(_without_middle(full))
    yield from ((key, person) for key, person in same.items() if key != person)
    last, first = _index((form.tokens[-1], form) for form in full), _index((form.tokens[0], form) for form in full)
    for form in forms:
        if len(form.tokens) == 1:
            people = {same[p.key] for p in last.get(form.tokens[0]) or first.get(form.tokens[0], [])}
            if len(people) == 1:
                yield form.key, people.pop()


def _without_middle(full: list[Form]) -> Iterator[tuple[str, str]]:
    """Names with the same ends: one with less in the middle stands for the one that has more and fits."""
    by_ends = _index((form.tokens[0] + " " + form.tokens[-1], form) for form in full)
    for namesakes in by_ends.values():
        for form in namesakes if len(namesakes) <= NAMESAKES else ():
            fuller = [other.key for other in namesakes if _is_shorter(form.tokens[1:-1], other.tokens[1:-1])]
            if len(fuller) == 1:
                yield form.key, fuller[0]


def _is_shorter(middle: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether middle names are another's with less said: nothing for initials, an initial for a name.

    Nothing for a whole name is not enough: Iain Smith need not be Iain Duncan Smith.
    """
    if not middle:
        return bool(other) and all(len(name) == 1 for name in other)
    return middle != other and len(middle) == len(other) and all(map(_abbreviates, middle, other))


def _abbreviates(short: str, name: str) -> bool:
    return short == name or (len(short) == 1 and name.startswith(short))


def _short_forms(forms: list[Form]) -> Iterator[tuple[str, str]]:
    """The beginning of just one longer name: P&O for P&O Ferries."""
    starting = _index((form.tokens[0], form) for form in forms if form.tokens)
    for form in forms:
        namesakes = starting.get(form.tokens[0], []) if form.tokens else []
        if form.is_known or len(namesakes) > NAMESAKES:
            continue
        size = len(form.tokens)
        longer = {other.key for other in namesakes if len(other.tokens) > size and other.tokens[:size] == form.tokens}
        if len(longer) == 1:
            yield form.key, longer.pop()


def _acronyms(forms: list[Form], words: NameWords) -> Iterator[tuple[str, str]]:
    """The initials of just one longer name: RHA for Road Haulage Association."""
    spelt = _index((spelling, form) for form in forms if form.label != "PERSON" for spelling in _initials(form, words))
    for form in forms:
        if not form.is_known and ACRONYM.match(form.plain):
            longer = {other.key for other in spelt.get(form.plain.replace("&", "").casefold(), [])}
            if len(longer) == 1:
                yield form.key, longer.pop()


def _initials(form: Form, words: NameWords) -> set[str]:
    tokens = [token for token in re.split(r"[ -]", form.plain) if token[:1].isalpha()]
    every = "".join(token[0] for token in tokens)
    main = "".join(token[0] for token in tokens if token not in words.small)
    return {spelling.casefold() for spelling in (every, main) if len(spelling) > 1}


def _index(pairs: Iterable[tuple[str, Form]]) -> Mapping[str, list[Form]]:
    found: defaultdict[str, list[Form]] = defaultdict(list)
    for key, form in pairs:
        found[key].append(form)
    return dict(found)
