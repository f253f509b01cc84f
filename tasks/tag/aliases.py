"""Which names in one article stand for one thing: surnames, acronyms, short forms.

Works on forms (a name as written, folded), not on mentions, and through indexes: a list of a
hundred thousand names takes time in proportion.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from msgspec import Struct

from schemas.records import Label
from tasks.tag.lexicon import NameWords

WORD = re.compile(r"[^\W_]+")
ACRONYM = re.compile(r"[A-Z][A-Za-z&]{0,6}[A-Z]$")
READ_AS_WORD = re.compile(r"[A-Z][a-z]{2,6}$")  # an acronym such as Hapa
FIRST_AND_LAST = 2  # words
SHORT_NAME = 3  # letters of a first name that is cut short
NAMESAKES = 20  # bodies that begin alike; with more, a short form says nothing


class Form(Struct, frozen=True):
    """All mentions of an article that are written alike, or stand for the same entry of the gazetteer."""

    key: str  # folded, or the gazetteer's name
    plain: str  # as written, most often
    label: Label
    is_known: bool = False
    is_alone: bool = False  # a surname without a first name
    male: bool | None = None  # of a person, by title or first name; None where neither tells

    @property
    def tokens(self) -> tuple[str, ...]:
        """The folded words."""
        return _tokens(self.plain)


@lru_cache(maxsize=20_000)
def _tokens(name: str) -> tuple[str, ...]:
    return tuple(fold(name).split())


@lru_cache(maxsize=20_000)
def fold(name: str) -> str:
    """A name without accents, case and marks, for comparing."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(WORD.findall(plain.casefold()))


def aliases(forms: Iterable[Form], words: NameWords) -> dict[str, str]:
    """For the key of each shorter form, the key of the one fuller form that it stands for."""
    listed = list(forms)
    found = dict(_unknown_persons([form for form in listed if form.label == "PERSON"], words))
    found |= dict(_without_inner_words([form for form in listed if form.label in {"ORG", "FACILITY"}]))
    found |= dict(_endings_of_bodies([form for form in listed if form.label == "ORG"], words))
    found |= dict(_short_forms([form for form in listed if form.label == "ORG"], words))
    return found | dict(_acronyms(listed, words))


def _unknown_persons(persons: list[Form], words: NameWords) -> Iterator[tuple[str, str]]:
    """Those of the gazetteer are no shorter forms of others."""
    unknown = {form.key for form in persons if not form.is_known}
    return ((short, full) for short, full in _persons(persons, words) if short in unknown)


def _persons(forms: list[Form], words: NameWords) -> Iterator[tuple[str, str]]:
    """A surname of one word or more, else another part of a name, where just one person in the article fits.

    Where a title tells, those of the other gender do not fit; whoever a title makes another person than all with a full
    name is one of those who may be meant where it is missing.
    """
    full = [form for form in forms if len(form.tokens) > 1]
    same = {form.key: form.key for form in full} | dict(_begun(full, words)) | dict(_without_middle(full))
    yield from ((key, person) for key, person in same.items() if key != person)
    whole, parts = _index(_endings(full)), _index((token, form) for form in full for token in form.tokens[:-1])
    male = {same[form.key]: form.male for form in full if form.male is not None}
    told = [form for form in forms if form.male is not None]
    titled = (form for form in told if form.is_alone)
    male |= _told_by_titles((form.male, _fitting(form, whole, parts, same, male)) for form in titled)
    for form in [*told, *(form for form in forms if form.male is None)]:
        people = _fitting(form, whole, parts, same, male)
        if len(people) == 1 and form.key not in people and form.male in (None, male.get(people[0])):
            yield form.key, people[0]
        elif form.male is not None and form.is_alone:
            same[form.key], male[form.key] = form.key, form.male
            whole.setdefault(" ".join(form.tokens), []).append(form)


def _fitting(
    form: Form,
    whole: Mapping[str, Sequence[Form]],
    parts: Mapping[str, Sequence[Form]],
    same: Mapping[str, str],
    male: Mapping[str, bool],
) -> list[str]:
    """The persons that a name may stand for: all who bear it as a surname, else the first who has it otherwise."""
    name = " ".join(form.tokens)
    bearing = whole.get(name) or (parts.get(name, []) if len(form.tokens) == 1 else [])
    people = dict.fromkeys(same[person.key] for person in bearing)
    fitting = [key for key in people if form.male is None or male.get(key, form.male) == form.male]
    return fitting if name in whole else fitting[:1]


def _told_by_titles(told: Iterable[tuple[bool | None, Sequence[str]]]) -> dict[str, bool]:
    """By those whom one title alone leads to, what it tells; they may be known to be so, or nothing else tells."""
    wanted: defaultdict[str, set[bool]] = defaultdict(set)
    for male, people in told:
        if male is not None and len(people) == 1:
            wanted[people[0]].add(male)
    return {key: titles.pop() for key, titles in wanted.items() if len(titles) == 1}


def _endings(full: list[Form]) -> Iterator[tuple[str, Form]]:
    """What may be a person's surname: the last words of the name, less the first."""
    return ((" ".join(form.tokens[at:]), form) for form in full for at in range(1, len(form.tokens)))


def _begun(full: list[Form], words: NameWords) -> Iterator[tuple[str, str]]:
    """Without the last surname, or with a shorter first name: Rita West, Dan Hale for Daniel Hale."""
    elder = (form for form in full if form.tokens[-1] not in words.sons)
    first = _index((" ".join(form.tokens[:size]), form) for form in elder for size in range(2, len(form.tokens)))
    family = _index((form.tokens[-1], form) for form in full if len(form.tokens) == FIRST_AND_LAST)
    for form in full:
        longer = {other.key for other in first.get(" ".join(form.tokens), [])}
        kin = family.get(form.tokens[-1], []) if len(form.tokens) == FIRST_AND_LAST else []
        longer |= {other.key for other in kin[:NAMESAKES] if _is_short(form.tokens[0], other.tokens[0], words)}
        if len(longer) == 1:
            yield form.key, longer.pop()


def _is_short(first: str, other: str, words: NameWords) -> bool:
    """Whether a first name is short for another: Chuck for Charles, Dan for Daniel, not Ann for Anna."""
    if other in words.pet_names.get(first, ()):
        return True
    return len(first) >= SHORT_NAME and other.startswith(first) and len(other) > len(first) + 1


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


def _short_forms(forms: list[Form], words: NameWords) -> Iterator[tuple[str, str]]:
    """The beginning of just one longer name: P&O for P&O Ferries, House for House of Keys."""
    starting = _index((form.tokens[0], form) for form in forms if form.tokens)
    for form in forms:
        namesakes = starting.get(form.tokens[0], []) if form.tokens else []
        if form.is_known or len(namesakes) > NAMESAKES:
            continue
        size = len(form.tokens)
        longer = [other for other in namesakes if len(other.tokens) > size and other.tokens[:size] == form.tokens]
        same = [other for other in longer if fold(words.without_company(other.plain)) == fold(form.plain)]
        of = [other for other in longer if other.tokens[size] in words.small]
        if likely := next((some for some in (longer, same, of) if len(some) == 1), None):
            yield form.key, likely[0].key


def _endings_of_bodies(forms: list[Form], words: NameWords) -> Iterator[tuple[str, str]]:
    """The end of just one longer name, if it is more than words for a kind: Quarrow for Aston Quarrow.

    One word may be more than a part of a name that the gazetteer knows: House is not White House.
    """
    endings = _index(
        (" ".join(form.tokens[at:]), form) for form in forms for at in range(1, len(form.tokens) - form.is_known)
    )
    for form in forms:
        longer = {other.key for other in endings.get(" ".join(form.tokens), [])}
        if len(longer) == 1 and not form.is_known and not all(map(words.is_kind_word, form.plain.split())):
            yield form.key, longer.pop()


def _without_inner_words(forms: list[Form]) -> Iterator[tuple[str, str]]:
    """The same beginning and end with less between: Varrow station for Varrow Railway Station."""
    by_ends = _index((form.tokens[0] + " " + form.tokens[-1], form) for form in forms if len(form.tokens) > 1)
    for namesakes in by_ends.values():
        for form in namesakes if 1 < len(namesakes) <= NAMESAKES else ():
            longer = [o.key for o in namesakes if len(o.tokens) > len(form.tokens) and set(form.tokens) < set(o.tokens)]
            if len(longer) == 1 and not form.is_known:
                yield form.key, longer[0]


def _acronyms(forms: list[Form], words: NameWords) -> Iterator[tuple[str, str]]:
    """The initials of just one longer name: RHA for Road Haulage Association."""
    spelt = _index(
        (spelling, form) for form in forms if form.label != "PERSON" for spelling in initials(form.plain, words.small)
    )
    for form in forms:
        read_as_word = form.label == "ORG" and not form.is_known and READ_AS_WORD.match(form.plain)
        if read_as_word or ACRONYM.match(form.plain):
            longer = {other.key: other for other in spelt.get(form.plain.replace("&", "").casefold(), [])}
            if len(longer) == 1:
                yield from _acronym(form, *longer.values())


def _acronym(short: Form, long: Form) -> Iterator[tuple[str, str]]:
    """The one that the gazetteer does not know stands for the other."""
    if not short.is_known:
        yield short.key, long.key
    elif not long.is_known:
        yield long.key, short.key


@lru_cache(maxsize=20_000)
def initials(name: str, small: frozenset[str]) -> AbstractSet[str]:
    """What acronyms a name may have, in lower case: with and without its small words."""
    tokens = [token for token in re.split(r"[ -]", name) if token[:1].isalpha()]
    every = "".join(token[0] for token in tokens)
    main = "".join(token[0] for token in tokens if token not in small)
    return {spelling.casefold() for spelling in (every, main) if len(spelling) > 1}


def _index(pairs: Iterable[tuple[str, Form]]) -> dict[str, list[Form]]:
    found: defaultdict[str, list[Form]] = defaultdict(list)
    for key, form in pairs:
        found[key].append(form)
    return dict(found)
