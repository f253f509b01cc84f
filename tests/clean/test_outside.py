"""What stands beside an article is named by the elements around it."""

from __future__ import annotations

import pytest

from tasks.clean.outside import REST, Outside
from tasks.clean.page import parse_page

LINKS = "<p><a href=/1>Sport</a></p><p><a href=/2>Weather</a></p><p><a href=/3>Jobs</a></p>"


def kinds(body: str) -> list[str]:
    page = parse_page(f"<html><body class='has-comments'>{body}</body></html>").blocks
    outside = Outside(page)
    return [outside.kind(n) for n in range(len(page.blocks))]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<section id='comments'><p>First!</p></section>", "comments"),
        ("<div class='c-commentary'><p>The harbour is closed.</p></div>", REST),
        ("<aside class='most-read'><p>Ferry sinks</p></aside>", "related"),
        ("<div data-testid='RelatedStories'><p>Ferry sinks</p></div>", "related"),
        ("<div class='box newsletter-signup'><p>Our best, each morning</p></div>", "promo"),
        ("<div class='reader ad'><p>Boats for sale</p></div>", "promo"),
        ("<div class='reader loading'><p>Boats</p></div>", REST),
        ("<div class='author-bio'><p>Ida Brandt writes on ships.</p></div>", "byline"),
        ("<nav><p>Sport</p></nav>", "navigation"),
        ("<div class='site-footer'><p>1 Quay Street</p></div>", "navigation"),
        ("<footer><p>1 Quay Street</p></footer>", "navigation"),
        ("<div class='main_nav'><p>Sport</p></div>", "navigation"),
        ("<div class='globalNav'><p>Sport</p></div>", "navigation"),
        ("<div class='navy-blue'><p>Sport</p></div>", REST),
        ("<div id='AdContainer'><p>Boats for sale</p></div>", "promo"),
        ("<div class='read_more'><p>Ferry sinks</p></div>", "related"),
        ("<div class='relatedposts'><p>Ferry sinks</p></div>", "related"),
        ("<div class='unrelated popularity'><p>Ferry sinks</p></div>", REST),
        ("<div class='shareholder-box socialist'><p>Ferry sinks</p></div>", REST),
        ("<div class='commentator'><p>Ferry sinks</p></div>", REST),
        ("<p>1 Quay Street</p>", REST),
    ],
)
def test_by_tag_and_names(body: str, kind: str) -> None:
    assert kinds(body) == [kind]


def test_the_innermost_element_decides() -> None:
    page = "<div class='footer'><p>Imprint</p><div class='share-bar'><p>Tell others</p></div></div>"
    assert kinds(page) == ["navigation", "promo"]


def test_a_run_of_links_is_navigation_but_for_its_ends() -> None:
    assert kinds(f"<p>The harbour is closed.</p>{LINKS}<p>The quay is not.</p>") == [
        REST,
        REST,
        "navigation",
        REST,
        REST,
    ]
    assert kinds(f"<div class='related'>{LINKS}</div>") == ["related"] * 3
