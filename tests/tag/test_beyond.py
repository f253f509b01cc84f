from __future__ import annotations

import pytest

from schemas.records import Field, Label
from tasks.tag.beyond import within_bounds
from tasks.tag.lexicon import NameWords
from tasks.tag.mentions import Name
from tasks.tag.text import prepare


def name(field: Field, text: str, plain: str, label: Label = "PERSON") -> Name:
    start = text.index(plain)
    return Name(field, start, start + len(plain), plain, label)


def cut(headline: str, first: str, body: str, words: NameWords) -> str:
    names = [name("headline", headline, first), name("body", body, "Clara Quarrow")]
    found = within_bounds(names, {"headline": prepare(headline), "body": prepare(body)}, words)
    assert headline[found[0].start : found[0].end] == found[0].plain
    return found[0].plain


@pytest.mark.parametrize(
    ("headline", "first", "kept"),
    [
        ("Weary Clara Quarrow leaves the harbour board", "Weary Clara Quarrow", "Clara Quarrow"),
        ("Clara Quarrow Slams The Harbour Board", "Clara Quarrow Slams", "Clara Quarrow"),
        ("Clara Quarrows son leaves the harbour board", "Clara Quarrows", "Clara Quarrow"),
        ("Harbour board meets Weary Clara Quarrow", "Weary Clara Quarrow", "Weary Clara Quarrow"),
        ("Anna Clara Quarrow leaves the harbour board", "Anna Clara Quarrow", "Anna Clara Quarrow"),
        ("Clara Quarrow Jr Leaves The Harbour Board", "Clara Quarrow Jr", "Clara Quarrow Jr"),
        ("Clara Quarrow Sarn leaves the harbour board", "Clara Quarrow Sarn", "Clara Quarrow Sarn"),
    ],
)
def test_a_name_ends_where_the_rest_of_the_article_ends_it(
    words: NameWords, headline: str, first: str, kept: str
) -> None:
    assert cut(headline, first, "Later Clara Quarrow spoke.", words) == kept


def test_what_the_gazetteer_knows_stays(words: NameWords) -> None:
    headline = "Clara Quarrows son leaves"
    kept = within_bounds(
        [
            Name("headline", 0, 14, "Clara Quarrows", "PERSON", titled=True),
            name("body", "Clara Quarrow spoke", "Clara Quarrow"),
        ],
        {"headline": prepare(headline), "body": prepare("Clara Quarrow spoke")},
        words,
    )
    assert kept[0].plain == "Clara Quarrows"
