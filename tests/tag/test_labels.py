from __future__ import annotations

import pytest

from schemas.records import Label
from tasks.tag.labels import cue
from tasks.tag.lexicon import NameWords


@pytest.mark.parametrize(
    ("before", "name", "after", "model", "label"),
    [
        ("", "Wessex Council", " said", "PERSON", "ORG"),
        ("", "Dunmouth Airport", " closed", "ORG", "FACILITY"),
        ("", "H&K", " said", "PLACE", "ORG"),
        ("", "Helen Quarrier", " left", "ORG", "PERSON"),
        ("", "Helen-Ange Quarrier", " left", "ORG", "PERSON"),
        ("", "Zsofi Quarrier", " said no", "WORK", "PERSON"),
        ("", "HGA", " members", "PERSON", "ORG"),
        ("camped in ", "Dunmouth", " today", "PERSON", "PLACE"),
        ("the tanker sank; the ", "Amber Grace", " had left", "PERSON", "WORK"),
        ("the ", "Amber Grace", " campaign", "PERSON", "PERSON"),
        ("at the ", "Lantern", ", he", "PERSON", "ORG"),
        ("and ", "Dunmouth", " today", "PERSON", "PERSON"),
        ("", "Quarrier", " left", "PERSON", "PERSON"),
        ("an order for the ", "MD-12", " jet", "ORG", "WORK"),
        ("on ", "Channel 17", " today", "PERSON", "ORG"),
        ("", "Zsofi", ", 55, said", "ORG", "PERSON"),
        ("his wife ", "Clara", " left", "ORG", "PERSON"),
        ("", "Sarn", "'s mayor said", "PERSON", "PLACE"),
        ("rival operator ", "Sarn", " said", "PERSON", "ORG"),
        ("its builder, ", "Sarn Quarrow", ", said", "PERSON", "ORG"),
        ("hands employed by ", "Sarn Quarrow", " left", "PERSON", "ORG"),
        ("told the builder ", "Clara Quarrow", " so", "PERSON", "PERSON"),
        ("after a ", "Sarn", " meeting", "WORK", "ORG"),
        ("across the ", "Channel", " today", "ORG", "PLACE"),
        ("at ", "Lake Quarrow", " today", "PERSON", "PLACE"),
        ("the boy's mother, ", "Zsofi Sarn", ", said", "ORG", "PERSON"),
        ("midfielder ", "Sarn", " scored", "PLACE", "PERSON"),
        ("a spokesman, ", "HGL", " said", "ORG", "ORG"),
        ("from the ", "Sarn", " estuary today", "ORG", "PLACE"),
        ("from ", "Sarn", " province officials", "PERSON", "PLACE"),
        ("the ", "Sarnish", " region", "GROUP", "GROUP"),
        ("Norland's capital, ", "Sarn", ", was calm", "PERSON", "PLACE"),
        ("its largest city, ", "Sarn", ", was calm", "ORG", "PLACE"),
        ("It raised capital, ", "Sarn", " said", "ORG", "ORG"),
        ("the capital, ", "Clara Sarn", " said", "PERSON", "PERSON"),
        ("a resident of ", "Sarn", " said", "ORG", "PLACE"),
        ("She flew to ", "Sarn", " with a team", "PERSON", "PLACE"),
        ("", "Sarn", ", based in Dunmouth, makes", "PLACE", "ORG"),
        ("", "Sarn", ", a parts supplier, kept on", "PERSON", "ORG"),
        ("", "Harbour Sarn", ", a charity for sailors, kept on", "PERSON", "ORG"),
        ("", "Harbour Sarn", ", a home for sailors, kept on", "PERSON", "PERSON"),
        ("", "Sarn", ", the country's biggest lender, said", "PLACE", "ORG"),
        ("", "Clara Sarn", ", a parts supplier, kept on", "PERSON", "PERSON"),
        ("", "Quarrow School District", " voted", "PLACE", "ORG"),
        ("It fell. Regulator ", "Sarn", " said", "PERSON", "ORG"),
        ("the Guildhall Regulator ", "Sarn", " said", "PERSON", "PERSON"),
        ("Shares in ", "Sarn", " fell", "ORG", "ORG"),
        ("a tenth of a stake in ", "Sarn", " went", "PLACE", "ORG"),
        ("the software maker ", "Sarn", " has cut jobs", "PERSON", "ORG"),
        ("", "Sarn", ", the software maker, has cut jobs", "PLACE", "ORG"),
        ("a think-tank, ", "Sarn", ", found", "PERSON", "ORG"),
        ("", "Sarn", "'s shareholders agreed", "PERSON", "ORG"),
        ("", "Sarn", "'s chief executive left", "PLACE", "ORG"),
        ("", "Sarn", " said in a trading update", "PERSON", "ORG"),
        ("", "Sarn", " posted a loss", "PLACE", "ORG"),
        ("", "Sarn", ", which makes boots, left", "PLACE", "ORG"),
        ("", "Clara Sarn", "'s shareholders agreed", "PERSON", "PERSON"),
        ("", "Sarn", "'s children agreed", "PERSON", "PERSON"),
        ("", "Sarn", " said in a speech", "PERSON", "PERSON"),
        ("", "Sarn", " posted a picture", "PERSON", "PERSON"),
        ("", "Sarn", ", which lies inland, left", "PLACE", "PLACE"),
        ("interest in ", "Sarn", " fell", "ORG", "PLACE"),
    ],
)
def test_words_and_neighbours_speak(
    words: NameWords, before: str, name: str, after: str, model: Label, label: Label
) -> None:
    plain = before + name + after
    assert (cue(plain, len(before), len(before) + len(name), model, words) or model) == label


def test_a_neighbour_that_confirms_the_model_speaks_too(words: NameWords) -> None:
    assert cue("camped in Dunmouth today", 10, 18, "PLACE", words) == "PLACE"
    assert cue("and Dunmouth today", 4, 12, "PLACE", words) is None
