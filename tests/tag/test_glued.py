from __future__ import annotations

import pytest

from schemas.records import Label
from tasks.tag.glued import unglued
from tasks.tag.lexicon import NameWords
from tasks.tag.mentions import Name


def name(plain: str, label: Label = "PERSON") -> Name:
    return Name("body", 10, 10 + len(plain), plain, label)


@pytest.mark.parametrize(
    ("printed", "label", "wanted"),
    [
        ("Rita QuarrowCity", "PERSON", "Quarrow"),
        ("QuarrowCity", "PERSON", "Quarrow"),
        ("Rita QuarrowQuarrow", "PERSON", "Quarrow"),
        ("Rita McQuarrowAll", "PERSON", "McQuarrow"),
        ("Rita Quarrow Rita Jane QuarrowMore", "PERSON", "Rita Quarrow"),
        ("Rita Quarrow Rita", "PERSON", "Rita Quarrow"),
        ("Quarrow Rita", "PERSON", "Quarrow"),
    ],
)
def test_a_name_ends_where_its_surname_does(words: NameWords, printed: str, label: Label, wanted: str) -> None:
    others = [name("Tom Quarrow"), name("Tom McQuarrow")]
    *_, found = unglued([*others, name(printed, label)], words)
    assert (found.plain, found.label) == (wanted, "PERSON")
    assert printed[found.start - 10 : found.end - 10] == wanted


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("Tom McQuarrow", "PERSON"),
        ("VarrowLink", "ORG"),
        ("QuarrowX", "ORG"),
        ("Jill MacGregor", "PERSON"),
        ("Rita bin Tom bin Rita", "PERSON"),
        ("Rita Bin Tom Bin Rita", "PERSON"),
        ("Tom Quarrow", "PERSON"),
        ("Rita Tom", "PERSON"),
        ("Quarrow Quarrow", "PERSON"),
        ("Quarrow Rita", "ORG"),
    ],
)
def test_other_names_stay(words: NameWords, printed: str, label: Label) -> None:
    given = [name("Tom Quarrow"), name("Tom Mac"), name(printed, label)]
    assert unglued(given, words) == given


def test_a_word_that_is_repeated_is_no_accident(words: NameWords) -> None:
    given = [name("Tom Quarrow"), name("QuarrowLink"), name("QuarrowLink")]
    assert unglued(given, words) == given
