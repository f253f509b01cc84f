"""The town that an article was sent from, told by the state or country behind it: QUARROW, Norland (AP) —."""

from __future__ import annotations

import re
from collections.abc import Collection

from schemas.gazetteer import NAME_WORD
from tasks.tag.lexicon import NameWords
from tasks.tag.trim import Candidate

TOWN = re.compile(rf"(?:The )?({NAME_WORD}(?: {NAME_WORD}){{0,3}}), (?=[A-Z])")
SHORTENED = re.compile(r"[A-Z][a-z]{1,4}\.|(?:[A-Z]\.){2}")  # a state that is no name elsewhere: Mo., B.C.
DASH = re.compile(r"\.?(?: \([^()\n]{1,40}\))? ?[-–—]{1,2} ")


def dateline(plain: str, known_places: Collection[tuple[int, int]], words: NameWords) -> Candidate | None:
    """The town that the text begins with, before a known place and a dash; `known_places` are their spans."""
    town = TOWN.match(plain)
    if town is None or words.is_person(town[1].split()):
        return None
    shortened = SHORTENED.match(plain, town.end())
    ends = [end for start, end in known_places if start == town.end()] or [shortened.end() if shortened else 0]
    if not DASH.match(plain, ends[0]):
        return None
    return Candidate(*town.span(1), "PLACE")
