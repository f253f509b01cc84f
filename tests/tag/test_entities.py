from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from schemas.gazetteer import KnownName
from schemas.records import Entity, Label, Mention, Tags
from tasks.tag.document import agree, spread, without_share_codes, without_words
from tasks.tag.entities import find_entities
from tasks.tag.lexicon import NameWords
from tasks.tag.mentions import Name
from tasks.tag.printed import printed_names
from tasks.tag.text import prepare

REPUBLIC = KnownName(name="Norland", label="PLACE", aliases=("Republic of Norland",), wikidata="Q42")


def names(body: str, *found: tuple[str, Label], known: KnownName | None = None) -> list[Name]:
    """One name for each pair, at its first place after the one before."""
    at, listed = 0, []
    for plain, label in found:
        at = body.index(plain, at)
        is_known = known is not None and plain in {known.name, *known.aliases}
        listed.append(Name("body", at, at + len(plain), plain, label, known if is_known else None))
        at += len(plain)
    return listed


def entities(body: str, listed: Sequence[Name], words: NameWords) -> list[Entity]:
    texts = {"body": prepare(body)}
    mentions, found = find_entities(listed, texts, words)  # type: ignore[arg-type]  # the key is a Field
    assert all(body[m.start : m.end] == m.text for m in mentions)
    assert sorted(i for entity in found for i in entity.mentions) == list(range(len(mentions)))
    return list(found)


def test_a_person_is_one_entity_under_all_names(words: NameWords) -> None:
    body = "Clara Ashdown spoke. Ashdown left. CLARA ASHDOWN"
    found = names(body, ("Clara Ashdown", "PERSON"), ("Ashdown", "PERSON"), ("CLARA ASHDOWN", "PERSON"))
    (entity,) = entities(body, found, words)
    assert (entity.name, entity.mentions) == ("Clara Ashdown", (0, 1, 2))


def test_the_gazetteer_gives_name_and_wikidata_id(words: NameWords) -> None:
    body = "Republic of Norland, or Norland"
    found = names(body, ("Republic of Norland", "PLACE"), ("Norland", "PLACE"), known=REPUBLIC)
    assert entities(body, found, words) == [Entity("Norland", "PLACE", (0, 1), "Q42")]


def test_the_name_that_the_article_prints(words: NameWords) -> None:
    texts = ("Norland", "NORLAND", "the Republic of Norland")
    mentions = tuple(Mention("body", 0, len(text), text, "PLACE") for text in texts)
    full, short = Entity("Norland", "PLACE", (0, 1, 2), "Q42"), Entity("Nórland", "PLACE", (0,))
    assert printed_names(Tags(mentions, (full, short))) == ("the Republic of Norland", "Nórland")


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("Quarrow (NYSE: QRW) fell", ["Quarrow"]),
        ("Quarrow (LSE:QRW; NYSE: QRW) fell", ["Quarrow"]),
        ("Quarrow (QRW) fell", ["Quarrow", "QRW"]),
        ("Quarrow (photo: QRW) fell", ["Quarrow", "QRW"]),
        ("Quarrow fell on NYSE: QRW rose", ["Quarrow", "NYSE", "QRW"]),
    ],
)
def test_a_shares_code_is_no_name(words: NameWords, body: str, left: list[str]) -> None:
    found = [(plain, "ORG") for plain in re.findall("Quarrow|LSE|NYSE|QRW", body)]
    kept = without_share_codes(names(body, *found), {"body": prepare(body)}, words)  # type: ignore[arg-type]
    assert [name.plain for name in kept] == left


def test_an_unsure_name_in_a_line_of_capitals_must_stand_elsewhere_too(words: NameWords) -> None:
    body = "QUARROW STRIKES HALT ALL FERRIES TODAY\n\nFerries in Quarrow wait."
    text = {"body": prepare(body)}
    listed = [Name("body", 0, 15, "Quarrow Strikes", "ORG"), Name("body", 51, 58, "Quarrow", "PLACE")]
    assert [one.plain for one in without_words(listed, text, words)] == ["Quarrow"]  # type: ignore[arg-type]


def test_the_label_that_most_agree_on(words: NameWords) -> None:
    body = "Sarn then Sarn then Sarn"
    found = names(body, ("Sarn", "ORG"), ("Sarn", "PLACE"), ("Sarn", "ORG"))
    assert {name.label for name in agree(found, words)} == {"ORG"}


def test_a_full_name_decides_what_the_surname_is(words: NameWords) -> None:
    found = names("Clara Sarn and Sarn", ("Clara Sarn", "PERSON"), ("Sarn", "ORG"))
    assert [name.label for name in agree(found, words)] == ["PERSON", "PERSON"]


def test_a_full_name_with_a_known_first_name_outvotes_many_surnames(words: NameWords) -> None:
    alone: list[tuple[str, Label]] = [("Sarn", "ORG")] * 5
    found = names("Sarah Sarn, " + "Sarn, " * 5, ("Sarah Sarn", "PERSON"), *alone)
    assert {name.label for name in agree(found, words)} == {"PERSON"}


def test_a_name_so_often_a_persons_decides_what_the_full_name_is(words: NameWords) -> None:
    alone: list[tuple[str, Label]] = [("Zsofi", "PERSON")] * 2
    found = names("Zsofi Sarn Dunn, Zsofi, Zsofi", ("Zsofi Sarn Dunn", "ORG"), *alone)
    assert {name.label for name in agree(found, words)} == {"PERSON"}


def test_capitals_make_no_other_thing(words: NameWords) -> None:
    body = "NORLAND sails. Norland waits."
    found = names(body, ("NORLAND", "PLACE"), ("Norland", "PLACE"), known=REPUBLIC)
    assert len(entities(body, found, words)) == 1


def test_a_name_is_found_where_it_was_missed(words: NameWords) -> None:
    body = "Clara Ashdown spoke. Nobody met Ashdown, or the Ashdowns."
    found = spread(names(body, ("Clara Ashdown", "PERSON")), {"body": prepare(body)}, words)
    assert [(name.plain, name.start) for name in found] == [("Clara Ashdown", 0), ("Ashdown", body.index("Ashdown,"))]


@pytest.mark.parametrize("headline", ["DOCKERS STRIKE, SAYS HPL BOSS MCSARN", "dockers strike, says hpl boss mcsarn"])
def test_a_name_with_more_capitals_is_found_where_they_say_nothing(words: NameWords, headline: str) -> None:
    body = "HPL and Clara McSarn"
    texts = {"headline": prepare(headline, is_headline=True), "body": prepare(body)}
    listed = names(body, ("HPL", "ORG"), ("Clara McSarn", "PERSON"))
    assert [one.plain for one in spread(listed, texts, words)][:2] == ["HPL", "McSarn"]  # type: ignore[arg-type]


@pytest.mark.parametrize(("acronym", "body"), [("HPL", "HPL is a hpl"), ("AID", "AID is a body")])
def test_but_not_if_it_is_a_word_as_well(words: NameWords, acronym: str, body: str) -> None:
    texts = {"headline": prepare(f"DOCKERS ASK FOR {acronym} AGAIN", is_headline=True), "body": prepare(body)}
    listed = names(body, (acronym, "ORG"))
    assert [one.field for one in spread(listed, texts, words)] == ["body"]  # type: ignore[arg-type]


def test_a_surname_that_is_a_word_is_not_looked_for(words: NameWords) -> None:
    body = "Clara May spoke in May."
    assert len(spread(names(body, ("Clara May", "PERSON")), {"body": prepare(body)}, words)) == 1


def test_a_full_name_decides_what_the_first_name_is(words: NameWords) -> None:
    found = names("Zsofi Sarn and Zsofi", ("Zsofi Sarn", "PERSON"), ("Zsofi", "GROUP"))
    assert [name.label for name in agree(found, words)] == ["PERSON", "PERSON"]


@pytest.mark.parametrize(
    "body",
    [
        "Driver jailed. The driver wept.",
        "He saw a DRIVER. The driver wept.",
        "So it was. Driver wept, the other driver not.",
    ],
)
def test_the_first_word_of_a_sentence_may_be_a_common_noun(words: NameWords, body: str) -> None:
    word = "DRIVER" if "DRIVER" in body else "Driver"
    assert without_words(names(body, (word, "ORG")), {"body": prepare(body)}, words) == []


@pytest.mark.parametrize("body", ["Hope wept. There was none.", "It was Hope who had hope."])
def test_a_word_that_is_a_name_by_its_place_stays(words: NameWords, body: str) -> None:
    assert without_words(names(body, ("Hope", "PERSON")), {"body": prepare(body)}, words) != []


@pytest.mark.parametrize(
    ("word", "body"),
    [("Homesick", "Homesick: He rang"), ("Homesick", "Oh!\n\nHomesick! He rang"), ("Missing", "Missing home, he ran")],
)
def test_a_word_that_labels_what_follows_is_no_name(words: NameWords, word: str, body: str) -> None:
    assert without_words(names(body, (word, "PERSON")), {"body": prepare(body)}, words) == []


@pytest.mark.parametrize("body", ["Turnout was low", "So it was. Turnout fell", 'Rain fell.\n\n"Turnout was low."'])
def test_a_common_word_that_opens_its_sentence_is_no_name(words: NameWords, body: str) -> None:
    assert without_words(names(body, ("Turnout", "PERSON")), {"body": prepare(body)}, words) == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("We rang Turnout", ["Turnout"]),
        ("TURNOUT was there", ["TURNOUT"]),
        ("Turnout left. Ada Turnout sang", ["Turnout", "Ada Turnout"]),
    ],
)
def test_a_common_word_may_be_a_name_elsewhere(words: NameWords, body: str, found: list[str]) -> None:
    listed = names(body, *((plain, "PERSON") for plain in found))
    assert without_words(listed, {"body": prepare(body)}, words) == listed


@pytest.mark.parametrize("body", ["Fleming: I rang. Ada Fleming left.", "Fleming left. We rang Fleming."])
def test_a_label_that_is_a_name_elsewhere_stays(words: NameWords, body: str) -> None:
    found = names(body, ("Fleming", "PERSON"), ("Ada Fleming" if "Ada" in body else "Fleming", "PERSON"))
    assert without_words(found, {"body": prepare(body)}, words) == found


def test_a_full_name_outvotes_guesses_at_its_surname(words: NameWords) -> None:
    body = "Zsofi Sarn left. " + "Sarn was gone. " * 9
    guesses: list[tuple[str, Label]] = [("Sarn", "ORG")] * 9
    found = names(body, ("Zsofi Sarn", "PERSON"), *guesses)
    assert {name.label for name in agree(found, words)} == {"PERSON"}


def test_two_people_who_are_only_called_by_one_surname_keep_their_titles(words: NameWords) -> None:
    body = "Mr Sarn and Ms Sarn met. Ms Sarn left. Mr Quarrow, too."
    found = names(body, ("Sarn", "PERSON"), ("Sarn", "PERSON"), ("Sarn", "PERSON"), ("Quarrow", "PERSON"))
    assert [(one.name, one.mentions) for one in entities(body, found, words)] == [
        ("Mr Sarn", (0,)),
        ("Ms Sarn", (1, 2)),
        ("Quarrow", (3,)),
    ]


def test_a_title_tells_two_of_one_surname_apart(words: NameWords) -> None:
    body = "Martin Sarn and Sarah Sarn met. Ms Sarn left, Mr Sarn stayed, and Sarn wept."
    alone: list[tuple[str, Label]] = [("Sarn", "PERSON")] * 3
    found = names(body, ("Martin Sarn", "PERSON"), ("Sarah Sarn", "PERSON"), *alone)
    assert [(one.name, one.mentions) for one in entities(body, found, words)] == [
        ("Martin Sarn", (0, 3)),
        ("Sarah Sarn", (1, 2)),
        ("Sarn", (4,)),
    ]


def test_a_wife_without_a_first_name_is_not_her_husband(words: NameWords) -> None:
    body = "Peter Sarn fell. Mrs Sarn, his wife, called. Mr Sarn is well."
    found = names(body, ("Peter Sarn", "PERSON"), ("Sarn", "PERSON"), ("Sarn", "PERSON"))
    assert [(one.name, one.mentions) for one in entities(body, found, words)] == [
        ("Peter Sarn", (0, 2)),
        ("Sarn", (1,)),
    ]


def test_a_title_before_the_full_name_goes_above_the_first_name(words: NameWords) -> None:
    body = "Mr Clara Sarn fell. Mr Sarn is well."
    found = names(body, ("Clara Sarn", "PERSON"), ("Sarn", "PERSON"))
    assert [one.mentions for one in entities(body, found, words)] == [(0, 1)]


def test_names_that_would_print_alike_print_what_tells_them_apart() -> None:
    mentions = tuple(Mention("body", 0, 4, "Sarn", "PERSON") for _ in range(2))
    found = (Entity("Mr Sarn", "PERSON", (0,)), Entity("Ms Sarn", "PERSON", (1,)))
    assert printed_names(Tags(mentions, found)) == ("Mr Sarn", "Ms Sarn")
