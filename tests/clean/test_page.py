from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.clean.page import CHUNK, DEEPEST, parse_page


def texts(html: str) -> list[str]:
    return [block.text for block in parse_page(html).blocks.blocks]


def test_blocks_and_clues_are_read_together() -> None:
    page = parse_page(
        "<html lang=en><head><title>Quay shut</title></head><body><h1>Quay 1 shut</h1><p>By the port.</p>"
    )
    assert [block.text for block in page.blocks.blocks] == ["Quay 1 shut", "By the port."]
    assert (page.clues.title, page.clues.headings, page.clues.languages) == ("Quay shut", ("Quay 1 shut",), ("en",))


def test_a_section_ends_a_head_where_body_is_left_out() -> None:
    page = parse_page("<head><title>Quay shut</title><article><p>No ferry sails.</p></article><p>Ask ashore.</p>")
    assert [block.text for block in page.blocks.blocks] == ["No ferry sails.", "Ask ashore."]
    around = page.blocks.elements[page.blocks.blocks[0].element]
    assert page.blocks.elements[around.parent].tag == "article"


def test_a_section_in_something_of_the_head_ends_nothing() -> None:
    assert texts("<head><noscript><section>Turn scripts on</section></noscript></head><p>No ferry sails.</p>") == [
        "No ferry sails."
    ]


@pytest.mark.parametrize("html", ["", " \n", "<", "<!-- -->", "<?xml version='1.0'?>", "</p>", "&", "<!doctype html>"])
def test_next_to_nothing_has_no_blocks_of_its_own(html: str) -> None:
    assert texts(html) in ([], [html])


def test_markup_across_pieces_that_are_parsed_one_by_one_is_whole() -> None:
    for length in range(CHUNK - 20, CHUNK):
        text = "x" * length
        assert texts(f"<p>{text}</p><p class='é'>Quay &amp; pier</p>") == [text, "Quay & pier"]


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "h1", "dl><dd", "div class=byline", "div></span"])
def test_deep_nesting_is_read_without_it(tag: str) -> None:
    page = parse_page(
        f"<title>Quay shut</title><{tag}>" * (DEEPEST + 1) + "<p>No ferry sails.</p>" + "<div></i>" * 100_000
    )
    assert [block.text for block in page.blocks.blocks][-1] == "No ferry sails."
    assert len(page.blocks.elements) < 2 * DEEPEST


@given(st.text(alphabet=st.sampled_from("<>/=\"' &;#!-abdhpx\n\u00e9\u2028"), max_size=200))
def test_anything_is_a_page(html: str) -> None:
    parse_page(html)


# fmt: off
PIECES = (
    "<html>", "<head>", "<title>", "<body>", "<section>", "<p>", "<h1>", "<table>", "<td>", "<a>", "<b>",
    "<br>", "<svg>",
    "<script>", "<noscript>", "<figcaption>", "<b class=credit>", "word", "</html>", "</head>", "</title>", "</body>",
    "</section>", "</p>", "</h1>", "</table>", "</td>", "</a>", "</b>", "</script>", "</svg>", "</noscript>",
)
# fmt: on


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_elements_hold_the_blocks_between_their_tags(pieces: list[str]) -> None:
    page = parse_page("".join(pieces)).blocks
    for n, element in enumerate(page.elements[1:], 1):
        around = page.elements[element.parent]
        assert element.parent < n
        assert around.first <= element.first <= element.last <= around.last
    for n, block in enumerate(page.blocks):
        assert page.elements[block.element].first <= n < page.elements[block.element].last
