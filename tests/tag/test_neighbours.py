"""What stands around a name: on names as the finder hands them on."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from schemas.gazetteer import KnownName
from schemas.records import Field, Label
from tasks.tag.lexicon import NameWords
from tasks.tag.mentions import Name
from tasks.tag.neighbours import as_defined, bodies_of, clubs, defined, surnames_first, towns
from tasks.tag.text import Text, prepare

DUNMOUTH = KnownName(name="Dunmouth", label="PLACE")
NORLAND = KnownName(name="Norland", label="PLACE")


def name(body: str, plain: str, label: Label, known: KnownName | None = None) -> Name:
    start = body.rindex(plain)
    return Name("body", start, start + len(plain), plain, label, known)


def texts(body: str) -> Mapping[Field, Text]:
    return {"body": prepare(body)}


@pytest.mark.parametrize(
    ("body", "label"),
    [
        ("Dunmouth said no", "PERSON"),
        ("It was hard, said Dunmouth", "PERSON"),
        ("Dunmouth was late", "PERSON"),
        ("They blamed Dunmouth for it", "PERSON"),
        ("in Dunmouth said no", "PLACE"),
        ("Trains from Dunmouth were late", "PLACE"),
        ("The Dunmouth branch was shut", "PLACE"),
        ("A Dunmouth man was late", "PLACE"),
        ("She went on the Dunmouth-based ship", "PLACE"),
        ("Dunmouth's mayor was late", "PLACE"),
        ("They chose Norland and Dunmouth", "PLACE"),
        ("They chose Dunmouth, Norland, to live", "PLACE"),
    ],
)
def test_a_town_may_be_somebodys_surname(words: NameWords, body: str, label: Label) -> None:
    body = "Rita Dunmouth left. " + body
    listed = [name(body, "Rita Dunmouth", "PERSON"), name(body, "Dunmouth", "PLACE", DUNMOUTH)]
    listed += [name(body, "Norland", "PLACE", NORLAND)] if "Norland" in body else []
    listed.sort(key=lambda one: one.start)
    assert [one.label for one in surnames_first(listed, texts(body), words) if one.plain == "Dunmouth"] == [label]


def test_a_town_before_the_full_name_is_a_town(words: NameWords) -> None:
    body = "DUNMOUTH, Norland (Tidewire) - Dunmouth was quiet. Rita Dunmouth left."
    town = Name("body", 31, 39, "Dunmouth", "PLACE", DUNMOUTH)
    listed = [town, name(body, "Rita Dunmouth", "PERSON")]
    assert surnames_first(listed, texts(body), words)[0].label == "PLACE"


def test_but_not_in_a_headline(words: NameWords) -> None:
    text: dict[Field, Text] = {
        "headline": prepare("Dunmouth late for court"),
        "body": prepare("Rita Dunmouth was fined."),
    }
    listed = [Name("headline", 0, 8, "Dunmouth", "PLACE", DUNMOUTH), Name("body", 0, 13, "Rita Dunmouth", "PERSON")]
    assert surnames_first(listed, text, words)[0].label == "PERSON"


def test_a_guess_at_a_person_makes_no_town_one(words: NameWords) -> None:
    body = "Zsaq Dunmouth left. Dunmouth was late"
    listed = [name(body, "Zsaq Dunmouth", "PERSON"), name(body, "Dunmouth", "PLACE", DUNMOUTH)]
    assert surnames_first(listed, texts(body), words)[1].label == "PLACE"


def test_a_town_behind_a_title_is_a_person(words: NameWords) -> None:
    body = "Transport Minister Dunmouth quits"
    assert surnames_first([name(body, "Dunmouth", "PLACE", DUNMOUTH)], texts(body), words)[0].label == "PERSON"
    body = "The minister in Dunmouth quits"
    assert surnames_first([name(body, "Dunmouth", "PLACE", DUNMOUTH)], texts(body), words)[0].label == "PLACE"


def test_a_town_may_be_its_club(words: NameWords) -> None:
    leeds = KnownName(name="Leeds", label="PLACE")
    body = "Leeds striker Rita Hale left in Leeds"
    listed = [Name("body", 0, 5, "Leeds", "PLACE", leeds), Name("body", 32, 37, "Leeds", "PLACE", leeds)]
    assert [one.label for one in clubs(listed, texts(body), words)] == ["ORG", "PLACE"]


@pytest.mark.parametrize(
    ("body", "model", "label"),
    [
        ("Quarrow Town beat the visitors", "PERSON", "ORG"),
        ("a goal by Quarrow Town's striker", "FACILITY", "ORG"),
        ("Quarrow Town manager Rita Hale left", "PLACE", "ORG"),
        ("Quarrow Town lost 40 jobs", "PERSON", "PLACE"),
        ("in Quarrow Town supporters sang", "PLACE", "PLACE"),
        ("Quarrow Town had said so", "ORG", "ORG"),
    ],
)
def test_what_is_called_town_is_a_club_or_a_place(words: NameWords, body: str, model: Label, label: Label) -> None:
    assert clubs([name(body, "Quarrow Town", model)], texts(body), words)[0].label == label


def test_a_person_whose_surname_is_town_stays(words: NameWords) -> None:
    body = "Rita Town beat the others"
    assert clubs([name(body, "Rita Town", "PERSON")], texts(body), words)[0].label == "PERSON"


@pytest.mark.parametrize(
    ("body", "label"),
    [
        ("Leeds 0-2 Quarrow", "ORG"),
        ("Quarrow 3–1 Leeds: five goals", "ORG"),
        ("in Leeds 20-30 people left Quarrow", "PLACE"),
        ("Quarrow won 3-1. Leeds sang", "PLACE"),
        ("Open days: Leeds 10-12 July, Quarrow 3-5 May", "PLACE"),
        ("Leeds 10-12 degrees and Quarrow 12-14 degrees", "PLACE"),
        ("Pupils aged 11-16 Leeds and Quarrow", "PLACE"),
    ],
)
def test_a_town_beside_a_score_is_its_club(words: NameWords, body: str, label: Label) -> None:
    leeds = name(body, "Leeds", "PLACE", KnownName(name="Leeds", label="PLACE"))
    listed = sorted([leeds, name(body, "Quarrow", "PLACE")], key=lambda one: one.start)
    assert clubs(listed, texts(body), words)[listed.index(leeds)].label == label


@pytest.mark.parametrize(
    ("body", "label"),
    [
        ("He came from Porto Quarrow, in Dunmouth", "PLACE"),
        ("She came into Porto Quarrow, Dunmouth, at nine", "PLACE"),
        ("According to Quarrow, Dunmouth is safe", "PERSON"),
        ("The bill from Quarrow, Dunmouth Democrat, fell", "PERSON"),
        ("He sang to Porto Quarrow, Dunmouth's mayor", "PERSON"),
        ("He met Porto Quarrow, Dunmouth, at nine", "PERSON"),
        ("He came from Porto Quarrow to Dunmouth", "PERSON"),
    ],
)
def test_a_town_stands_before_its_county(words: NameWords, body: str, label: Label) -> None:
    called = "Porto Quarrow" if "Porto" in body else "Quarrow"
    listed = [name(body, called, "PERSON"), name(body, "Dunmouth", "PLACE", DUNMOUTH)]
    assert towns(listed, texts(body), words)[0].label == label


def test_a_person_may_come_before_a_county(words: NameWords) -> None:
    body = "a letter from Rita Hale, Dunmouth"
    listed = [name(body, "Rita Hale", "PERSON"), name(body, "Dunmouth", "PLACE", DUNMOUTH)]
    assert towns(listed, texts(body), words) == listed


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
