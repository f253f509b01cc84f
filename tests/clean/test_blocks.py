from __future__ import annotations

from tasks.clean.blocks import MOST_BLOCKS, Blocks, without_menus
from tasks.clean.page import parse_page


def blocks(body: str) -> Blocks:
    return parse_page(f"<html><body>{body}</body></html>").blocks


def texts(body: str) -> list[str]:
    return [block.text for block in blocks(body).blocks]


def test_a_block_ends_where_a_block_level_element_does() -> None:
    assert texts("<div>Ferries <b>stay</b> in <a href=/p>port</a>.<p>No crossing\n today</p>Ask ashore</div>") == [
        "Ferries stay in port.",
        "No crossing today",
        "Ask ashore",
    ]


def test_one_line_break_is_a_space_and_two_end_a_block() -> None:
    assert texts("<p>Quay 1<br>closed<br/> <br>Quay 2</p>") == ["Quay 1 closed", "Quay 2"]


def test_scripts_styles_and_choices_are_no_text() -> None:
    hidden = "<script>var a</script><style>p{}</style><select><option>One</select><noscript>Enable it</noscript>"
    assert texts(f"<p>Before {hidden}</p><p>after</p>") == ["Before", "after"]


def test_characters_in_links_are_counted() -> None:
    (block,) = blocks("<p>See <a href=/x>the list</a> here</p>").blocks
    assert (block.text, block.linked) == ("See the list here", len("the list"))


def test_marks_are_inherited() -> None:
    caption, credit, plain = blocks(
        "<figure><figcaption>The quay <span class='credit'>A. Weiss</span></figcaption></figure><p>Text</p>"
    ).blocks
    assert (caption.text, caption.marks.caption, caption.marks.credit) == ("The quay", True, False)
    assert (credit.text, credit.marks.caption, credit.marks.credit) == ("A. Weiss", True, True)
    assert not plain.marks.caption


def test_hidden_text_is_read_and_marked() -> None:
    shown, hidden, styled = blocks(
        "<p>Shown</p><div hidden><p>Streamed</p></div><div style='display: none'>Folded</div>"
    ).blocks
    assert [block.marks.hidden for block in (shown, hidden, styled)] == [False, True, True]


def test_an_elements_blocks_are_a_range() -> None:
    page = blocks("<main class='story'><p>One</p><div><p>Two</p><p>Three</p></div></main><footer>Four</footer>")
    ranges = {element.tag: (element.first, element.last) for element in page.elements}
    assert ranges["main"] == (0, 3)
    assert ranges["div"] == (1, 3)
    assert ranges["footer"] == (3, 4)
    (story,) = (element for element in page.elements if element.tag == "main")
    assert story.names == ("story",)
    assert all(element.parent <= number for number, element in enumerate(page.elements))


def test_no_more_than_a_bounded_number_of_blocks_is_read() -> None:
    page = blocks("<p>x</p>" * (MOST_BLOCKS + 10))
    assert len(page.blocks) == MOST_BLOCKS
    assert page.elements[0].last == MOST_BLOCKS


def test_menus_go_but_for_their_edges() -> None:
    menu = "".join(f"<li><a href=/{n}>Section {n}</a></li>" for n in range(6))
    page = blocks(f"<p>First the story.</p><ul>{menu}</ul><p>Then more of it.</p><nav>{menu}</nav>")
    left, numbers = without_menus(page)
    assert [block.text for block in left.blocks] == [
        "First the story.",
        "Section 0",
        "Section 5",
        "Then more of it.",
        "Section 0",
    ]
    assert numbers == [0, 1, 6, 7, 8]
    assert [left.elements[block.element].tag for block in left.blocks] == ["p", "li", "li", "p", "li"]
    assert {
        element.tag: (element.first, element.last) for element in left.elements if element.tag in {"ul", "nav"}
    } == {
        "ul": (1, 3),
        "nav": (4, 5),
    }


def test_a_long_link_is_no_menu() -> None:
    sentence = "The harbour master said on Monday that the ferries would not sail before the end of the week."
    page = blocks(f"<a href=/1>{sentence}</a>".join(["<div>", "</div><div>", "</div><div>", "</div>"]))
    assert len(without_menus(page)[0].blocks) == 3
