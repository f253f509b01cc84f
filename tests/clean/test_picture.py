"""The picture in docs/cleaning.md shows what cleaning does today, and holds whatever stands on a page."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

from schemas.records import Article, Removed
from tasks.clean.picture import AGAIN, MOST_ALIKE, became, draw, picture

PROJECT = Path(__file__).parents[2]
PAGE = "samples/outlets/tidehaven-courier/dock-strike-lorry-queue.html"


def texts(drawn: str) -> list[str]:
    """The words of a picture; a page's markup would be elements among them."""
    found = ET.fromstring(drawn)  # noqa: S314 - our own picture
    assert {element.tag.rpartition("}")[2] for element in found} == {"rect", "text"}
    return [element.text or "" for element in found if element.tag.endswith("text")]


def test_the_one_in_the_documentation_is_up_to_date() -> None:
    drawn = picture(PROJECT / PAGE)
    assert (PROJECT / "docs/page.svg").read_text(encoding="utf-8") == drawn, "run make picture"
    assert {"headline", "standfirst", "body", "caption", "credit", "boilerplate:read-more"} < set(texts(drawn))


def test_each_block_has_what_became_of_it() -> None:
    article = Article(body="One.\n\nTwo.", headline="H", captions=("C",), removed=(Removed("X", "html:promo"),))
    page = ["X", "H", "One.", "x", "Two.", "C"]
    assert [what for what, _ in became(article, page)] == ["html:promo", "headline", "body", AGAIN, "body", "caption"]


def test_long_runs_are_cut_short_but_for_what_is_kept() -> None:
    assert texts(draw([("html:promo", "Buy <b>")] * (MOST_ALIKE + 2)))[1:] == ["Buy <b>"] * MOST_ALIKE + [
        "… and 2 more"
    ]
    assert texts(draw([("body", "One.")] * (MOST_ALIKE + 2)))[1:] == ["One."] * (MOST_ALIKE + 2)
