from __future__ import annotations

import pytest

from schemas.gazetteer import KnownName
from schemas.records import Label
from tasks.tag.gazetteer import Gazetteer
from tasks.tag.mentions import NameFinder
from tasks.tag.text import prepare
from tasks.tag.trim import Candidate


def found(finder: NameFinder, printed: str, **recognised: Label) -> list[tuple[str, str]]:
    """Names and labels; `recognised` is what the model says, with _ for a space."""
    spans = [(name.replace("_", " "), label) for name, label in recognised.items()]
    said = [Candidate(at := printed.index(name), at + len(name), label) for name, label in spans]
    return [(name.plain, name.label) for name in finder.find("body", prepare(printed), said)]


def test_the_gazetteer_overrides_the_model(finder: NameFinder) -> None:
    assert found(finder, "Lorries near Dunmouth.", Dunmouth="PERSON") == [("Dunmouth", "PLACE")]


def test_so_it_does_where_the_name_differs_in_case_alone(finder: NameFinder) -> None:
    assert found(finder, "Lorries near DunMouth.", DunMouth="PERSON") == [("DunMouth", "PLACE")]
    assert found(finder, "Lorries near WesSex.") == [("WesSex", "PLACE")]  # by its form an ORG


def test_a_town_and_its_county_are_two_places(finder: NameFinder) -> None:
    both = [("Quarrow", "PLACE"), ("Wessex", "PLACE")]
    printed = "A man from Quarrow, Wessex, left."
    start = printed.index("Quarrow")
    said = [Candidate(start, start + len("Quarrow, Wessex"), "ORG")]
    assert [(name.plain, name.label) for name in finder.find("body", prepare(printed), said)] == both


def test_two_clubs_and_their_score_are_two_names(finder: NameFinder) -> None:
    printed = "Quarrow 0-2 Old Sarn"
    names = finder.find("body", prepare(printed), [Candidate(0, len(printed), "ORG")])
    assert [name.plain for name in names] == ["Quarrow", "Old Sarn"]


def test_a_longer_name_of_the_model_stays(finder: NameFinder) -> None:
    assert found(finder, "Yesterday Clara Wessex left.", Clara_Wessex="PERSON") == [("Clara Wessex", "PERSON")]


def test_two_places_are_not_one_name(finder: NameFinder) -> None:
    both = [("Wessex", "PLACE"), ("Dunmouth", "PLACE")]
    assert found(finder, "from Wessex to Dunmouth", Wessex_to_Dunmouth="ORG") == both


@pytest.mark.parametrize("printed", ["cross-Dunmouth", "Dunmouth-bound", "post-Dunmouth", "M2/Dunmouth", "Dunmouth’s"])
def test_a_name_inside_a_compound(finder: NameFinder, printed: str) -> None:
    assert ("Dunmouth", "PLACE") in found(finder, printed)


def test_both_names_of_a_compound(finder: NameFinder) -> None:
    assert found(finder, "the Dunmouth-Wessex route") == [("Dunmouth", "PLACE"), ("Wessex", "PLACE")]


def test_a_part_of_another_name_is_not_a_name(finder: NameFinder) -> None:
    assert found(finder, "the Dunmouth-Quarrow area") == []


def test_an_adjective_and_what_it_describes_are_not_a_name(finder: NameFinder) -> None:
    assert found(finder, "the Norlandish Police said") == [("Norlandish", "GROUP")]


def test_a_known_name_that_begins_a_title_is_none(finder: NameFinder) -> None:
    finder = NameFinder(Gazetteer([KnownName(name="Labour", label="ORG")], ()), finder.forms, finder.words)
    assert found(finder, "said Labour Minister Zsofi Sarn of Labour") == [("Labour", "ORG")]


def test_a_school_may_be_called_after_a_person(finder: NameFinder) -> None:
    finder = NameFinder(Gazetteer([KnownName(name="Ada J. Marsh", label="PERSON")], ()), finder.forms, finder.words)
    assert found(finder, "at the Ada J. Marsh School of Nursing") == [("Ada J. Marsh School of Nursing", "ORG")]


def test_two_bodies_joined_by_and_are_two(finder: NameFinder) -> None:
    printed = "Wessex Police and Wessex Fire and Rescue Service helped."
    assert found(finder, printed) == [("Wessex Police", "ORG"), ("Wessex Fire and Rescue Service", "ORG")]


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("The Wessex Department of Fisheries said", ["Wessex Department of Fisheries"]),
        ("at the School of Government", ["School of Government"]),
        ("to give GB and Quarrow Council more", ["GB", "Quarrow Council"]),
        ("Dunmouth and Quarrow Police", ["Dunmouth and Quarrow Police"]),
        ("the Supreme Court of Norland ruled", ["Supreme Court of Norland"]),
        ("the Wessex Supreme Court of Appeals sat", ["Wessex Supreme Court of Appeals"]),
        ("In Wessex Department of Fisheries staff met", ["Wessex", "Department of Fisheries"]),
        ("to Wessex, Department of Fisheries staff met", ["Wessex", "Department of Fisheries"]),
        ("Central Dunmouth Council met", ["Central Dunmouth Council"]),
        ("Arts Council England paid", ["Arts Council England"]),
        ("National Bank of Norland and the Bank of Wessex", ["National Bank of Norland", "Bank of Wessex"]),
        ("The Institute of Fisheries and Roads met", ["Institute of Fisheries and Roads"]),
    ],
)
def test_a_body_called_by_its_office_is_whole(finder: NameFinder, printed: str, names: list[str]) -> None:
    assert [name for name, _ in found(finder, printed)] == names


def test_two_persons_that_the_model_joins_are_two(finder: NameFinder) -> None:
    names = found(finder, "when Zsofi and Orla left", Zsofi_and_Orla="PERSON")
    assert names == [("Zsofi", "PERSON"), ("Orla", "PERSON")]


def test_a_body_that_belongs_to_people_is_named_without_them(finder: NameFinder) -> None:
    names = found(finder, "the Norlandish' Harbour League said")
    assert names == [("Norlandish", "GROUP"), ("Harbour League", "ORG")]


def test_the_article_makes_no_name_of_a_word_for_a_kind(finder: NameFinder) -> None:
    printed = "The Dock and Harbour Workers' Union called it off."
    assert found(finder, printed) == [("Dock and Harbour Workers' Union", "ORG")]


def test_a_titled_name_is_found_without_the_model(finder: NameFinder) -> None:
    assert found(finder, "Yesterday Ms May met Mr van Holt.") == [("May", "PERSON"), ("van Holt", "PERSON")]
    assert found(finder, "Yesterday Ms d’Holt left.") == [("d'Holt", "PERSON")]


@pytest.mark.parametrize("who", ["Anna Dale", "Supt Gwill Farrow", "Mr Farrow"])
def test_a_person_is_not_a_part_of_the_body_they_are_of(finder: NameFinder, who: str) -> None:
    name = who.removeprefix("Supt ").removeprefix("Mr ")
    assert found(finder, f"and {who} of Wessex County Council") == [(name, "PERSON"), ("Wessex County Council", "ORG")]


def test_the_model_may_know_the_person(finder: NameFinder) -> None:
    names = found(finder, "Zsofi Quarrier of Wessex Police", Zsofi_Quarrier="PERSON")
    assert names == [("Zsofi Quarrier", "PERSON"), ("Wessex Police", "ORG")]


@pytest.mark.parametrize("after", ["Anna Dale", "Mr Dale"])
def test_a_body_ends_before_a_person(finder: NameFinder, after: str) -> None:
    names = found(finder, f"at the University of Sarn, {after} said")
    assert names[0] == ("University of Sarn", "ORG")


def test_a_list_of_bodies_is_not_one(finder: NameFinder) -> None:
    printed = "by the University of Sarn, the Bank of Norland and the House of Guilds."
    bodies = ["University of Sarn", "Bank of Norland", "House of Guilds"]
    assert [name for name, label in found(finder, printed) if label == "ORG"] == bodies


def test_commas_inside_a_name_stay(finder: NameFinder) -> None:
    printed = "the Ministry of Fisheries, Energy and Rural Roads said"
    assert found(finder, printed) == [("Ministry of Fisheries, Energy and Rural Roads", "ORG")]


@pytest.mark.parametrize(
    ("headline", "name"),
    [
        ("Clara Ashdown Says Quarrow Trade Commission Must Act", "Quarrow Trade Commission"),
        ("Bodies Found in River Near Quarrow Station Today", "Quarrow Station"),
        ("CLARA ASHDOWN SAYS QUARROW TRADE COMMISSION MUST ACT", "Quarrow Trade Commission"),
    ],
)
def test_in_title_case_a_name_begins_after_verbs_and_small_words(finder: NameFinder, headline: str, name: str) -> None:
    assert [plain for plain, _ in found(finder, headline)] == [name]
