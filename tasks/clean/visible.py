"""All the text that a page shows, block by block, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from tasks.clean.folding import fold

# fmt: off
UNSEEN = frozenset((
    "head", "script", "style", "noscript", "template", "svg", "math", "canvas",
    "iframe", "object", "audio", "video", "select", "datalist", "textarea",
))
INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "meter", "nobr", "output", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
))
# fmt: on
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:(?:fig|image|img|photo|media)?-?caption|bildunterschrift|bildtext|legende)(?:$|[\s_-])",
    re.IGNORECASE,
)
CREDIT_CLASS = re.compile(
    r"(?:^|[\s_-])(?:credit|credits|copyright|photographer|rights|byline-image|image-source)(?:$|[\s_-])", re.IGNORECASE
)
LEAD_CLASS = re.compile(
    r"(?:^|[\s_-])(?:standfirst|lead|lede|leadtext|dek|subhead(?:line|ing)?|subtitle|sapo|vorspann|intro|introduction|summary|chapo"
    r"|excerpt|strapline|teaser|abstract|ingress|entradilla|sottotitolo|perex|kicker-text|description|deck|lid)(?:$|[\s_-])",
    re.IGNORECASE,
)
WHOLE = frozenset(("html", "body", "main", "article"))  # their classes speak of the page, not of one block
MOST_BLOCKS = 20_000


@dataclass(frozen=True, slots=True)
class Marks:
    """What the markup around a text says about it."""

    heading: bool = False  # in an h1
    caption: bool = False
    credit: bool = False
    lead: bool = False  # marked as a standfirst


NO_MARKS = Marks()


@dataclass(frozen=True, slots=True)
class Visible:
    """One block that the page shows."""

    text: str  # one line
    folded: str
    marks: Marks


def visible_blocks(tree: HtmlElement) -> list[Visible]:
    """The page's blocks, at most `MOST_BLOCKS`; scripts, form choices and what the markup itself hides are left out."""
    lines = ((" ".join("".join(pieces).split()), marks) for pieces, marks in _stretches(tree))
    blocks = (Visible(line, folded, marks) for line, marks in lines if (folded := fold(line)))
    return list(islice(blocks, MOST_BLOCKS))


def _stretches(tree: HtmlElement) -> Iterator[tuple[list[str], Marks]]:
    """Pieces of text that no block's edge separates, and the marks of the place where they end."""
    pieces: list[str] = []
    stack = [NO_MARKS]
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            stack.append(_marks(element, stack[-1]))
        inside, outside = stack[-1], stack[-2]
        if element.tag not in INLINE or (inside is not outside and inside != outside):
            yield pieces, outside if event == "start" else inside
            pieces = []
        if event == "end":
            stack.pop()
            pieces.append(element.tail or "")
        elif _is_unseen(element):
            walk.skip_subtree()
        else:
            pieces.append(element.text or "")
    yield pieces, stack[0]


def _is_unseen(element: etree._Element) -> bool:
    if element.tag in UNSEEN or "hidden" in element.attrib:
        return True
    style = element.get("style")
    return style is not None and HIDDEN_STYLE.search(style) is not None


def _marks(element: etree._Element, around: Marks) -> Marks:
    if element.tag == "h1":
        return replace(around, heading=True)
    names = element.get("class")
    if names and element.tag not in WHOLE:
        said = _said_by_class(names)
        around = around if said is NO_MARKS else _both(around, said)
    return replace(around, caption=True) if element.tag == "figcaption" and not around.caption else around


@lru_cache(maxsize=4096)
def _said_by_class(names: str) -> Marks:
    """What class names say about a text; most say nothing, and many come again and again."""
    caption, credit, lead = (pattern.search(names) is not None for pattern in (CAPTION_CLASS, CREDIT_CLASS, LEAD_CLASS))
    return Marks(caption=caption, credit=credit, lead=lead) if caption or credit or lead else NO_MARKS


def _both(one: Marks, other: Marks) -> Marks:
    return replace(
        one, caption=one.caption or other.caption, credit=one.credit or other.credit, lead=one.lead or other.lead
    )
