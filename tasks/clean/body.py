"""The one place that decides which blocks of a page are the article."""

from __future__ import annotations

from tasks.clean.block_model import BlockModel, choose
from tasks.clean.blocks import Blocks, without_menus


def find_body(page: Blocks, model: BlockModel, title: str) -> list[int]:
    """The article's blocks in reading order, each text once; `title` is what the page calls its article."""
    candidates, numbers = without_menus(page)
    texts = [block.text for block in candidates.blocks]
    chosen = choose(model.probabilities(candidates, title), [text.count(" ") + 1 for text in texts])
    first = {texts[n]: n for n in reversed(chosen)}
    return [numbers[n] for n in _without_edges(chosen, candidates) if first[texts[n]] == n]


def _without_edges(chosen: list[int], page: Blocks) -> list[int]:
    """Without short links before the first and behind the last other block: half of them lead elsewhere."""
    prose = [place for place, n in enumerate(chosen) if not page.blocks[n].is_link]
    return chosen[prose[0] : prose[-1] + 1] if prose else []
