from __future__ import annotations

import pytest

from schemas.records import Label
from tasks.tag.lexicon import NameWords
from tasks.tag.trim import Candidate, trim


def trimmed(printed: str, words: NameWords, label: Label = "PERSON") -> list[str]:
    found = trim(printed, Candidate(0, len(printed), label), words)
    return [printed[one.start : one.end] for one in found]


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Ms Ashdown", "Ashdown"),
        ("Prime Minister Jo Ashdown", "Jo Ashdown"),
        ("the Harbour Board", "Harbour Board"),
        ("Jo Ashdown's", "Jo Ashdown"),
        ("Ashdowns'", "Ashdowns"),
        ('"Jo Ashdown",', "Jo Ashdown"),
        ("U.S.", "U.S."),
        ("Jo Ashdown MP", "Jo Ashdown"),
        ("Ms May", "May"),
        ("Chirpstack Ms Ashdown", "Ashdown"),
        ("Boss Jo Ashdown", "Jo Ashdown"),
        ("Publican Jo Ashdown", "Jo Ashdown"),
        ("Regulator Ashwhat", "Ashwhat"),
        ("Mason Ashdown", "Mason Ashdown"),
        ("Anna Boxer", "Anna Boxer"),
        ("fiancé Jo Ashdown", "Jo Ashdown"),
        ("van der Quarrow", "van der Quarrow"),
        ("port of Ashdown", "port of Ashdown"),
        ("Ashdown School of", "Ashdown School"),
        ("the Reverend Jo Ashdown", "Jo Ashdown"),
        ("Jo Ashdown 6-2 7-5", "Jo Ashdown"),
        ("anti-Ashdown", "Ashdown"),
        ("Ashdown ton", "Ashdown"),
        ("Coroner Jo Ashdown", "Jo Ashdown"),
        ("Det Insp Jo Ashdown", "Jo Ashdown"),
        ("Union of Harbour Workers", "Union of Harbour Workers"),
        ("Ministry of Harbour Workers", "Ministry of Harbour"),
    ],
)
def test_only_the_name_is_left(words: NameWords, printed: str, name: str) -> None:
    assert trimmed(printed, words) == [name]


@pytest.mark.parametrize(
    "printed",
    [
        "the",
        "MSP",
        "Q&A",
        "Monday",
        "'s",
        "The Government",
        "12",
        "8.47 billion Net",
        "",
        "…",
        "A" * 500,
        "Grade C",
        "Article I",
        "Phase 4",
        "Earl",
        "HK$100",
        "HK$",
        "@ashdown",
        "pic.example.com/a1",
    ],
)
def test_what_is_no_name(words: NameWords, printed: str) -> None:
    assert trimmed(printed, words, "ORG") == []


def test_a_body_and_the_person_of_rank_behind_it_are_two(words: NameWords) -> None:
    assert trimmed("HFS Superintendent Jo Ashdown", words) == ["HFS", "Jo Ashdown"]
    assert trimmed("PC Jo Ashdown", words) == ["Jo Ashdown"]
    assert trimmed("HFS Superintendent", words) == ["HFS Superintendent"]


def test_a_body_and_who_is_of_it_are_two(words: NameWords) -> None:
    assert trimmed("Tidewell's Jo Ashdown", words, "ORG") == ["Tidewell", "Jo Ashdown"]
    assert trimmed("Tidewell's Jo Ashdown Group", words, "ORG") == ["Tidewell's Jo Ashdown Group"]
    assert trimmed("Tidewell's Harbour Bank", words, "ORG") == ["Tidewell's Harbour Bank"]


def test_a_noun_that_does_not_begin_the_sentence_belongs_to_the_body(words: NameWords) -> None:
    printed = "the Regulator Trust"
    found = trim(printed, Candidate(4, len(printed), "ORG"), words)
    assert [printed[one.start : one.end] for one in found] == ["Regulator Trust"]


def test_a_rank_belongs_to_a_company_that_is_called_so(words: NameWords) -> None:
    assert trimmed("General Turbines", words, "ORG") == ["General Turbines"]


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("Quarrow (Dunmouth Railway", ["Quarrow", "Dunmouth Railway"]),
        ("Harbour Board <HBD> and", ["Harbour Board", "and"]),
        ("Jo Ashdown - who", ["Jo Ashdown"]),
        ("Jo Ashdown/Harbour Press", ["Jo Ashdown", "Harbour Press"]),
        ("Jo Ashdown/HP", ["Jo Ashdown", "HP"]),
        ("M/S Heron", ["M/S Heron"]),
    ],
)
def test_no_name_runs_over_brackets_dashes_and_slashes(words: NameWords, printed: str, names: list[str]) -> None:
    assert [one for one in trimmed(printed, words) if one[0].isupper()] == [one for one in names if one[0].isupper()]


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("Jo 'Ashdown", ["Jo", "Ashdown"]),
        ('Jo Ashdown" Clara Sarn', ["Jo Ashdown", "Clara Sarn"]),
        ("Jo 'Rocket' Ashdown", ["Jo 'Rocket' Ashdown"]),
        ('Jo "The Rocket" Ashdown', ['Jo "The Rocket" Ashdown']),
        ("Jo O'Ashdown", ["Jo O'Ashdown"]),
        ("Jo d'Ashdown", ["Jo d'Ashdown"]),
    ],
)
def test_no_persons_name_runs_over_a_quotation_mark_but_around_a_nickname(
    words: NameWords, printed: str, names: list[str]
) -> None:
    assert trimmed(printed, words) == names


def test_a_name_ends_before_a_title_that_goes_on_behind_it(words: NameWords) -> None:
    printed = "Norland Navy Rear Admiral Jo Ashdown"
    (found,) = trim(printed, Candidate(0, printed.index(" Admiral"), "ORG"), words)
    assert printed[found.start : found.end] == "Norland Navy"


def test_an_office_at_a_body_is_not_in_its_name(words: NameWords) -> None:
    assert trimmed("Chief Constable of Dunmouth Police", words, "ORG") == ["Dunmouth Police"]


def test_lines_are_separate(words: NameWords) -> None:
    assert trimmed("Jo Ashdown\n\nDunmouth", words) == ["Jo Ashdown", "Dunmouth"]


def test_a_title_makes_a_person(words: NameWords) -> None:
    (found,) = trim("Mr Ashdown", Candidate(0, 10, "ORG"), words)
    assert (found.label, found.titled) == ("PERSON", True)


def test_a_body_and_the_person_behind_it_are_two(words: NameWords) -> None:
    printed = "Harbour Policy Centre Mr Ashdown"
    assert [(printed[one.start : one.end], one.label) for one in trim(printed, Candidate(0, 32, "ORG"), words)] == [
        ("Harbour Policy Centre", "ORG"),
        ("Ashdown", "PERSON"),
    ]


@pytest.mark.parametrize(
    ("printed", "label", "name"),
    [
        ("d'Ashdown", "PLACE", "Ashdown"),
        ("l'Ashdown", "ORG", "Ashdown"),
        ("port d'Ashdown", "FACILITY", "port d'Ashdown"),
        ("d'Ashdown", "PERSON", "d'Ashdown"),
        ("d'Anna Ashdown", "PERSON", "Anna Ashdown"),
        ("Anna d'Ashdown", "PERSON", "Anna d'Ashdown"),
        ("D'Ashdown", "ORG", "D'Ashdown"),
    ],
)
def test_an_elision_is_no_part_of_a_name_but_of_a_surname(
    words: NameWords, printed: str, label: Label, name: str
) -> None:
    assert trimmed(printed, words, label) == [name]


@pytest.mark.parametrize("label", ["ORG", "PLACE", "FACILITY"])
@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Cape of Ashdown after", "Cape of Ashdown"),
        ("Ashdown at Quarrow Field", "Ashdown"),
        ("Ashdown harbour", "Ashdown harbour"),
        ("University of Ashdown at Quarrow", "University of Ashdown at Quarrow"),
    ],
)
def test_a_name_ends_before_a_small_word_that_is_none_of_its(
    words: NameWords, printed: str, name: str, label: Label
) -> None:
    assert trimmed(printed, words, label)[0] == name


@pytest.mark.parametrize(
    ("before", "after", "name"),
    [
        ("the film ", "", "No Time for Sarn"),
        ('Yes. "', '"', "No Time for Sarn"),
        ("Yes. The ", "", "No Time for Sarn"),
        ("Yes. ", "", "Time for Sarn"),
        ("", "", "Time for Sarn"),
        ('one wrote: "', " ends", "Time for Sarn"),
    ],
)
def test_a_work_may_begin_like_a_sentence_but_where_one_begins(
    words: NameWords, before: str, after: str, name: str
) -> None:
    printed = f"{before}No Time for Sarn{after}"
    start = printed.index("The") if "The" in before else len(before)
    (found,) = trim(printed, Candidate(start, len(printed) - len(after), "WORK"), words)
    assert printed[found.start : found.end] == name


def test_an_article_is_no_part_of_a_work_nor_another_word_of_a_person(words: NameWords) -> None:
    assert trimmed("The Time of Sarn", words, "WORK") == ["Time of Sarn"]
    assert trimmed("No Jo Ashdown", words) == ["Jo Ashdown"]


def test_a_title_before_two_names_makes_no_work(words: NameWords) -> None:
    printed = "Councillor Quirin Ashdown"
    (found,) = trim(printed, Candidate(0, len(printed), "WORK"), words)
    assert (printed[found.start : found.end], found.label) == ("Quirin Ashdown", "PERSON")


@pytest.mark.parametrize("text", ["Replay More Videos", "FILE PHOTO", "Watch", "Story Highlights"])
def test_what_players_and_buttons_say_is_no_name(words: NameWords, text: str) -> None:
    assert list(trim(text, Candidate(0, len(text), "ORG"), words)) == []
    assert list(trim(f"{text} Varrow", Candidate(0, len(text) + 7, "ORG"), words)) != []
