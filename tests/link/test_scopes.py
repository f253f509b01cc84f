"""Where a name stands for what it stands for."""

from __future__ import annotations

from schemas.entities import Naming
from tasks.link.decisions import Decisions
from tasks.link.scopes import Place, Scopes, is_whole, line_of, name_of, scoped_key

ARTICLE, OTHER, SOURCE = 7, 8, 3
SMITH = ("Smith", "gazette", "John Smith"), ("Smith", "a.example/1", "Joan Smith")
PLACES = {
    "gazette": Place(frozenset({SOURCE}), frozenset()),
    "a.example/1": Place(frozenset(), frozenset({ARTICLE})),
}


def decided(*lines: tuple[str, str | None, str]) -> Decisions:
    namings = [Naming(name=name, where=where, entity=entity, label="PERSON") for name, where, entity in lines]
    return Decisions(enumerate(namings, 2))


def scope(decisions: Decisions, name: str, article: int = ARTICLE, source: int = SOURCE) -> str | None:
    return Scopes(decisions, PLACES).scope("PERSON", name, article, source)


def test_a_bare_name_has_the_scope_of_its_article_and_a_full_one_none() -> None:
    assert scope(Decisions(), "smith") == "article 7"
    assert scope(Decisions(), "john smith") is None
    assert is_whole(Decisions(), "PERSON", "john smith")
    assert not is_whole(Decisions(), "PERSON", "smith")


def test_an_article_goes_before_its_source_and_that_before_everywhere() -> None:
    decisions = decided(*SMITH, ("Smith", None, "Smith"))
    assert scope(decisions, "smith") == "in a.example/1"
    assert scope(decisions, "smith", OTHER) == "in gazette"
    assert scope(decisions, "smith", OTHER, source=1) is None
    assert scope(decided(*SMITH), "smith", OTHER, source=1) == "article 8"


def test_what_it_was_found_as_goes_before_whatever_it_was_found_as() -> None:
    any_, person = (
        Naming(name="A", where="gazette", entity=entity, label="ORG", found_as=kind)
        for entity, kind in (("A one", None), ("A two", "PERSON"))
    )
    decisions = Decisions(enumerate([any_, person], 2))
    assert [line.thing for line in decisions.placed("PERSON", "a")] == [("ORG", "a two"), ("ORG", "a one")]
    assert [line.thing for line in decisions.placed("WORK", "a")] == [("ORG", "a one")]


def test_a_place_that_the_ledger_does_not_have_changes_nothing() -> None:
    assert scope(decided(("John Smith", "echo", "Jo Smith")), "john smith") is None


def test_a_scope_leads_back_to_its_name_and_line() -> None:
    decisions = decided(*SMITH)
    label, key = scoped_key("PERSON", "smith", "in gazette")
    assert (label, name_of(key)) == ("PERSON", "smith")
    line = line_of(decisions, "PERSON", "smith", "in gazette")
    assert line is not None
    assert line.number == 2
    assert line_of(decisions, "PERSON", "smith", "article 7") is None
