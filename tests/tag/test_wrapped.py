from __future__ import annotations

import pytest

from schemas.records import Article, Entity, Figure, Mention, Quote, Tags
from tasks.tag.wrapped import as_printed, unwrapped

WIRE = (
    "The harbour board at Dunmouth said on Tuesday that 600\n"
    "jobs would go when the quay is closed, and that Clara\n"
    "Ashdown would leave at the end of the year.\n"
    "    Pilots had asked for the quay to be kept open until\n"
    "the spring.\n"
)


def test_lines_of_one_length_are_joined_and_no_offset_moves() -> None:
    body = unwrapped(Article(body=WIRE)).body
    assert len(body) == len(WIRE)
    assert "600 jobs" in body
    assert "Clara Ashdown" in body
    assert "\n    Pilots" in body  # a paragraph begins: indented


@pytest.mark.parametrize(
    "body",
    [
        "",
        "One line, however long it may be, and nothing after it at all",
        "The first paragraph is a whole sentence of some length.\nThe second paragraph is another one like it.",
        "Lorries queue for miles outside the harbour gates\nPilots walk out over pay as talks break down again",
        WIRE + "x" * 101,
    ],
)
def test_paragraphs_stay_apart(body: str) -> None:
    article = Article(body=body)
    assert unwrapped(article) is article


def test_spans_have_the_text_that_was_printed() -> None:
    start = WIRE.index("Clara")
    mention = Mention("body", start, start + 13, "Clara Ashdown", "PERSON")
    quote, figure = Quote("body", 0, 11, "", None, None), Figure("body", 51, 58, "", 600, 600, "jobs", None)
    tags = as_printed(
        Tags((mention,), (Entity("Clara Ashdown", "PERSON", (0,)),), (), (quote,), (figure,)), Article(WIRE)
    )
    assert tags.mentions[0].text == "Clara\nAshdown"
    assert [span.text for span in (*tags.quotes, *tags.figures)] == [WIRE[0:11], WIRE[51:58]]
