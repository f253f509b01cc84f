"""The one place that decides which blocks of a page are the article."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from tasks.clean.block_model import choose
from tasks.clean.blocks import Blocks, Element, without_menus
from tasks.clean.markup import WHOLE
from tasks.clean.outside import kind_of
from tasks.clean.rules import CleaningRules

HEADING_WORDS = 6  # a longer line announces nothing
MOST = 0.5  # of the words
ARTICLE_WORDS = 100  # what has so many above readers' comments is the article, however many comments there are
REMEMBERED = 20_000  # attributes
# What is laid over a page or set into it to ask for something: consent, an address, a login. On 926 pages whose
# articles are known, such elements with less than half of what was chosen held three words of an article.
DIALOGUE = re.compile(
    r"cookie|consent|gdpr|onetrust|usercentrics|didomi"
    r"|(?<![a-z])(?:modal|pop-?up|dialog|fancybox|lightbox|newsletter|sign-?up|login)(?![a-z])",
    re.IGNORECASE,
)


def find_body(page: Blocks, rules: CleaningRules, title: str) -> list[int]:
    """The article's blocks in reading order, each text once; `title` is what the page calls its article."""
    candidates, numbers = without_menus(page)
    texts = [block.text for block in candidates.blocks]
    chosen = choose(rules.blocks.probabilities(candidates, title), [text.count(" ") + 1 for text in texts])
    taken = set(chosen)
    elsewhere = _announced(candidates, taken, rules) | _dialogues(candidates, taken) | _comments(candidates, taken)
    chosen = _without_edges([n for n in chosen if n not in elsewhere], candidates)
    first = {texts[n]: n for n in reversed(chosen)}
    return [numbers[n] for n in chosen if first[texts[n]] == n]


def _announced(page: Blocks, chosen: set[int], rules: CleaningRules) -> set[int]:
    """What stands under a line such as "More on this story", to the end of the box that the line opens.

    A box with most of what was chosen is the article's own, whatever it begins with.
    """
    found: set[int] = set()
    for n, block in enumerate(page.blocks):
        if block.text.count(" ") < HEADING_WORDS and (rule := rules.find(block.text, edge=True)):
            box = _box(page, n)
            inside = range(n, box.last)
            opens = rule.kind == "related" and chosen.isdisjoint(range(box.first, n))
            if opens and _words(page, chosen.intersection(inside)) < MOST * _words(page, chosen):
                found.update(inside)
    return found


def _dialogues(page: Blocks, chosen: set[int]) -> set[int]:
    """What stands in dialogues, some of which say more than the article does.

    An element with most of what was chosen is none, whatever it is called.
    """
    asking = (each for each in page.elements if each.tag not in WHOLE and any(map(_names_dialogue, each.names)))
    found = {n for each in asking for n in range(each.first, each.last)}
    return found if _words(page, chosen & found) < MOST * _words(page, chosen) else set()


def _comments(page: Blocks, chosen: set[int]) -> set[int]:
    """What readers say below the article. An element named for comments may be the article: the piece is a comment."""
    found: set[int] = set()
    for element in page.elements:
        if element.first < element.last and element.first not in found and kind_of(element) == "comments":
            inside = chosen.intersection(range(element.first, element.last))
            above = _words(page, (n for n in chosen if n < element.first))
            if above >= ARTICLE_WORDS or _words(page, inside) < MOST * _words(page, chosen):
                found.update(range(element.first, element.last))
    return found


@lru_cache(REMEMBERED)
def _names_dialogue(name: str) -> bool:
    return DIALOGUE.search(name) is not None


def _words(page: Blocks, numbers: Iterable[int]) -> int:
    return sum(page.blocks[n].text.count(" ") + 1 for n in numbers)


def _box(page: Blocks, n: int) -> Element:
    """The innermost element around a block that holds others, too."""
    number = page.blocks[n].element
    while number and page.elements[number].last - page.elements[number].first == 1:
        number = page.elements[number].parent
    return page.elements[number]


def _without_edges(chosen: list[int], page: Blocks) -> list[int]:
    """Without short links before the first and behind the last other block: half of them lead elsewhere."""
    prose = [place for place, n in enumerate(chosen) if not page.blocks[n].is_link]
    return chosen[prose[0] : prose[-1] + 1] if prose else []
