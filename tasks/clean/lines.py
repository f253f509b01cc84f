"""Which lines of a whole page's text are its article, by a model of their words, lengths and neighbours."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.clean.block_model import LEAST, BlockModel, choose
from tasks.clean.blocks import MOST_BLOCKS, Block, Blocks, Element
from tasks.clean.folding import count_words
from tasks.clean.markup import NO_MARKS
from tasks.clean.stretch import find_stretch

FEWEST_LINES = 60  # as nine in ten pages have; the model knows too little of shorter ones


def as_blocks(lines: Sequence[str]) -> Blocks:
    """Lines as the blocks of a page that has no markup."""
    first = lines[:MOST_BLOCKS]
    return Blocks([Block(line, 0, 0, NO_MARKS) for line in first], [Element(0, "", (), NO_MARKS, 0, len(first))])


def find_lines(lines: Sequence[str], words_of_prose: Sequence[int], model: BlockModel) -> list[int]:
    """The article's lines in reading order; none behind the first `MOST_BLOCKS` is.

    They are those that the model chooses, and the prose of the stretch in which prose outweighs everything else, but
    for what the model finds unlikely: a sentence that is missing is worse than one too many.

    Args:
        lines: of the page's text, at least `FEWEST_LINES`.
        words_of_prose: of each line; 0 if it is none.
        model: says how likely a line is.
    """
    page = as_blocks(lines)
    likely = model.probabilities(page, "")
    chosen = choose(likely, [count_words(block.text) for block in page.blocks])
    start, end = find_stretch(words_of_prose[:MOST_BLOCKS])
    return sorted({*chosen, *(n for n in range(start, end) if words_of_prose[n] and likely[n] >= LEAST)})
