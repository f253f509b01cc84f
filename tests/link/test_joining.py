"""Which names stand for one thing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.entities import Naming
from schemas.records import Label
from tasks.link.decisions import Decisions
from tasks.link.joining import Joined, Name, join
from tasks.link.names import Alias
from tasks.load.fold import fold

OWN = Joined()
NOBODY = Decisions()
Things = dict[tuple[str, str], int]
RHA = "Road Haulage Association"


def name(id_: int, text: str, label: Label = "ORG", wikidata: str | None = None, **forms: int) -> Name:
    """A name that as many articles use as `forms` says; in its own form, one does."""
    aliases = [Alias(form.replace("_", " "), number, number) for form, number in ({text: 1} | forms).items()]
    return Name(id_, label, fold(text), wikidata, tuple(aliases))


def joined(*names: Name, decisions: Decisions = NOBODY, things: Things | None = None) -> list[Joined]:
    found = join(names, decisions, things or {})
    assert found == join(names[::-1], decisions, things or {})
    return [found[each.id] for each in names]


def test_what_is_spelt_another_way_joins_what_most_articles_have() -> None:
    assert joined(name(1, "Wal-Mart", Walmart=0), name(2, "Walmart", Walmart=3)) == [Joined(2, "spelling"), OWN]


def test_a_name_that_the_gazetteer_knows_is_joined_by_the_others() -> None:
    one, other = name(1, "Wal-Mart", wikidata="Q1"), name(2, "Walmart", Walmart=3)
    assert joined(one, other) == [OWN, Joined(1, "spelling")]
    assert joined(one, name(2, "Walmart", wikidata="Q2")) == [OWN, OWN]


def test_names_of_several_languages_are_one_thing_by_their_number() -> None:
    british = name(1, "United Kingdom", "PLACE", "Q145", United_Kingdom=9), name(2, "Royaume-Uni", "PLACE", "Q145")
    spelt = name(3, "Royaume Uni", "PLACE"), name(4, "Vereinigtes Königreich", "PLACE", "Q1450")
    assert joined(*british, *spelt) == [OWN, Joined(1), Joined(1, "spelling"), OWN]
    union = (
        name(5, "Union Navale Norlandaise", wikidata="Q1", UNN=3),
        name(6, "United Norland Navy", wikidata="Q1", UNN=3),
    )
    assert joined(*union, name(7, "UNN")) == [OWN, Joined(5), Joined(5, "acronym")]


def test_an_editor_goes_before_a_number() -> None:
    decisions, things = decided(("Royaume-Uni", None, "Angleterre", "PLACE"), ("Britain", None, "Britain", "PLACE"))
    names = name(1, "United Kingdom", "PLACE", "Q145"), name(2, "Royaume-Uni", "PLACE", "Q145")
    things = dict(zip(things, (100, 3), strict=True))
    found = joined(*names, name(3, "Britain", "PLACE", "Q145"), decisions=decisions, things=things)
    assert found == [Joined(3), Joined(100, "editor", 2), Joined(None, "editor", 3)]


def test_a_full_name_that_was_taken_for_several_kinds_is_what_most_articles_say() -> None:
    person, org = name(1, "Lena Okoro", "PERSON", Lena_Okoro=3), name(2, "Lena Okoro")
    assert joined(person, org) == [OWN, Joined(1, "kind")]
    assert joined(name(1, "Lena Okoro", "PERSON"), name(2, "Lena Okoro", Lena_Okoro=2)) == [Joined(2, "kind"), OWN]
    assert joined(name(2, "Lena Okoro"), name(1, "Lena Okoro", "PERSON")) == [Joined(1, "kind"), OWN]  # a tie


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Bloomberg", "ORG", "PERSON"),  # a company and a person
        ("Lincoln", "PLACE", "PERSON"),
        ("Crystal Palace", "PLACE", "ORG"),  # a town and its club
        ("Northern Irish", "GROUP", "PLACE"),
    ],
)
def test_what_may_well_be_two_things_stays_apart(text: str, one: Label, other: Label) -> None:
    first = Name(1, one, fold(text), None, (Alias(text, 9, 9),))
    assert joined(first, name(2, text, other)) == [OWN, OWN]


def test_an_acronym_joins_what_articles_show_it_to_stand_for() -> None:
    assert joined(name(1, RHA, RHA=2), name(2, "RHA", RHA=40)) == [OWN, Joined(1, "acronym")]


def test_one_article_is_not_enough() -> None:
    assert joined(name(1, RHA, RHA=1), name(2, "RHA", RHA=40)) == [OWN, OWN]


def test_an_acronym_of_several_things_is_ambiguous() -> None:
    long, other, short = name(1, RHA, RHA=4), name(2, "Royal Horticultural Association", RHA=1), name(3, "RHA")
    assert joined(long, other, short) == [OWN, OWN, Joined(None, "ambiguous")]
    many = name(1, RHA, RHA=9)  # but for one odd article in ten
    assert joined(many, other, short) == [OWN, OWN, Joined(1, "acronym")]


def test_spellings_of_one_thing_do_not_make_its_acronym_ambiguous() -> None:
    names = name(1, RHA, RHA=2), name(2, "Road-Haulage Association", RHA=1), name(3, "RHA")
    assert joined(*names) == [OWN, Joined(1, "spelling"), Joined(1, "acronym")]


def test_bare_names_of_persons_and_names_of_nothing_join_nothing() -> None:
    assert joined(name(1, "De Blasio", "PERSON"), name(2, "DeBlasio", "PERSON")) == [OWN, OWN]
    dead = Name(1, "ORG", "wal-mart", None, (Alias("Wal-Mart", 0),))
    assert joined(dead, name(2, "Walmart")) == [OWN, OWN]


def decided(*lines: tuple[str, Label | None, str, Label]) -> tuple[Decisions, Things]:
    """An editor's lines, and the ids of their things, from 100."""
    namings = [Naming(name=each, found_as=kind, entity=entity, label=label) for each, kind, entity, label in lines]
    decisions = Decisions(enumerate(namings, 2))
    return decisions, {key: number for number, key in enumerate(decisions.names, 100)}


def test_an_editor_goes_before_the_rules_and_takes_along_what_they_join() -> None:
    decisions, things = decided(("RHA", None, "Royal Horticultural Association", "ORG"))
    names = name(1, RHA, RHA=9), name(2, "RHA"), name(3, "R H A"), name(100, "Royal Horticultural Association")
    assert joined(*names, decisions=decisions, things=things) == [
        OWN,
        Joined(100, "editor", 2),
        Joined(100, "spelling"),
        OWN,
    ]


def test_a_name_that_an_editor_makes_its_own_thing_joins_nothing() -> None:
    decisions, things = decided(("Walmart", None, "Walmart", "ORG"))
    things = dict.fromkeys(things, 2)
    names = name(1, "Wal-Mart", Wal_Mart=9), name(2, "Walmart")
    assert joined(*names, decisions=decisions, things=things) == [Joined(2, "spelling"), Joined(None, "editor", 2)]


def test_an_editor_says_what_kind_of_thing_a_name_is() -> None:
    decisions, things = decided(("Amber Grace", None, "Amber Grace", "WORK"))
    names = name(1, "Amber Grace", "PERSON", Amber_Grace=9), name(2, "Amber Grace"), name(100, "Amber Grace", "WORK")
    found = joined(*names, decisions=decisions, things=things)
    assert found == [Joined(100, "editor", 2), Joined(100, "editor", 2), Joined(None, "editor", 2)]
    decisions, things = decided(("Amber Grace", "PERSON", "Amber Grace", "WORK"))
    assert joined(*names, decisions=decisions, things=things)[:2] == [Joined(100, "editor", 2), Joined(100, "kind")]


FORMS = st.dictionaries(
    st.sampled_from(["AB", "ABC", "A B C", "A.B.C.", "Abc", "Ab Cd", "Ab-Cd", "AbCd"]), st.integers(0, 3)
)
NAMES = st.lists(
    st.tuples(
        st.sampled_from(["a b c", "abc", "ab cd", "ab-cd", "abcd", "alpha beta corp", "a bee cee"]),
        st.sampled_from(["ORG", "PERSON", "WORK", "PLACE"]),
        FORMS,
    ),
    unique_by=lambda each: each[:2],
    max_size=8,
)


@given(NAMES)
def test_whatever_the_names_each_leads_to_a_thing_of_its_own(names: list[tuple[str, Label, dict[str, int]]]) -> None:
    listed = [
        Name(id_, label, folded, None, tuple(Alias(form, n, n) for form, n in forms.items()))
        for id_, (folded, label, forms) in enumerate(names)
    ]
    found = join(listed, NOBODY, {})
    assert all(said.thing is None or found[said.thing].thing is None for said in found.values())
    assert found == join(listed[::-1], NOBODY, {})
