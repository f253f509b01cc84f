"""What names have to have in common before they can be one thing. Pure; a name is folded, as the ledger keeps it.

Raise `VERSION` with whatever changes here or in `joining.py`: the ledger is linked anew then.
"""

from __future__ import annotations

import re
import unicodedata

from schemas.records import Label
from tasks.load.fold import fold

VERSION = "3"
ARTICLE = "the "
POSSESSIVE = "'s"
SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
# they stand before a surname; with it alone, they make no full name
PARTICLES = frozenset(
    "al bin da de del della den der des di dos du el ibn la le les of st st. ten ter the van vom von zu".split()  # noqa: SIM905 -- one a line is harder to read
)
# they keep two apart who share a surname in one article
HONORIFICS = frozenset("mr mr. mrs mrs. ms ms. miss mx sir dame lord lady baroness".split())  # noqa: SIM905 -- likewise
NO_NAMES = PARTICLES | HONORIFICS
FEWEST_LETTERS = 2  # of given names: J. Smith may be anybody
ACRONYM = re.compile(r"[A-Z][A-Za-z&]{1,6}[A-Z]")
SMALL = PARTICLES | {"a", "and", "at", "for", "in", "on", "to"}  # left out of most acronyms
WORD = re.compile(r"[^\s-]+")


def likeness(label: Label, folded: str) -> str:
    """The letters and digits of a name: Wal-Mart, Walmart and WAL MART have the same.

    An article goes that leaves more than one word (Times and The Times are often two papers), a possessive at the end,
    and the s of a group's plural.
    """
    name = folded.removesuffix(POSSESSIVE)
    if name.startswith(ARTICLE) and name.count(" ") > 1:
        name = name.removeprefix(ARTICLE)
    bare = "".join(filter(_counts, name.replace("&", "and"))) or folded
    return _singular(bare) if label == "GROUP" else bare


def is_bare(label: Label, folded: str) -> bool:
    """Whether a person's name is a surname or a first name alone, which says nothing outside its article."""
    if label != "PERSON":
        return False
    words = [word for word in folded.split() if word not in SUFFIXES]
    given = (word for word in words[:-1] if word not in NO_NAMES)
    return sum(letter.isalpha() for word in given for letter in word) < FEWEST_LETTERS


def could_be_acronym(surface: str) -> bool:
    """Whether a name as printed is three letters or more that could be the first ones of others."""
    return bool(ACRONYM.fullmatch(surface.replace(".", "")))


def stands_for(surface: str, folded: str) -> bool:
    """Whether a name as printed is an acronym, and of just this longer name."""
    return could_be_acronym(surface) and fold(surface.replace(".", "").replace("&", "")) in _initials(folded)


def _counts(letter: str) -> bool:
    """Marks count, as they are vowels in many scripts."""
    return letter.isalnum() or unicodedata.category(letter).startswith("M")


def _singular(name: str) -> str:
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    return name[:-1] if len(name) > 1 and name.endswith("s") and not name.endswith("ss") else name


def _initials(folded: str) -> set[str]:
    words = [word for word in WORD.findall(folded) if word[0].isalpha()]
    return {"".join(word[0] for word in words), "".join(word[0] for word in words if word not in SMALL)}
