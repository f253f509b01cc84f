"""Remake `text_lines.json`, the model that finds the article among the lines of a whole page's text.

    python -m models.train_text_lines --data PATH              train on everything, write the model
    python -m models.train_text_lines --data PATH --folds OUT  clean each text with a model from other sites

PATH is that of `models.train_page_blocks`; the texts are what inscriptis makes of its pages. Needs catboost and
inscriptis, which newsledger itself does not: pip install catboost inscriptis.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from inscriptis import get_text

from models.train_page_blocks import Page, cross_validate, in_body, options, read_pages, write
from tasks.clean.block_model import BlockModel
from tasks.clean.io import TEXT_LINES
from tasks.clean.lines import as_blocks
from tasks.clean.paragraphs import read_paragraphs
from tasks.clean.rules import CleaningRules


def read_texts(folder: Path) -> list[Page]:
    """The pages as their texts have them, those that have any."""
    texts = map(as_text, read_pages(folder))
    return [text for text in texts if text.blocks.blocks]


def as_text(page: Page) -> Page:
    """The page as its text has it."""
    lines = read_paragraphs(get_text(page.row["html"]))
    return replace(page, title="", blocks=as_blocks(lines), gold=in_body(lines, page.row["body"]))


def _with_lines(rules: CleaningRules, model: BlockModel) -> CleaningRules:
    return replace(rules, lines=model)


def _text(page: Page) -> dict[str, str]:
    return {"id": page.row["id"], "text": get_text(page.row["html"])}


def main() -> None:
    """Train or cross-validate."""
    given = options(__doc__)
    pages = read_texts(given.data)
    if given.folds:
        cross_validate(pages, given.folds, _with_lines, _text)
    else:
        write(pages, Path(__file__).with_name(TEXT_LINES))


if __name__ == "__main__":
    main()
