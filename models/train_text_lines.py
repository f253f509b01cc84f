"""Remake `text_lines.json`, the model that finds the article among the lines of a whole page's text.

    python -m models.train_text_lines --data PATH              train on everything, write the model
    python -m models.train_text_lines --data PATH --folds OUT  clean each text with a model from other sites

PATH is that of `models.train_page_blocks`; the texts are what inscriptis makes of its pages. Needs catboost and
inscriptis, which newsledger itself does not: pip install catboost inscriptis.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from inscriptis import get_text

from flows.shapes import article_row
from models.train_page_blocks import FOLDS, Page, fit, fold_of, in_body, learn, options, read_pages, write
from schemas.records import Failure, RawDocument
from tasks.clean.batch import clean_one
from tasks.clean.io import TEXT_LINES, load_rules
from tasks.clean.lines import as_blocks
from tasks.clean.paragraphs import read_paragraphs


def read_texts(folder: Path) -> list[Page]:
    """The pages as their texts have them, those that have any."""
    texts = map(as_text, read_pages(folder))
    return [text for text in texts if text.blocks.blocks]


def as_text(page: Page) -> Page:
    """The page as its text has it."""
    lines = read_paragraphs(get_text(page.row["html"]))
    return replace(page, title="", blocks=as_blocks(lines), gold=in_body(lines, page.row["body"]))


def cross_validate(pages: Sequence[Page], out: Path) -> None:
    """Write what cleaning makes of each page's text with a model from other sites."""
    rules = load_rules(Path("config"))
    with out.open("w") as file:
        for fold in range(FOLDS):
            others = [page for page in pages if fold_of(page) != fold]
            lines = fit(others, learn(others))
            for page in pages:
                if fold_of(page) == fold:
                    cleaned = clean_one(_raw(page), replace(rules, lines=lines))
                    row = {"error": cleaned.error} if isinstance(cleaned, Failure) else article_row(cleaned.article)
                    file.write(json.dumps({"id": page.row["id"], **row}) + "\n")


def _raw(page: Page) -> RawDocument:
    content = json.dumps({"id": page.row["id"], "text": get_text(page.row["html"])}).encode()
    return RawDocument("", page.row["id"], "application/json", content, "", datetime.now(UTC))


def main() -> None:
    """Train or cross-validate."""
    given = options(__doc__)
    pages = read_texts(given.data)
    if given.folds:
        cross_validate(pages, given.folds)
    else:
        write(fit(pages, learn(pages)), pages, Path(__file__).with_name(TEXT_LINES))


if __name__ == "__main__":
    main()
