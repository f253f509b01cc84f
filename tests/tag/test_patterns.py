from __future__ import annotations

import pytest
from pydantic import ValidationError

from schemas.gazetteer import Pattern, Patterns
from tasks.tag.mentions import NameFinder
from tasks.tag.patterns import FormFinder
from tasks.tag.text import prepare
from tests.tag.test_mentions import found


def formed(pattern: Pattern, printed: str) -> list[str]:
    return [printed[form.start : form.end] for form in FormFinder([pattern]).find(prepare(printed))]


def test_a_word_before_the_name_stays_outside() -> None:
    pattern = Pattern(label="WORK", regex="{Name}", example="Heron", after=("tug", "dredger"))
    assert formed(pattern, "the tug Heron, the Carron and the dredger Sarn") == ["Heron", "Sarn"]


def test_a_pattern_may_need_company() -> None:
    pattern = Pattern(label="WORK", regex=r"A3\d0\b", example="A340", near=("aircraft",))
    assert formed(pattern, "The A340 is an aircraft.") == ["A340"]
    assert formed(pattern, "The A340 is a road.") == []


def test_an_example_must_match() -> None:
    with pytest.raises(ValidationError, match="does not match its example"):
        Pattern(label="WORK", regex="{Name}", example="heron")


@pytest.mark.parametrize(
    ("printed", "name", "label"),
    [
        ("workers at VarrowLink left", "VarrowLink", "ORG"),
        ("rival operator VDL said", "VDL", "ORG"),
        ("it was said by The Quarrow that", "Quarrow", "ORG"),
        ("the tug Quarrow Maid sank", "Quarrow Maid", "WORK"),
        ("the MV Quarrow Maid sank", "MV Quarrow Maid", "WORK"),
        ("told BBC Quarrow that", "BBC Quarrow", "ORG"),
        ("the Commons rural roads committee met", "Commons rural roads committee", "ORG"),
        ("the Harbour Service of Norland said", "Harbour Service of Norland", "ORG"),
        ("won Super Bowl LVIII on Sunday", "Super Bowl LVIII", "EVENT"),
        ('the film "The Long Harbour" opened', "Long Harbour", "WORK"),
        ("her novel, ‘A Bridge of Sarn’, won", "Bridge of Sarn", "WORK"),
        ('the film "No Time for Sarn" opened', "No Time for Sarn", "WORK"),
        ('the song "Don\'t Quarrow Me," was', "Don't Quarrow Me", "WORK"),
        ("pupils at St Brannoc's Primary School left", "St Brannoc's Primary School", "ORG"),
        ("the roof of St Brannoc’s Church fell", "St Brannoc's Church", "ORG"),
        ("St. Brannoc's Church of England School shut", "St. Brannoc's Church of England School", "ORG"),
        ("a ward of St Brannoc's General Hospital", "St Brannoc's General Hospital", "FACILITY"),
        ("met Zsofi Ní Quarrow there", "Zsofi Ní Quarrow", "PERSON"),
        ("met Zsofi Ó Sarn there", "Zsofi Ó Sarn", "PERSON"),
        ("met Liam Mac Sarn there", "Liam Mac Sarn", "PERSON"),
        ('said Rita "Rocket" Hale', 'Rita "Rocket" Hale', "PERSON"),
    ],
)
def test_patterns_that_ship(finder: NameFinder, printed: str, name: str, label: str) -> None:
    assert found(finder, printed) == [(name, label)]


@pytest.mark.parametrize("printed", ["St Brannoc's said the school is shut", "the St Brannoc road", "the Big Mac Deal"])
def test_a_saint_alone_makes_no_school_and_mac_no_person(finder: NameFinder, printed: str) -> None:
    assert found(finder, printed) == []


def test_a_name_in_quotation_marks_is_a_work_only_where_works_are_told_of(finder: NameFinder) -> None:
    assert found(finder, 'they call it "The Long Street" here') == []
    assert found(finder, 'the play, she said, had no film. "Yes," said Anna') == []


def test_a_nickname_is_no_work(finder: NameFinder) -> None:
    assert found(finder, "the film about ‘The Quarrow Kid’ Hale") == []


def test_some_patterns_yield_to_the_model(finder: NameFinder) -> None:
    assert found(finder, "said VarrowLink today", VarrowLink="WORK") == [("VarrowLink", "WORK")]


def test_those_count_for_nothing_in_title_case(finder: NameFinder) -> None:
    assert found(finder, "he walked on both sides, The Quarrow") == [("Quarrow", "ORG")]
    assert found(finder, "Mayor Walks Along Both Sides, The Quarrow") == []


def test_every_pattern_has_an_example_of_its_own(patterns: Patterns) -> None:
    examples = [pattern.example for pattern in patterns.pattern]
    assert len(set(examples)) == len(examples)
