"""Which of the places that may name the authors wins."""

from __future__ import annotations

from typing import Any

import pytest

from tasks.clean.bylines import authors_in_lines, choose_authors
from tests.clean.saying import READER, told

SITE = {"@type": "Organization", "name": "Wexley Courier"}


def chosen(**said: Any) -> tuple[tuple[str, ...], str] | None:
    found = choose_authors(told(**said), READER)
    return (found.value, found.method) if found else None


def article(author: object) -> dict[str, object]:
    return {"@type": "NewsArticle", "headline": "Storm", "author": author, "publisher": SITE}


def test_json_ld_wins_then_meta_then_what_is_printed() -> None:
    printed = {"author": "Tom Hale", "bylines": ("By Ida Brandt",)}
    assert chosen(ld=article([{"name": "Ada Byrne"}]), **printed) == (("Ada Byrne",), "json-ld")
    assert chosen(**printed) == (("Tom Hale",), "meta")
    assert chosen(bylines=("By Ida Brandt",)) == (("Ida Brandt",), "page")
    assert chosen() is None


def test_people_win_over_the_publisher() -> None:
    assert chosen(ld=article(SITE), bylines=("Ada Byrne",)) == (("Ada Byrne",), "page")
    assert chosen(ld=article(SITE), articleauthor="Ada Byrne") == (("Ada Byrne",), "meta")
    assert chosen(ld=article(SITE)) == (("Wexley Courier",), "json-ld")
    assert chosen(ld=article([SITE, {"name": "Ada Byrne"}])) == (("Ada Byrne",), "json-ld")


def test_people_win_over_desks_and_accounts() -> None:
    assert chosen(ld=article("harbourcat"), bylines=("Ada Byrne",)) == (("Ada Byrne",), "page")
    assert chosen(ld=article("Harbour Desk"), author="Ada Byrne") == (("Ada Byrne",), "meta")
    assert chosen(ld=article(SITE), author="HarbourCat") == (("HarbourCat",), "meta")
    assert chosen(ld=article(["admin", "Ada Byrne"])) == (("Ada Byrne",), "json-ld")
    assert chosen(ld=article("Harbour Desk")) == (("Harbour Desk",), "json-ld")


def test_an_agency_that_is_named_first_stays() -> None:
    assert chosen(ld=article("dpa"), bylines=("Tom Hale",)) == (("dpa",), "json-ld")


def test_authors_are_found_by_reference() -> None:
    graph = {"@graph": [article({"@id": "#ada"}), {"@id": "#ada", "@type": "Person", "name": "Ada Byrne"}]}
    assert chosen(ld=graph) == (("Ada Byrne",), "json-ld")


def test_the_card_of_a_preview_names_the_writer() -> None:
    card = {"twitter__label1": "Written by", "twitter__data1": "Ada Byrne", "twitter__label2": "Reading time"}
    assert chosen(**card, twitter__data2="Three Minutes") == (("Ada Byrne",), "meta")
    assert chosen(**card, author="Tom Hale") == (("Tom Hale",), "meta")
    assert chosen(**card, author="admin@courier.example", bylines=("Tom Hale",)) == (("Ada Byrne",), "meta")
    assert chosen(twitter__label1="Geschätzte Lesezeit", twitter__data1="Drei Minuten") is None
    assert chosen(twitter__label1="Written by") is None


def test_handles_are_nobody() -> None:
    assert chosen(twitter__creator="Courier Desk") is None


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By | Ada Byrne", ("Ada Byrne",)),
        ("Jul 11 | Written By | Ada Byrne", ("Ada Byrne",)),
        ("Published on December 2nd, 2025 by | Ada Byrne | and | Tom Hale", ("Ada Byrne", "Tom Hale")),
        ("Ada Byrne | , | Tom Hale", ("Ada Byrne", "Tom Hale")),
        ("Ada Byrne | Harbour Correspondent | 5 min read", ("Ada Byrne",)),
        ("By | Ada Byrne | Updated by | Tom Hale | Updated April 10, 2025", ("Ada Byrne",)),
        ("Ada Byrne | Reviewed by | Tom Hale", ("Ada Byrne",)),
        ("Fact checked by | Tom Hale", ()),
        ("Photos: Tom Words: Ada", ()),
        ("Wexley ∙ Paid", ()),
        ("View all posts by Ada Byrne", ("Ada Byrne",)),
        ("By | HarbourCat", ("HarbourCat",)),
        ("ByAda Byrne", ("Ada Byrne",)),
        ("Von Erika Mustermann", ("Erika Mustermann",)),
        ("Wexley Courier", ("Wexley Courier",)),
        ("Harbour Desk", ()),
        ("31 July 2015", ()),
    ],
)
def test_printed_byline(byline: str, names: tuple[str, ...]) -> None:
    assert READER.read_byline(byline, ["Wexley Courier"], marked=True) == names


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["Storm shuts harbour", "3 May 2026 · 3 min read · By Ada Byrne", "By Tom Hale"], ("Ada Byrne",)),
        (["by Ada Byrne on Jan 22, 2025"], ("Ada Byrne",)),
        (["By signing up you agree", "By Monday night the harbour was shut"], ()),
        (["Ada Byrne", "Harbour Town"], ()),
        (["By " + "Ada Byrne " * 20], ()),
    ],
)
def test_a_line_of_text_names_whoever_stands_behind_by(lines: list[str], names: tuple[str, ...]) -> None:
    assert authors_in_lines(lines, READER, ["Wexley Courier"]) == names
