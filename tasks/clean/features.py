"""What the block model looks at: a row of numbers for each block of a page.

Nothing here knows a language or a site: what has a meaning only by experience is looked up in a `Vocabulary`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tasks.clean.blocks import Block, Blocks
from tasks.clean.folding import PROSE_WORDS, is_sentence
from tasks.clean.markup import WHOLE
from tasks.clean.vocabulary import Vocabulary, edge_words, text_words

Column = NDArray[np.float64]
Index = NDArray[np.int64]
Columns = dict[str, Column]

UNSPACED = 15  # characters between spaces from which on a text is of a script that has none
UNSPACED_WORD = 2.5  # its characters that weigh like a word
LEVELS = 4  # elements around a block that are looked at, from the innermost
NEAR = (3, 8)  # blocks on either side
DECAY = 0.8  # of what names say, for each element further out
SHARES = (0.4, 1.0, 0.5)  # of the prose in an element, in its children, in theirs, that speak for it as the main one
LINKED = 0.5  # from here on a block is a link
DIGIT = re.compile(r"\d")
TITLE_WORD = re.compile(r"\w{4,}")
ROOMS = ("article", "main", "form", "figure", "ul", "table", "footer")


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much text there is, block by block."""

    words: Column
    linked: Column  # share of the characters that are links
    prose: Column  # words, where the block is prose

    @property
    def all_prose(self) -> float:
        """The page's words of prose, at least 1."""
        return max(1.0, float(self.prose.sum()))


def features(page: Blocks, vocabulary: Vocabulary, title: str) -> Columns:
    """Columns by name, one value a block; `title` is what the page calls its article. There is at least one block."""
    texts = [block.text for block in page.blocks]
    tokens = [text.lower().split() for text in texts]
    amounts = _amounts(page.blocks, tokens)
    told = frozenset(TITLE_WORD.findall(title.lower()))
    titled = np.array([len(told.intersection(words)) for words in tokens], float)
    times = Counter(texts)
    said = _said_by_words(tokens, vocabulary)
    return {
        "characters_a_word": np.array([len(text) for text in texts]) / amounts.words,
        "digits": np.array([len(DIGIT.findall(text, 0, 60)) / min(60, len(text)) for text in texts]),
        "title_share": titled / max(1, len(told)),
        "repeats": np.array([times[text] for text in texts], float),
        "hidden": np.array([block.marks.hidden for block in page.blocks], float),
        **said,
        **_neighbours({"words": amounts.words, "linked": amounts.linked, **said}, amounts),
        **_position(amounts, _heading(page, amounts, titled)),
        **_elements(page, vocabulary),
        **_containers(page, amounts, vocabulary),
        **_twins(page, amounts),
    }


def _amounts(blocks: Sequence[Block], tokens: Sequence[Sequence[str]]) -> Amounts:
    characters = np.array([len(block.text) for block in blocks], float)
    words = np.array([len(words) for words in tokens], float)
    words = np.where(characters > UNSPACED * words, np.maximum(words, characters / UNSPACED_WORD), words)
    linked = np.array([block.linked for block in blocks]) / characters
    ends = np.array([is_sentence(block.text) for block in blocks])
    return Amounts(words, linked, np.where(ends & (words >= PROSE_WORDS) & (linked < LINKED), words, 0.0))


def _said_by_words(tokens: Sequence[Sequence[str]], vocabulary: Vocabulary) -> Columns:
    odds = vocabulary.words.get
    said = [[odds(word, 0.0) for word in text_words(words)] for words in tokens]
    return {
        "words_mean": np.array([sum(each) / len(each) for each in said]),
        "words_least": np.array([*map(min, said)]),
        "words_most": np.array([*map(max, said)]),
        "edges": np.array([sum(odds(word, 0.0) for word in edge_words(words)) for words in tokens]),
    }


def _neighbours(columns: Columns, amounts: Amounts) -> Columns:
    """What stands one and two blocks away, and how much of what is near."""
    found: Columns = {**columns}
    for name, column in columns.items():
        padded = np.concatenate((np.zeros(2), column, np.zeros(2)))
        found |= {f"{name} {away - 2:+d}": padded[away : away + len(column)] for away in (0, 1, 3, 4)}
    index = np.arange(len(amounts.words))
    for near in NEAR:
        first, last = np.maximum(0, index - near), np.minimum(len(index), index + near + 1)
        words = _between(amounts.words, first, last)
        found[f"words near {near}"] = words
        found[f"prose near {near}"] = _between(amounts.prose, first, last)
        found[f"linked near {near}"] = _between(amounts.words * amounts.linked, first, last) / words
    return found


def _between(amount: Column, first: Index, last: Index) -> Column:
    """Sums over blocks from `first` up to, and without, `last`."""
    sums = np.concatenate(([0.0], np.cumsum(amount)))
    return np.asarray(sums[last] - sums[first])


def _heading(page: Blocks, amounts: Amounts, titled: Column) -> int:
    """The block that is the headline: the h1 that is most like the title; without one the most alike short block."""
    headings = np.array([block.marks.heading for block in page.blocks])
    like = titled / np.sqrt(amounts.words + 3)
    return int(np.argmax(np.where(headings, titled + 1, 0) if headings.any() else like))


def _position(amounts: Amounts, heading: int) -> Columns:
    size = len(amounts.words)
    index = np.arange(size, dtype=float)
    before = np.cumsum(amounts.prose) - amounts.prose
    return {
        "index": index,
        "index from end": size - 1 - index,
        "words before": (np.cumsum(amounts.words) - amounts.words) / amounts.words.sum(),
        "prose before": before / amounts.all_prose,
        "blocks from heading": index - heading,
        "prose from heading": before - before[heading],
        "prose": np.full(size, amounts.all_prose),
        "blocks": np.full(size, float(size)),
    }


def _elements(page: Blocks, vocabulary: Vocabulary) -> Columns:
    """What is inherited from the elements around: what their names say, which rooms they are."""
    rows = [(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, *(0.0 for _ in ROOMS))]
    articles = 0
    for element in page.elements[1:]:
        total, least, most, elsewhere, depth, article, *rooms = rows[element.parent]
        for said in map(vocabulary.attribute, element.names):
            total, least, most = total + said.total, min(least, said.least), max(most, said.most)
            elsewhere += said.elsewhere and element.tag not in WHOLE
        if element.tag in ROOMS:
            rooms[ROOMS.index(element.tag)] = 1.0
            articles += element.tag == "article"
            article = articles if element.tag == "article" else article
        rows.append((total * DECAY, least, most, elsewhere, depth + 1, article, *rooms))
    inherited = np.array(rows)[[block.element for block in page.blocks]]
    names = ("names", "names least", "names most", "elsewhere", "depth", "article", *(f"in {room}" for room in ROOMS))
    tags = [page.elements[block.element].tag for block in page.blocks]
    return {
        **dict(zip(names, inherited.T, strict=True)),
        "articles": np.full(len(tags), float(articles)),
        "tag": np.array([vocabulary.tags.get(tag, 0.0) for tag in tags]),
    }


def _containers(page: Blocks, amounts: Amounts, vocabulary: Vocabulary) -> Columns:
    """How the elements around a block are filled, and where the block stands to the one with most of the prose."""
    parent = np.array([element.parent for element in page.elements])
    first = np.array([element.first for element in page.elements])
    last = np.array([element.last for element in page.elements])
    own = np.array([sum(vocabulary.attribute(name).total for name in e.names) for e in page.elements])
    inner = np.array([block.element for block in page.blocks])
    words = np.maximum(1.0, _between(amounts.words, first, last))
    prose, linked = (_between(each, first, last) for each in (amounts.prose, amounts.words * amounts.linked))
    found: Columns = {}
    around = inner
    for level in range(LEVELS):
        found |= {
            f"share {level}": prose[around] / amounts.all_prose,
            f"prose {level}": prose[around] / words[around],
            f"linked {level}": linked[around] / words[around],
            f"words {level}": words[around],
            f"blocks {level}": (last - first)[around].astype(float),
            f"names {level}": own[around],
        }
        around = parent[around]
    return found | _main(amounts, parent, first, last, inner)


def _main(amounts: Amounts, parent: Index, first: Index, last: Index, inner: Index) -> Columns:
    """Where a block stands to the element that holds most prose directly, or one or two elements further in."""
    held = np.bincount(inner, weights=amounts.prose, minlength=len(parent))
    in_children = np.bincount(parent, weights=held, minlength=len(parent))
    further_in = np.bincount(parent, weights=in_children, minlength=len(parent))
    score = np.column_stack((held, in_children, further_in)) @ np.array(SHARES)
    main = int(np.argmax(score))
    score /= max(1.0, score[main])
    index = np.arange(len(inner))
    before, behind = np.minimum(0, index - first[main]), np.maximum(0, index - last[main] + 1)
    return {
        "main": score[parent[inner]],
        "main outer": score[parent[parent[inner]]],
        "from main": (before + behind).astype(float),
        "in main": np.full(len(inner), (_between(amounts.prose, first[[main]], last[[main]]) / amounts.all_prose)[0]),
    }


def _twins(page: Blocks, amounts: Amounts) -> Columns:
    """How much text stands in elements of the same make: the same tag and class in the same tag and class."""
    makes: dict[object, int] = {}
    kinds = np.array([makes.setdefault(make, len(makes)) for make in _makes(page)])
    words, prose, linked = (
        np.bincount(kinds, weights=each) for each in (amounts.words, amounts.prose, amounts.words * amounts.linked)
    )
    rank = np.argsort(np.argsort(-prose, kind="stable"), kind="stable")
    return {
        "twins": np.bincount(kinds)[kinds].astype(float),
        "twins' share": prose[kinds] / amounts.all_prose,
        "twins' prose": prose[kinds] / words[kinds],
        "twins' links": linked[kinds] / words[kinds],
        "twins' rank": rank[kinds].astype(float),
    }


def _makes(page: Blocks) -> Iterator[object]:
    for block in page.blocks:
        element = page.elements[block.element]
        around = page.elements[element.parent]
        yield element.tag, element.names[:1], around.tag, around.names[:1]
