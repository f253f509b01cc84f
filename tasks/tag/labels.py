"""What a name's own words and its neighbours say of its kind, against the model's opinion.

The model gets kinds wrong far more often than spans.
"""

from __future__ import annotations

import re

from schemas.records import Label
from tasks.tag.lexicon import PERSON_WORDS, NameWords

ACRONYM = re.compile(r"[A-Z][A-Za-z&]{0,5}[A-Z]s?$")
BEFORE = re.compile(r"(\w+) $")  # a body has an article more often than a place: in the House
OWNED = re.compile(r"'s ([\w-]+)")
OPENING = re.compile(r"(?:^|\n|[.!?] )[A-Z][a-z-]+ $")  # a word that begins a sentence
AFTER = re.compile(r",? (\w+)\b")
APPOSED = re.compile(  # what a comma and an article tell of a body, or where it is based
    r", (?:which is )?based in |"
    r", (?:an?|the|its) (?:[\w'-]+ ){0,3}?([a-z-]+)(?=,|\.\s| (?:of|for|that|which|in|based)\b)"
)
THE = ("the ", "The ")
MARKS = "\"'("  # that may stand right before a word
NOUN_AFTER = re.compile(r"(?:'s)? [a-z]")
MODEL = re.compile(r"[A-Z]{1,4}-?\d{1,4}[A-Za-z]?s?$")  # of aircraft and the like: MD-11
AGE = re.compile(r", (?:aged )?[1-9]\d?(?=[,.;)]| and\b)")
OTHERS = frozenset({"ORG", "WORK", "FACILITY", "GROUP", "EVENT"})
AROUND = 300  # characters to either side in which a word for a ship makes a thing a ship
NEAR = 24  # characters to either side in which the neighbouring word is looked for
PLACE_WORDS = 2  # of a place's name that only its neighbours tell
COUNTRY = 2  # letters; an acronym of two that the model takes for a place is one, as UK and US are


def cue(plain: str, start: int, end: int, label: Label, words: NameWords) -> Label | None:
    """The label that a name's words or neighbours speak for, be it the one it has; None if they say nothing."""
    return (
        words.kind(plain[start:end].split())
        or _by_digits(plain[start:end], label)
        or _ship(plain, start, end, label, words)
        or _by_form(plain[start:end], label, words)
        or _by_age(plain, end, label)
        or _by_nouns(plain, start, end, label, words)
        or _by_neighbours(plain, start, end, label, words)
    )


def _by_digits(name: str, label: Label) -> Label | None:
    """A name with a number is no person's."""
    if MODEL.match(name) and label != "EVENT":
        return "WORK"
    return "ORG" if label == "PERSON" and any(map(str.isdigit, name)) else None


def _ship(plain: str, start: int, end: int, label: Label, words: NameWords) -> Label | None:
    """A ship is called like a person, but with an article: the Amber Grace."""
    if label != "PERSON" or not _is_behind_the(plain, start):
        return None
    return "WORK" if words.vessel.search(plain, max(0, start - AROUND), end + AROUND) else None


def _by_age(plain: str, end: int, label: Label) -> Label | None:
    """Who has an age is a person: Rosa, 55, said."""
    return "PERSON" if label != "PLACE" and AGE.match(plain, end) else None


def _by_form(name: str, label: Label, words: NameWords) -> Label | None:
    tokens = name.split()
    if "&" in name:
        return "ORG"
    if len(tokens) in PERSON_WORDS and words.is_first_name(tokens[0]) and tokens[-1][0].isupper():
        return "PERSON"
    first = len(tokens) == 1 and label in OTHERS and name in words.first_names and name not in words.word_surnames
    return "PERSON" if first or name in words.surnames else None


def _by_nouns(plain: str, start: int, end: int, label: Label, words: NameWords) -> Label | None:
    """By nouns that stand beside persons or places alone; an acronym or a group of people is neither."""
    if label == "GROUP" or ACRONYM.match(plain[start:end]):
        return None
    if label != "PERSON" and _is_someone(plain, start, words):
        return "PERSON"
    return "PLACE" if label != "PLACE" and _is_somewhere(plain, start, end, words) else None


def _by_neighbours(plain: str, start: int, end: int, label: Label, words: NameWords) -> Label | None:
    name = plain[start:end]
    if label in {"ORG", "PERSON", "PLACE", "WORK"} and _is_body(plain, start, end, label, words):
        return "ORG"
    if label in {"ORG", "PERSON"} and _is_owner(plain, end, words):
        return "PLACE"
    if label == "PERSON":
        return _no_person(plain, start, end, words)
    if ACRONYM.match(name):
        return "ORG" if label in {"PLACE", "WORK"} and len(name) > COUNTRY else None
    if label == "ORG":
        return _lone_place(plain, start, end, words)
    if label == "PLACE" and _lone_place(plain, start, end, words):
        return "PLACE"
    if label in {"PLACE", "WORK", "FACILITY"} and _word(AFTER, plain[end : end + NEAR]) in words.speech:
        return "PERSON" if name.count(" ") == 1 else None
    return None


def _is_someone(plain: str, start: int, words: NameWords) -> bool:
    """Whether a noun for a person stands before a name: his mother, Anna Hale."""
    before = plain[max(0, start - NEAR) : start]
    return before.endswith(" ") and before.rstrip(" ").removesuffix(",").rpartition(" ")[2] in words.persons_follow


def _is_somewhere(plain: str, start: int, end: int, words: NameWords) -> bool:
    """Whether a name's neighbours are a place's: the Mawddach estuary, a resident of Bheri."""
    tokens = plain[start:end].split()
    if len(tokens) > PLACE_WORDS or words.is_first_name(tokens[0]):
        return False
    after = plain[end : end + NEAR]
    if after[:1] == " " and _word(AFTER, after) in words.after_places:
        return True
    may_lead = plain.endswith(words.to_place, 0, start)  # far quicker than the search
    return may_lead and words.led_to_place.search(plain, max(0, start - NEAR), start) is not None


def _is_owner(plain: str, end: int, words: NameWords) -> bool:
    """Whether what follows belongs to a place: Dunmouth's mayor."""
    owned = OWNED.match(plain, end)
    return owned is not None and owned[1] in words.of_places


def _is_body(plain: str, start: int, end: int, label: Label, words: NameWords) -> bool:
    """Whether a noun beside a name says that it is a body's: rival operator Varrow, a Varrow subsidiary."""
    tokens = plain[start:end].split()
    if label == "PERSON" and words.is_first_name(tokens[0]):
        return False
    if plain.endswith(" ", 0, start) and _is_body_led_to(plain, start, words):
        return True
    if plain.startswith(words.after_bodies.get(plain[end : end + 2], ()), end):
        return True
    goes_on = label != "PLACE" and plain.startswith(" ", end)
    if goes_on and _word(AFTER, plain[end : end + NEAR]) in words.of_bodies:
        return True
    told = APPOSED.match(plain, end)
    return told is not None and (told[1] is None or told[1] in words.bodies)


def _is_body_led_to(plain: str, start: int, words: NameWords) -> bool:
    near = max(0, start - NEAR)
    before = plain[near : start - 1].rpartition(" ")[2].rpartition("\n")[2]
    if before.removesuffix(",").lstrip(MARKS) in words.bodies:
        return True
    if before in words.bodies_opening and OPENING.search(plain, near, start):
        return True
    may_lead = plain.endswith(words.to_body, 0, start)  # far quicker than the search
    return may_lead and words.led.search(plain, near, start) is not None


def _no_person(plain: str, start: int, end: int, words: NameWords) -> Label | None:
    """What the model's "person" is, if its neighbours say that it is none."""
    if ACRONYM.match(plain[start:end]):
        return "ORG"
    if _is_behind_the(plain, start) and not NOUN_AFTER.match(plain, end):  # but: the Ashdown family
        return "ORG"
    return _lone_place(plain, start, end, words)


def _lone_place(plain: str, start: int, end: int, words: NameWords) -> Label | None:
    if " " in plain[start:end]:
        return None
    return "PLACE" if _word(BEFORE, plain[max(0, start - NEAR) : start]) in words.places_follow else None


def _is_behind_the(plain: str, start: int) -> bool:
    at = start - len(THE[0])
    return plain.endswith(THE, 0, start) and not (at > 0 and (plain[at - 1].isalnum() or plain[at - 1] == "_"))


def _word(where: re.Pattern[str], text: str) -> str | None:
    found = where.search(text) if where is BEFORE else where.match(text)
    return found[1] if found else None
