from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from schemas.gazetteer import KnownName, Patterns
from tasks.tag.gazetteer import Gazetteer
from tasks.tag.patterns import FormFinder
from tasks.tag.text import prepare

NAMES = (
    KnownName(name="Dunmouth", label="PLACE"),
    KnownName(name="Dunmouth Ferries", label="ORG", aliases=("DF",), wikidata="Q42"),
    KnownName(name="The Lantern", label="ORG"),
)


def found(printed: str) -> list[tuple[str, str]]:
    hits = Gazetteer(NAMES, ["DF"]).find(prepare(printed))
    return [(printed[hit.start : hit.end], hit.known.name) for hit in hits]


def test_the_longest_name_wins() -> None:
    assert found("Dunmouth Ferries left Dunmouth.") == [
        ("Dunmouth Ferries", "Dunmouth Ferries"),
        ("Dunmouth", "Dunmouth"),
    ]


def test_words_are_not_cut() -> None:
    assert found("Dunmouthians and df and XDF") == []


def test_case_counts_but_in_capitals() -> None:
    assert found("dunmouth") == []
    assert found("QUEUES AT DUNMOUTH GROW LONGER") == [("DUNMOUTH", "Dunmouth")]


def test_a_whole_name_is_known_in_another_case() -> None:
    gazetteer = Gazetteer((*NAMES, KnownName(name="LanTern", label="WORK")), ())
    known = [gazetteer.in_other_case(name) for name in ("DunMouth FERRIES", "Dunmouth Ferry", "df", "lantern")]
    assert [found and found.name for found in known] == ["Dunmouth Ferries", None, None, "LanTern"]
    assert Gazetteer((*NAMES, KnownName(name="DunMouth", label="WORK")), ()).in_other_case("DUNMOUTH") is None


def test_an_acronym_is_not_known_in_another_case() -> None:
    gazetteer = Gazetteer([KnownName(name="Norland Air Traffic Office", label="ORG", aliases=("NATO", "NORATS"))], ())
    assert [gazetteer.in_other_case(name) for name in ("Norats", "Nato")] == [None, None]


def test_a_word_in_capitals_is_not_taken_for_an_acronym() -> None:
    assert found("STRIKE AT DUNMOUTH OVER DF PAY") == [("DUNMOUTH", "Dunmouth")]


def test_the_article_is_needed_and_left_out() -> None:
    assert found("He told the Lantern. Lantern light.") == [("Lantern", "The Lantern")]


def test_the_apostrophe_of_a_plural_may_be_left_out() -> None:
    hits = Gazetteer([KnownName(name="Dunmouth Rowers' Union", label="ORG")], ()).find(prepare("Dunmouth Rowers Union"))
    assert [hit.known.name for hit in hits] == ["Dunmouth Rowers' Union"]


def test_no_names_is_no_error() -> None:
    assert Gazetteer((), ()).find(prepare("Dunmouth")) == []


def test_no_name_stands_for_two_things(known_names: list[KnownName]) -> None:
    things: defaultdict[str, set[str]] = defaultdict(set)
    for known in known_names:
        for alias in (known.name, *known.aliases):
            things[alias].add(f"{known.label} {known.name}")
    assert {alias: sorted(both) for alias, both in things.items() if len(both) > 1} == {}


def test_no_two_things_have_one_number(known_names: list[KnownName]) -> None:
    numbers = Counter(known.wikidata for known in known_names if known.wikidata)
    assert [number for number, entries in numbers.items() if entries > 1] == []


@pytest.mark.parametrize(
    ("printed", "name", "label"),
    [
        ("closed the M20 coastbound", "M20", "FACILITY"),
        ("on the A7 near Hamburg", "A7", "FACILITY"),
        ("along I-95 today", "I-95", "FACILITY"),
        ("under Operation Heron today", "Operation Heron", "EVENT"),
        ("the Port of Dunmouth reopened", "Port of Dunmouth", "FACILITY"),
        ("in Dunmouth harbour", "Dunmouth harbour", "FACILITY"),
        ("the Ministry of Fisheries said", "Ministry of Fisheries", "ORG"),
        ("officers of Wessex Police", "Wessex Police", "ORG"),
        ("at Dunmouth Crown Court today", "Dunmouth Crown Court", "ORG"),
        ("in Dunmouth General Hospital", "Dunmouth General Hospital", "FACILITY"),
        ("Wessex County Council said", "Wessex County Council", "ORG"),
    ],
)
def test_names_that_follow_a_form(patterns: Patterns, printed: str, name: str, label: str) -> None:
    forms = FormFinder(patterns.pattern).find(prepare(printed))
    assert (name, label) in {(printed[form.start : form.end], form.label) for form in forms}


@pytest.mark.parametrize(
    "printed", ["M20.5 million", "the A-level results", "MP3 player", "A1B2", "XM20", "the township Amber"]
)
def test_what_only_looks_like_a_road(patterns: Patterns, printed: str) -> None:
    assert not list(FormFinder(patterns.pattern).find(prepare(printed)))
