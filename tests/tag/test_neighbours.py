"""What stands around a name: on names as the finder hands them on."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from schemas.gazetteer import KnownName
from schemas.records import Field, Label
from tasks.tag.lexicon import NameWords
from tasks.tag.mentions import Name
from tasks.tag.neighbours import as_defined, bodies_of, clubs, defined, surnames_first
from tasks.tag.text import Text, prepare

DUNMOUTH = KnownName(name="Dunmouth", label="PLACE")


def name(body: str, plain: str, label: Label, known: KnownName | None = None) -> Name:
    start = body.rindex(plain)
    return Name("body", start, start + len(plain), plain, label, known)


def texts(body: str) -> Mapping[Field, Text]:
    return {"body": prepare(body)}


@pytest.mark.parametrize(("body", "label"), [("Dunmouth said no", "PERSON"), ("in Dunmouth said no", "PLACE")])
def test_a_town_may_be_somebodys_surname(words: NameWords, body: str, label: Label) -> None:
    body = "Rita Dunmouth left. " + body
    listed = [name(body, "Rita Dunmouth", "PERSON"), name(body, "Dunmouth", "PLACE", DUNMOUTH)]
    assert surnames_first(listed, texts(body), words)[1].label == label


def test_a_town_may_be_its_club(words: NameWords) -> None:
    leeds = KnownName(name="Leeds", label="PLACE")
    body = "Leeds striker Rita Hale left in Leeds"
    listed = [Name("body", 0, 5, "Leeds", "PLACE", leeds), Name("body", 32, 37, "Leeds", "PLACE", leeds)]
    assert [one.label for one in clubs(listed, texts(body), words)] == ["ORG", "PLACE"]


@pytest.mark.parametrize(
    ("body", "label"),
    [
        ("Rita Hale of Harbour Lights spoke", "ORG"),
        ("Rita Hale and Harbour Lights spoke", "PERSON"),
        ("the niece of Harbour Lights spoke to Rita Hale", "PERSON"),
    ],
)
def test_people_are_told_by_their_bodies(words: NameWords, body: str, label: Label) -> None:
    listed = [name(body, "Rita Hale", "PERSON"), name(body, "Harbour Lights", "PERSON")]
    assert bodies_of(listed, texts(body), words)[1].label == label


def test_the_text_says_what_an_acronym_stands_for(words: NameWords) -> None:
    coast = KnownName(name="Coastal Mooring Agency", label="ORG", aliases=("CMA",))
    body = "The Canal Masters' Alliance (CMA) left."
    listed = [name(body, "Canal Masters' Alliance", "ORG"), name(body, "CMA", "ORG", coast)]
    meaning = defined(listed, body, words)
    assert as_defined(listed, meaning)[1].known is None
    assert defined(listed, body.replace(" (", ", "), words) == {}


def test_an_acronym_that_the_gazetteer_knows_so_stays_known(words: NameWords) -> None:
    coast = KnownName(name="Coastal Mooring Agency", label="ORG", aliases=("CMA",))
    body = "The Coastal Mooring Agency (CMA) left."
    listed = [name(body, "Coastal Mooring Agency", "ORG"), name(body, "CMA", "ORG", coast)]
    assert as_defined(listed, defined(listed, body, words))[1].known is coast
