"""What an element's start tag says that the text inside is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

# fmt: off
UNSEEN = frozenset((
    "head", "script", "style", "noscript", "svg", "math", "canvas", "iframe", "object", "audio", "video", "select",
    "datalist", "textarea",
))
INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "img", "ins", "kbd", "label", "mark", "meter", "nobr", "output", "q", "rp", "rt", "ruby", "s", "samp", "small",
    "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
))
# fmt: on
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Words of class names, and pairs of them, each an element's whole purpose.
# fmt: off
CAPTION = frozenset((
    "caption", "figcaption", "imagecaption", "imgcaption", "photocaption", "mediacaption", "bildunterschrift",
    "bildtext", "legende",
))
CREDIT = frozenset((
    "credit", "credits", "copyright", "photographer", "rights", "byline-image", "image-source",
))
LEAD = frozenset((
    "standfirst", "lead", "lede", "leadtext", "dek", "subhead", "subheadline", "subheading", "subtitle", "sapo",
    "vorspann", "intro", "introduction", "summary", "chapo", "excerpt", "strapline", "teaser", "abstract", "ingress",
    "entradilla", "sottotitolo", "perex", "kicker-text", "description", "deck", "lid",
))
# fmt: on
BETWEEN_WORDS = re.compile(r"[\s_-]+")
WHOLE = frozenset(("html", "body", "main", "article"))  # their classes speak of the page, not of one block
LONGEST_NAME = 200  # characters of an attribute that are read
REMEMBERED = 20_000  # different class attributes


class Marks(Struct, frozen=True):
    """What the markup around a text says it is."""

    heading: bool = False  # in an h1
    caption: bool = False
    credit: bool = False
    lead: bool = False  # a standfirst
    hidden: bool = False  # not shown before a script or a click shows it

    def inside(self, around: Marks) -> Marks:
        """These, and what an element around them says."""
        if around is NO_MARKS:
            return self
        return Marks(
            heading=self.heading or around.heading,
            caption=self.caption or around.caption,
            credit=self.credit or around.credit,
            lead=self.lead or around.lead,
            hidden=self.hidden or around.hidden,
        )


NO_MARKS = Marks()
SPEAKING = frozenset(("h1", "figcaption", "template"))


def read_marks(tag: str, attributes: Mapping[str, str], around: Marks) -> Marks:
    """What an element says of its text, and what those around it do."""
    names, style = attributes.get("class"), attributes.get("style")
    marks = said_by_class(names[:LONGEST_NAME]) if names and tag not in WHOLE else NO_MARKS
    hidden = tag == "template" or "hidden" in attributes or (style and HIDDEN_STYLE.search(style))
    if hidden or tag in SPEAKING:
        marks = replace(marks, hidden=bool(hidden), heading=tag == "h1", caption=marks.caption or tag == "figcaption")
    return around if marks is NO_MARKS else marks.inside(around)


@lru_cache(maxsize=REMEMBERED)
def said_by_class(names: str) -> Marks:
    """What class names say about a text; most say nothing."""
    single = BETWEEN_WORDS.split(names.lower())
    words = {*single, *map("-".join, pairwise(single))}
    caption, credit, lead = (not kind.isdisjoint(words) for kind in (CAPTION, CREDIT, LEAD))
    return Marks(caption=caption, credit=credit, lead=lead) if caption or credit or lead else NO_MARKS
