"""All the text of a page, block by block, in reading order, and the elements that it stands in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from math import inf
from typing import Final, NamedTuple

from tasks.clean.markup import INLINE, LONGEST_NAME, NO_MARKS, SPEAKING, UNSEEN, Marks, read_marks, said_by_class

MOST_BLOCKS = 20_000
LINKED = 0.9  # share of a block's characters from which on it is nothing but a link
MENU_WORDS = 12  # a longer link may be a sentence
NAMING = ("class", "id", "role", "itemprop", "data-testid")  # attributes whose words tell what an element is for
NO_NAMES: Final[tuple[str, ...]] = ()


class Block(NamedTuple):
    """A stretch of text that stands by itself."""

    text: str  # one line, single spaces
    element: int  # index of the innermost one around it
    linked: int  # characters that are links
    marks: Marks

    @property
    def is_link(self) -> bool:
        """Whether it is nothing but a short link."""
        return self.linked >= LINKED * len(self.text) and self.text.count(" ") < MENU_WORDS


@dataclass(slots=True)
class Element:
    """An element that blocks stand in: its blocks are a contiguous range."""

    parent: int  # index; the first element is its own
    tag: str
    names: tuple[str, ...]  # its attributes of `NAMING`
    marks: Marks  # its own and those of the elements around it
    first: int  # index of its first block
    last: int  # index behind its last


@dataclass(frozen=True, slots=True)
class Blocks:
    """A page as blocks in elements; parents come before their children."""

    blocks: list[Block]
    elements: list[Element]


def in_menus(page: Blocks) -> list[bool]:
    """Which blocks are in a menu, a run of short links.

    Its first and last are not, since they may belong to what stands beside them.
    """
    links = [True, *(block.is_link for block in page.blocks), True]
    return [before and here and behind for before, here, behind in zip(links, links[1:], links[2:], strict=False)]


def without_menus(page: Blocks) -> tuple[Blocks, list[int]]:
    """The page without its menus, and which of its blocks are left: half of them on a usual page."""
    kept = [not in_menu for in_menu in in_menus(page)]
    left = [n for n, stays in enumerate(kept) if stays]
    places = [0, *accumulate(map(int, kept))]
    numbers = {0: 0}
    elements = [Element(0, "", (), NO_MARKS, 0, len(left))]
    for number, element in enumerate(page.elements[1:], 1):
        first, last = places[element.first], places[element.last]
        if first < last:
            numbers[number] = len(elements)
            elements.append(Element(numbers[element.parent], element.tag, element.names, element.marks, first, last))
    blocks = [page.blocks[n] for n in left]
    return Blocks([block._replace(element=numbers[block.element]) for block in blocks], elements), left


class BlockReader:
    """Collects a page's blocks while it is parsed: text that no edge of a block-level element separates is one block.

    There are at most `MOST_BLOCKS`. Scripts and form choices are left out, hidden text is marked so.
    """

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._elements = [Element(0, "", (), NO_MARKS, 0, 0)]
        self._open = [0]  # the elements around, innermost last
        self._entered: list[bool] = []  # whether the open inline elements, innermost last, are among those
        self._unseen = 0.0  # open elements, from the outermost one that is not shown on; without end when it is enough
        self._pieces: list[str] = []
        self._linked = 0
        self._links = 0  # open <a>
        self._broken = False  # a <br> came last; a second one ends the block

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if self._unseen:
            self._unseen += 1
            return
        if tag in INLINE:
            if tag == "br":
                self._break()
            self._links += tag == "a"
            marked = _is_marked(attributes)
            self._entered.append(marked)
            if not marked:
                return
        self._enter(tag, attributes)
        self._unseen = float(tag in UNSEEN)

    def end(self, tag: str) -> None:
        """It ends."""
        if self._unseen:
            self._unseen -= 1
            if self._unseen:
                return
        if tag in INLINE:
            self._links -= tag == "a"
            if not self._entered.pop():
                return
        self._leave()

    def add(self, text: str) -> None:
        """Some more of the text inside."""
        if not self._unseen:
            self._pieces.append(text)
            if self._links:
                self._linked += len(text)
            if self._broken and not text.isspace():
                self._broken = False

    def finish(self) -> Blocks:
        """What was collected."""
        self._flush()
        for index in self._open:
            self._elements[index].last = len(self._blocks)
        return Blocks(self._blocks, self._elements)

    def _enter(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._flush()
        parent = self._open[-1]
        names, marks = NO_NAMES, self._elements[parent].marks
        if attributes:
            names = tuple([attributes[name][:LONGEST_NAME] for name in NAMING if name in attributes])
        if attributes or tag in SPEAKING:
            marks = read_marks(tag, attributes, marks)
        self._open.append(len(self._elements))
        self._elements.append(Element(parent, tag, names, marks, len(self._blocks), 0))

    def _leave(self) -> None:
        self._flush()
        self._elements[self._open.pop()].last = len(self._blocks)

    def _break(self) -> None:
        if self._broken:
            self._flush()
        self._pieces.append(" ")
        self._broken = True

    def _flush(self) -> None:
        if self._pieces:
            if text := " ".join("".join(self._pieces).split()):
                element = self._open[-1]
                marks = self._elements[element].marks
                self._blocks.append(Block(text, element, min(self._linked, len(text)), marks))
                if len(self._blocks) == MOST_BLOCKS:
                    self._unseen = inf
            self._pieces, self._linked, self._broken = [], 0, False


def _is_marked(attributes: Mapping[str, str]) -> bool:
    """Whether an inline element's class says that its text is a caption, a credit or a lead."""
    names = attributes.get("class")
    return names is not None and said_by_class(names[:LONGEST_NAME]) is not NO_MARKS
