from __future__ import annotations

import pytest

from tests.tag.quoting import quotes_in

LISTED = {"Tern": "unions", "Quarrow Greens": "parties", "TideCo": "transport", "Harbour Watch": "government"}
QUOTE = ' said it was "the last ship".'


@pytest.mark.parametrize(
    ("first", "who", "speaker"),
    [
        ("[ORG:Dunmouth Dockers' Union] met [ORG:TideCo]. [ORG:TideCo] left.", "The union", "Dunmouth Dockers' Union"),
        ("[ORG:Tern] met [ORG:TideCo]. [ORG:TideCo] left.", "The union", "Tern"),
        ("[ORG:Tern] met [ORG:TideCo]. [ORG:Tern] left.", "The company", "TideCo"),
        ("[ORG:Tern] met [ORG:TideCo]. [ORG:Tern] left.", "The airline", "TideCo"),
        ("[ORG:TideCo] met. The [ORG:QDA] union struck. [ORG:TideCo] left.", "The union", "QDA"),
        ("[ORG:TideCo] met rail union [ORG:QDA]. [ORG:TideCo] left.", "The union", "QDA"),
        ("[ORG:QDA], the rail union, struck. [ORG:TideCo] left.", "The union", "QDA"),
        ("[ORG:QDA], which met the union, struck.", "The union", None),
        ("[ORG:Wessex County Council] met [ORG:TideCo]. [ORG:TideCo] left.", "The council", "Wessex County Council"),
        ("[ORG:TideCo] met [ORG:Quarrow Greens]. [ORG:TideCo] left.", "The party", "Quarrow Greens"),
        ("[ORG:Department for Ports] met [ORG:TideCo].", "The department", "Department for Ports"),
        ("[ORG:Ministry of Ports] met [ORG:TideCo]. [ORG:TideCo] left.", "The ministry", "Ministry of Ports"),
        ("[ORG:Kesh Foods] met [ORG:Tern]. [ORG:Tern] left.", "The supermarket", "Kesh Foods"),
        ("[ORG:TideCo] met supermarket [ORG:Kesh]. [ORG:TideCo] left.", "The supermarket", "Kesh"),
        ("[ORG:Wessex Police] met [ORG:TideCo]. [ORG:TideCo] left.", "The force", "Wessex Police"),
        ("[ORG:Wessex Police] met the [ORG:Office of Ports].", "The department", "Wessex Police"),
        ("[ORG:Home Office] met [ORG:TideCo]. [ORG:TideCo] left.", "The department", "Home Office"),
        ("[ORG:Wessex Crown Court] met [ORG:TideCo].", "The court", "Wessex Crown Court"),
        ("[ORG:Quarrow Echo] met [ORG:Tern]. [ORG:Tern] left.", "The newspaper", "Quarrow Echo"),
        ("[ORG:Harbour Watch] met [ORG:TideCo]. [ORG:TideCo] left.", "The regulator", "Harbour Watch"),
        ("[ORG:TideCo] met [ORG:Harbour Watch]. [ORG:Harbour Watch] left.", "The company", "TideCo"),
        ("[ORG:Tern] and [ORG:Pilots' Union] met [ORG:TideCo].", "The union", "Tern"),
        ("[ORG:Tern] met [ORG:TideCo]. [ORG:TideCo] left.", "A spokesman for the union", "Tern"),
        ("[ORG:Tern] met [ORG:TideCo]. [ORG:TideCo] left.", "A union spokeswoman", "Tern"),
        ("[ORG:Tern] met [ORG:TideCo]. [ORG:Tern] left.", "A company spokesman", "TideCo"),
        ("[ORG:TideCo] left.", "The union", None),
        ("[ORG:TideCo] left.", "A union spokesman", None),
        ("[ORG:TideCo] left.", "The council", None),
        ("[ORG:TideCo] left.", "The government", None),
        ("[ORG:European Union] left.", "The union", None),
        ("[Jane Roe] left.", "The company", None),
        ("[ORG:Tern] met [ORG:TideCo].", "A union", None),
        ("[ORG:Tern] met [ORG:TideCo].", "One company", None),
        ("[ORG:Tern] met [ORG:TideCo]. [ORG:Tern] left.", "Another union", None),
    ],
)
def test_the_noun_for_a_body_stands_for_the_last_of_its_kind(first: str, who: str, speaker: str | None) -> None:
    for later in (f"{who}{QUOTE}", f'"It is the last ship," said {who[0].lower() + who[1:]}.'):
        assert quotes_in(f"{first} {later}", LISTED)[0][1] == speaker, later


def test_a_body_that_a_quote_speaks_of_does_not_say_it() -> None:
    first = "[ORG:Tern] met [ORG:Pilots' Union]. "
    assert quotes_in(first + 'The union said "[ORG:Pilots\' Union] is the last to strike".', LISTED)[0][1] == "Tern"


def test_a_body_may_be_named_far_before() -> None:
    body = "[ORG:Tern] struck. " + "Ships lay at the quay all day. " * 100 + "[ORG:TideCo] left. The union" + QUOTE
    assert quotes_in(body, LISTED)[0][1] == "Tern"
