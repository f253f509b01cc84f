"""Authors are separate people, without what bylines print around them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tasks.clean.io import load_rules

READER = load_rules(Path(__file__).parents[2] / "config").authors


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("By Ada Byrne", ("Ada Byrne",)),
        ("BY ADA BYRNE AND TOM HALE", ("ADA BYRNE", "TOM HALE")),
        ("Ada Byrne, Political Correspondent", ("Ada Byrne",)),
        ("Ada Byrne, London", ("Ada Byrne",)),
        ("Ada Byrne, Tom Hale and Ida Brandt", ("Ada Byrne", "Tom Hale", "Ida Brandt")),
        ("Erika Mustermann und Max Muster, dpa", ("Erika Mustermann", "Max Muster", "dpa")),
        ("Ada Byrne (aby); Tom Hale tom@paper.example", ("Ada Byrne", "Tom Hale")),
        ("https://paper.example/authors/ada", ()),
        ("Par Jeanne d’Albret", ("Jeanne d’Albret",)),
        ("이순신 기자", ("이순신",)),
        ("", ()),
    ],
)
def test_read(printed: str, names: tuple[str, ...]) -> None:
    assert READER.read([printed]) == names


def test_each_author_once_in_order() -> None:
    assert READER.read(["Tom Hale", "Ada Byrne", "TOM HALE"]) == ("Tom Hale", "Ada Byrne")


def test_outlet_is_the_author_only_when_nobody_else_is() -> None:
    assert READER.read(["Wexley Courier", "Ada Byrne"], ["The Wexley Courier", "Wexley Courier"]) == ("Ada Byrne",)
    assert READER.read(["Wexley Courier"], ["Wexley Courier"]) == ("Wexley Courier",)
