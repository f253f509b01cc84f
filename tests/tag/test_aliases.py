from __future__ import annotations

import pytest

from schemas.records import Label
from tasks.tag.aliases import Form, aliases, fold
from tasks.tag.lexicon import NameWords


def forms(*plain: str, label: Label = "PERSON") -> list[Form]:
    return [Form(fold(name), name, label) for name in plain]


def test_a_surname_stands_for_the_one_person_who_has_it(words: NameWords) -> None:
    assert aliases(forms("Clara Ashdown", "Ashdown"), words) == {"ashdown": "clara ashdown"}


def test_never_across_two_people_with_one_surname(words: NameWords) -> None:
    assert aliases(forms("Clara Ashdown", "Peter Ashdown", "Ashdown"), words) == {}


def persons(*told: tuple[str, bool | None]) -> list[Form]:
    """Men, women and others; what stands alone behind a title has a key of its own."""
    keys = [fold(name) if " " in name or male is None else f"{fold(name)} {male}" for name, male in told]
    return [
        Form(key, name, "PERSON", male=male, is_alone=" " not in name)
        for key, (name, male) in zip(keys, told, strict=True)
    ]


def test_a_title_tells_whose_surname_it_is(words: NameWords) -> None:
    people = persons(("Peter Ashdown", True), ("Clara Ashdown", False), ("Ashdown", True), ("Ashdown", False))
    assert aliases(people, words) == {"ashdown True": "peter ashdown", "ashdown False": "clara ashdown"}


@pytest.mark.parametrize("surname", ["O'Ashdown", "Quarrow-Ashdown"])
def test_so_it_does_of_a_surname_in_two_parts(words: NameWords, surname: str) -> None:
    titled = f"{fold(surname)} True"
    people = persons((f"Zsofi {surname}", None), (surname, True), (surname, None))
    assert aliases(people, words) == dict.fromkeys((titled, fold(surname)), fold(f"Zsofi {surname}"))
    assert aliases(persons((surname, True), (surname, None)), words) == {fold(surname): titled}


def test_a_surname_without_a_title_stays_alone_between_two(words: NameWords) -> None:
    people = persons(("Peter Ashdown", True), ("Ashdown", False), ("Ashdown", None))
    assert aliases(people, words) == {}


def test_a_title_against_the_first_name_is_somebody_else(words: NameWords) -> None:
    assert aliases(persons(("Peter Ashdown", True), ("Ashdown", False)), words) == {}


@pytest.mark.parametrize("titles", [(True,), (False,)])
def test_a_first_name_that_tells_nothing_goes_with_either_title(words: NameWords, titles: tuple[bool, ...]) -> None:
    (male,) = titles
    people = persons(("Quarrow Ashdown", None), ("Ashdown", male), ("Ashdown", None))
    assert aliases(people, words) == {f"ashdown {male}": "quarrow ashdown", "ashdown": "quarrow ashdown"}


def test_but_not_with_both(words: NameWords) -> None:
    assert aliases(persons(("Quarrow Ashdown", None), ("Ashdown", True), ("Ashdown", False)), words) == {}


def test_who_is_left_is_meant(words: NameWords) -> None:
    people = persons(("Quarrow Ashdown", None), ("Clara Ashdown", False), ("Ashdown", False), ("Ashdown", True))
    assert aliases(people, words) == {"ashdown False": "clara ashdown", "ashdown True": "quarrow ashdown"}


def test_two_women_of_one_surname_are_told_apart_by_no_title(words: NameWords) -> None:
    assert aliases(persons(("Ann Ashdown", False), ("Clara Ashdown", False), ("Ashdown", False)), words) == {}


def test_a_surname_with_and_without_its_title_is_one_person(words: NameWords) -> None:
    assert aliases(persons(("Ashdown", False), ("Ashdown", None)), words) == {"ashdown": "ashdown False"}


def test_nor_where_the_gazetteer_knows_one_of_them(words: NameWords) -> None:
    known = Form("PERSON:Clara Ashdown", "Clara Ashdown", "PERSON", is_known=True)
    assert aliases([known, *forms("Peter Ashdown", "Ashdown")], words) == {}
    assert aliases([known, *forms("Ashdown")], words) == {"ashdown": "PERSON:Clara Ashdown"}


def test_a_middle_name_may_be_left_out(words: NameWords) -> None:
    assert aliases(forms("Clara J Ashdown", "Clara Ashdown"), words) == {"clara ashdown": "clara j ashdown"}


def test_a_middle_initial_may_stand_for_the_name(words: NameWords) -> None:
    assert aliases(forms("Clara J Ashdown", "Clara Jane Ashdown"), words) == {"clara j ashdown": "clara jane ashdown"}


@pytest.mark.parametrize(
    "people",
    [
        ("Clara Ann Ashdown", "Clara Jane Ashdown"),
        ("Clara Quarrow Ashdown", "Clara Ashdown"),
        ("Clara H W Ashdown", "Clara W Ashdown", "Clara Ashdown"),
        ("Clara Jane Ashdown", "Clara Joan Ashdown", "Clara J Ashdown"),
    ],
)
def test_namesakes_with_other_middle_names_stay_apart(words: NameWords, people: tuple[str, ...]) -> None:
    assert aliases(forms(*people, "Ashdown"), words) == {}


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("Clara Quarrow-Ashdown", "Quarrow-Ashdown"),
        ("Clara van Sarn", "van Sarn"),
        ("Clara Ines Sarn da Quarrow", "Sarn"),
        ("Clara West Ashdown", "Clara West"),
        ("Daniel Ashdown", "Dan Ashdown"),
    ],
)
def test_other_parts_of_a_persons_name(words: NameWords, full: str, short: str) -> None:
    assert aliases(forms(full, short), words) == {fold(short): fold(full)}


@pytest.mark.parametrize("other", ["Ann Ashdown", "Jo Ashdown"])
def test_first_names_that_only_begin_alike_are_two_peoples(words: NameWords, other: str) -> None:
    assert aliases(forms("Anna Ashdown", "John Ashdown", other), words) == {}


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("Aston Quarrow", "Quarrow"),
        ("Upper House Tolls Committee", "Tolls Committee"),
        ("Sarn Railway Station", "Sarn station"),
    ],
)
def test_other_short_forms_of_bodies(words: NameWords, full: str, short: str) -> None:
    label: Label = "FACILITY" if "Station" in full else "ORG"
    assert aliases(forms(full, short, label=label), words) == {fold(short): fold(full)}


def test_a_word_for_a_kind_is_short_for_nothing(words: NameWords) -> None:
    assert aliases(forms("Dunmouth Police", "Police", label="ORG"), words) == {}


def test_of_several_longer_names_the_company_itself(words: NameWords) -> None:
    bodies = forms("Gleave Corp", "Gleave Canal Tolls", "Gleave", label="ORG")
    assert aliases(bodies, words) == {"gleave": "gleave corp"}


def test_a_name_spelt_out_stands_for_the_acronym_that_is_known(words: NameWords) -> None:
    both = [Form("ORG:NHL", "NHL", "ORG", is_known=True), *forms("Norland Heron Lines", label="ORG")]
    assert aliases(both, words) == {"norland heron lines": "ORG:NHL"}


def test_a_hundred_thousand_names_pass(words: NameWords) -> None:
    people = forms(*(f"Clara Q{number}" for number in range(50_000)), *(f"Q{number}" for number in range(50_000)))
    assert len(aliases(people, words)) == 50_000


def test_accents_do_not_count(words: NameWords) -> None:
    assert fold("François Ündér") == fold("Francois Under")


def test_initials_with_and_without_small_words(words: NameWords) -> None:
    bodies = forms("Harbour Guild Association", "HGA", "Ministry of Defence", "MoD", label="ORG")
    assert aliases(bodies, words) == {"hga": "harbour guild association", "mod": "ministry of defence"}


def test_an_acronym_of_two_names_stands_for_neither(words: NameWords) -> None:
    bodies = forms("Harbour Guild Association", "Heron Growers Alliance", "HGA", label="ORG")
    assert aliases(bodies, words) == {}


def test_an_acronym_may_be_read_as_a_word(words: NameWords) -> None:
    long = forms("Dunmouth Environment Protection Agency", label="ORG")
    assert aliases([*long, *forms("Depa", label="ORG")], words) == {"depa": "dunmouth environment protection agency"}
    assert aliases([*long, *forms("Depa", label="PLACE")], words) == {}


def test_the_beginning_of_a_longer_name(words: NameWords) -> None:
    assert aliases(forms("H&K Ferries", "H&K", label="ORG"), words) == {"h k": "h k ferries"}


def test_a_place_is_not_short_for_its_port(words: NameWords) -> None:
    both = [*forms("Dunmouth", label="PLACE"), *forms("Dunmouth Port", label="FACILITY")]
    assert aliases(both, words) == {}


def test_what_the_gazetteer_knows_is_never_short_for_something_else(words: NameWords) -> None:
    both = [Form("bbx", "BBX", "ORG", is_known=True), *forms("BBX Radio", label="ORG")]
    assert aliases(both, words) == {}


def test_a_pet_name_is_the_same_persons(words: NameWords) -> None:
    people = forms("Chuck Quarrow", "Charles Quarrow", "Quarrow", "Bob Sarn", "Charles Sarn")
    assert aliases(people, words) == {"chuck quarrow": "charles quarrow", "quarrow": "charles quarrow"}


@pytest.mark.parametrize("son", ["Jr", "Sr", "III"])
def test_father_and_son_are_two(words: NameWords, son: str) -> None:
    people = forms("Charles Quarrow", f"Charles Quarrow {son}", "Quarrow")
    assert aliases(people, words) == {"quarrow": "charles quarrow"}


def test_a_first_name_of_two_is_whoever_was_named_first(words: NameWords) -> None:
    assert aliases(forms("Clara Quarrow", "Clara Sarn", "Clara"), words) == {"clara": "clara quarrow"}
