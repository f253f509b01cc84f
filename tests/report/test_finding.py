import io
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.report.finding import Found, Hits, snippet, write
from tasks.report.page import Mark
from tasks.report.query import Format
from tasks.report.wanted import read

LONG = "The harbour was quiet. " * 30
FERRY = Found(
    7, date(2025, 3, 4), "coast", "article", "Ferry strike", "Crews want more pay", f"{LONG}Ferries stop at noon."
)


def passage(found: Found, typed: str) -> str:
    return "".join(f"[{each.text}]" if each.mark is Mark.HIT else each.text for each in snippet(found, read(typed)))


def text(body: str, standfirst: str | None = None) -> Found:
    return Found(1, None, "coast", "article", None, standfirst, body)


@pytest.mark.parametrize(
    ("found", "typed", "shown"),
    [
        (FERRY, "noon", "Ferries stop at [noon]."),
        (FERRY, "ferr*", "[Ferries] stop at noon."),
        (FERRY, '"stop at" noon', "Ferries [stop at] [noon]."),
        (FERRY, "crews", "[Crews] want more pay"),
        (text("Cafés shut."), "cafes", "[Cafés] shut."),
        (text("Port-au-Prince is calm."), '"port au prince"', "[Port-au-Prince] is calm."),
        (text("A strike. " + LONG + "A ferry strike."), "ferry strike", "A [ferry] [strike]."),
        (text("Ferries and trains stop."), "ferries OR trains", "[Ferries] and [trains] stop."),
        (text("Nothing of it."), "elsewhere", "Nothing of it."),
        (text(""), "elsewhere", ""),
    ],
)
def test_a_passage_shows_what_was_sought(found: Found, typed: str, shown: str) -> None:
    assert passage(found, typed) == shown


@given(st.text(max_size=300), st.text(alphabet='ab c*"', min_size=1, max_size=8).map(lambda typed: f"a {typed}"))
def test_a_passage_says_nothing_else_than_the_text(body: str, typed: str) -> None:
    shown = "".join(piece.text for piece in snippet(text(body), read(typed)))
    assert shown.strip("…").strip() in body


def written(form: Format, in_all: int = 1) -> str:
    out = io.StringIO()
    write(Hits(in_all, iter([FERRY])), read("ferr* noon"), out, form)
    return out.getvalue()


def test_a_page_has_headline_source_day_and_passage() -> None:
    assert written(Format.TABLE).splitlines() == [
        ">>Ferry<< strike",
        "article 7 · coast · 2025-03-04",
        "  >>Ferries<< stop at >>noon<<.",
        "",
        "1 article",
    ]


def test_a_page_says_how_many_more_there_are() -> None:
    assert "the latest 1 of 1,200 articles; there are more (--limit" in written(Format.TABLE, 1_200)


def test_rows_have_the_same() -> None:
    row = {
        "article_id": 7,
        "published_on": "2025-03-04",
        "source": "coast",
        "headline": "Ferry strike",
        "snippet": ">>Ferries<< stop at >>noon<<.",
    }
    assert json.loads(written(Format.JSONL)) == row
    assert written(Format.CSV).splitlines() == [",".join(row), ",".join(map(str, row.values()))]
