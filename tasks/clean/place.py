"""Where the article stands among all that a page shows, and its standfirst, captions and credits there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import NamedTuple

from msgspec import Struct

from schemas.records import Timestamp
from tasks.clean.dates import find_timestamp, read_timestamp
from tasks.clean.folding import fold
from tasks.clean.markup import Marks
from tasks.clean.rules import CleaningRules
from tasks.clean.sorting import is_prose

TELLING = 5  # words; a shorter block may stand in the article and in a menu too
MOSTLY = 0.5  # of the paragraphs
REACH_BEFORE = 25  # blocks before the body among which its standfirst and first picture are looked for
REACH_BEHIND = 3  # blocks behind the body that may still be its captions
REACH_ABOVE, REACH_INTO = 2, 3  # blocks above the heading, and from the body's first, that may be the date's
FEWEST_WORDS, MOST_WORDS = 4, 60  # of a standfirst
MOST_LEADS = 4  # blocks that the markup calls the lead; of more, it speaks of the whole article
MOST_CAPTION_WORDS = 80
SHORTEST_SHARE = 0.5  # of a description, that a block has to be to be it


class Visible(NamedTuple):
    """One block that the page shows."""

    text: str  # one line
    folded: str
    marks: Marks
    number: int  # among the page's blocks


class Place(Struct, frozen=True):
    """The article's stretch of a page's visible blocks."""

    shown: Sequence[Visible]
    heading: int  # index from which the article's own parts are looked for: its h1, if there is one near
    start: int  # index of the body's first block
    end: int  # index behind its last

    def has_heading(self) -> bool:
        """Whether a heading of the page stands near above the body."""
        return self.shown[self.heading].marks.heading

    def lead_in(self) -> Sequence[Visible]:
        """What stands between the heading and the body, and the body's first block."""
        return self.shown[self.heading : self.start + 1]

    def behind(self) -> Sequence[Visible]:
        """The body's last block and those right behind it."""
        return self.shown[self.end - 1 : self.end + REACH_BEHIND]

    def whole(self) -> Sequence[Visible]:
        """Everything from the heading to just behind the body."""
        return self.shown[self.heading : self.end + REACH_BEHIND]


def locate(shown: Sequence[Visible], body: Sequence[str]) -> Place | None:
    """Find the body's paragraphs among the visible blocks; None when the page does not show them."""
    folded = [fold(paragraph) for paragraph in body]
    exact, joined = set(folded), "\n".join(folded)
    telling = [n for n, block in enumerate(shown) if words(block) >= TELLING and not block.marks.heading]
    places = [n for n in telling if shown[n].folded in exact]
    if len(places) < MOSTLY * len(exact):  # the body is not the page's blocks, but what its JSON-LD holds
        places = [n for n in telling if shown[n].folded in exact or shown[n].folded in joined]
    if not places:
        return None
    earliest = max(0, places[0] - REACH_BEFORE)
    headings = (n for n in range(places[0], earliest - 1, -1) if shown[n].marks.heading)
    return Place(shown, next(headings, earliest), places[0], places[-1] + 1)


def find_standfirst(
    place: Place, descriptions: Sequence[str], headline: str | None, body: Sequence[str], rules: CleaningRules
) -> str | None:
    """The lead that the page prints above its body: what its description says, else what its markup calls one.

    A block that was found in the body is the standfirst only if its markup says so, and either the description does
    too or it is the first there.
    """
    said = [fold(description) for description in descriptions]
    found = "\n".join(map(fold, body))
    trusted = sum(block.marks.lead for block in place.whole()) <= MOST_LEADS
    near = place.lead_in()
    leads = [block for block in near if trusted and block.marks.lead]
    described = [block for block in near if _is_described(block.folded, said)]
    chosen = [block for block in described if block.folded not in found or block.marks.lead]
    chosen += [block for block in leads if block.folded not in found or block is near[-1]]
    return next((block.text for block in chosen if _can_be_lead(block, fold(headline or ""), rules)), None)


def words(block: Visible) -> int:
    """How many words a block has."""
    return block.folded.count(" ") + 1


def _can_be_lead(block: Visible, headline: str, rules: CleaningRules) -> bool:
    marks = block.marks
    taken = marks.heading or marks.caption or marks.credit or block.folded == headline
    if taken or not FEWEST_WORDS <= words(block) <= MOST_WORDS:
        return False
    return rules.find(block.text, edge=True) is None and read_timestamp(block.text, "page") is None


def _is_described(folded: str, descriptions: Sequence[str]) -> bool:
    """Whether a description is this block, or one was cut short to make the other."""
    return any(
        min(len(folded), len(said)) >= SHORTEST_SHARE * max(len(folded), len(said))
        and (folded.startswith(said) or said.startswith(folded))
        for said in descriptions
        if said
    )


def captions_and_credits(place: Place) -> tuple[list[str], list[str]]:
    """The texts that the markup calls captions, and what stands in them that it calls credits."""
    captioned = [block for block in place.whole() if block.marks.caption and words(block) <= MOST_CAPTION_WORDS]
    captions = [block.text for block in captioned if not block.marks.credit]
    return captions, [block.text for block in captioned if block.marks.credit]


def printed_time(
    place: Place, rules: CleaningRules, timezone: tzinfo, *, day_first: bool | None = None
) -> Timestamp | None:
    """The first date between the heading and the body, or right above both, that no line calls an update."""
    above = place.shown[max(0, place.heading - REACH_ABOVE) : place.heading] if place.has_heading() else ()
    near = place.shown[place.heading : place.start + REACH_INTO]
    lines = [block.text for block in (*near, *reversed(above)) if not is_prose(block.text)]
    found = ((text, find_timestamp(text, "page", timezone, day_first=day_first)) for text in lines)
    return next((time for text, time in found if time and not _is_update(text, rules)), None)


def labelled_time(
    shown: Sequence[Visible], rules: CleaningRules, timezone: tzinfo, *, day_first: bool | None = None
) -> Timestamp | None:
    """The first date anywhere on a page in a line that says it is the day of publication."""
    found = ((block.text, find_timestamp(block.text, "page", timezone, day_first=day_first)) for block in shown)
    return next((time for text, time in found if time and _is_labelled(text, rules)), None)


def _is_update(text: str, rules: CleaningRules) -> bool:
    rule = rules.find(text, edge=True)
    return rule is not None and rule.kind == "updated"


def _is_labelled(text: str, rules: CleaningRules) -> bool:
    """Whether a rule takes the line for its words: a bare date is taken for being nothing else."""
    rule = rules.find(text, edge=True)
    named = rule is not None and fold(text).startswith(tuple(map(fold, rule.starts)))
    return rule is not None and rule.kind == "published" and (named or not rule.starts)
