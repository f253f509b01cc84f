"""Where the article stands among the paragraphs of a text without markup: most texts are one, some are whole pages."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from schemas.boilerplate import Kind, Rule
from schemas.records import Given
from tasks.clean.block_model import BlockModel
from tasks.clean.folding import PROSE_WORDS, count_words, is_sentence
from tasks.clean.lines import FEWEST_LINES, find_lines
from tasks.clean.paragraphs import LEADS_ON, LIST_ITEM
from tasks.clean.sorting import is_prose
from tasks.clean.stretch import find_stretch

MOST_LINES_ABOVE = 6  # of headline, kicker, standfirst, captions; more are a menu
MUCH_FURNITURE = 5  # lines that rules for furniture take; an article's text has one or two
MENU_WORDS = 5  # of a line in a menu
MENU_ITEMS, MANY_ITEMS = 15, 40  # bulleted short items above the first sentence, beside furniture and without
MENU_SHARE = 0.5  # of the lines above that are so short; and of a table's lines that have digits
FURNITURE: frozenset[Kind] = frozenset(
    {"promo", "share", "newsletter", "cookie", "related", "navigation", "comments", "paywall"}
)
DIGIT = re.compile(r"\d")
BULLETED = re.compile(r"\s*[*+•] ")
FULL_STOP = re.compile(r"(?<!\.\w)(?<!\b\w)[.。]['\"”’»)\]」』]{0,2}$")  # but not that of "U.S."


@dataclass(frozen=True)
class Whereabouts:
    """The paragraphs of a text with the rules that take them, and where the article is among them."""

    paragraphs: Sequence[str]
    taken: Sequence[Rule | None]
    given: Given
    model: BlockModel  # finds the article in the text of a whole page

    @cached_property
    def free(self) -> list[int]:
        """Paragraphs that no rule takes."""
        return [n for n, rule in enumerate(self.taken) if rule is None]

    @cached_property
    def first_sentence(self) -> int:
        """The first sentence that is not the headline; 0 if nothing ends like a sentence."""
        return next((n for n in self.free if self._begins_body(n)), 0)

    @cached_property
    def is_page(self) -> bool:
        """Whether this is the text of a whole web page: a menu stands above the first sentence, or furniture around."""
        furniture = sum(rule is not None and rule.kind in FURNITURE for rule in self.taken)
        above = [n for n in self.free if n < self.first_sentence]
        items = self._items_above()
        listed = items >= MANY_ITEMS or (items >= MENU_ITEMS and furniture)
        return self._is_menu(above) or bool(listed) or furniture >= MUCH_FURNITURE

    def _items_above(self) -> int:
        """How many short items of lists stand above all else that begins a body: menus, as text has them."""
        above = takewhile(lambda n: self._is_item(n) or not self._begins_body(n), self.free)
        return sum(map(self._is_item, above))

    def _is_item(self, n: int) -> bool:
        text = self.paragraphs[n]
        return BULLETED.match(text) is not None and self.words(n) <= MENU_WORDS and not is_sentence(text)

    @cached_property
    def is_long_page(self) -> bool:
        """Whether it is a page's text of which the model can tell the article."""
        return self.is_page and len(self.paragraphs) >= FEWEST_LINES

    @cached_property
    def article(self) -> Collection[int]:
        """Which paragraphs may be the body; in a page's text those around it are none."""
        if not self.is_page:
            return range(self.first_sentence, len(self.paragraphs))
        told = (is_prose(text) and self.taken[n] is None for n, text in enumerate(self.paragraphs))
        prose = [self.words(n) if is_told else 0 for n, is_told in enumerate(told)]
        found = find_lines(self.paragraphs, prose, self.model) if self.is_long_page else ()
        return {n for n in found if self.taken[n] is None} or range(*find_stretch(prose))

    @cached_property
    def start(self) -> int:
        """Where the body begins."""
        return min(self.article)

    @cached_property
    def above(self) -> list[int]:
        return [n for n in self.free if n < self.start]

    def _begins_body(self, n: int) -> bool:
        text = self.paragraphs[n]
        # a headline may end in a question mark, but not in a full stop
        if n == self.free[0] and not self.given.headline:
            return bool(FULL_STOP.search(text) or LIST_ITEM.match(text))
        leads_on = LEADS_ON.search(text) and self.words(n) >= PROSE_WORDS
        return bool(FULL_STOP.search(text) or LIST_ITEM.match(text) or leads_on or is_prose(text))

    def _is_menu(self, lines: Sequence[int]) -> bool:
        short = sum(self.words(n) <= MENU_WORDS for n in lines)
        return len(lines) > MOST_LINES_ABOVE and short >= MENU_SHARE * len(lines) and not self.is_table(lines)

    def is_table(self, run: Sequence[int]) -> bool:
        return sum(DIGIT.search(self.paragraphs[n]) is not None for n in run) >= MENU_SHARE * len(run)

    def words(self, n: int) -> int:
        return count_words(self.paragraphs[n])
