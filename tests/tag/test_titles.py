"""What the text beside a name says that its bearer is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.config import load_toml
from schemas.records import Article, Label, Mention
from schemas.titles import TitleWords
from tasks.tag.lexicon import NameWords
from tasks.tag.titles import TitleFinder

CONFIG = Path(__file__).parents[2] / "config" / "gazetteer"


@pytest.fixture(scope="module")
def titles(words: NameWords) -> TitleFinder:
    return TitleFinder(load_toml(CONFIG / "titles.toml", TitleWords), words)


def article(marked: str, label: Label = "PERSON") -> tuple[Article, list[Mention]]:
    """An article, and the mentions that <> mark in it."""
    parts = re.split("[<>]", marked)
    mentions, start = [], 0
    for number, part in enumerate(parts):
        if number % 2:
            mentions.append(Mention("body", start, start + len(part), part, label))
        start += len(part)
    return Article("".join(parts)), mentions


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("On Monday Home Secretary <Ada Marsh> met the crews.", "Home Secretary"),
        ("It was Tidehaven MP <Ada Marsh> who asked.", "Tidehaven MP"),
        ("Asked by PFU general secretary <Tom Hale>, she left.", "PFU general secretary"),
        ("The union's general secretary, <Tom Hale>, walked out.", "general secretary"),
        ("A spokesman for the Crane Drivers Union, <Tom Hale>, said so.", "spokesman for the Crane Drivers Union"),
        ("<Tom Hale>, the general secretary of the Crane Drivers Union, said so.",
         "general secretary of the Crane Drivers Union"),
        ("<Tom Hale>, 52, a former dock manager who retired, was there.", "former dock manager"),
        ("They heard former Prime Minister <Lena Okoro> speak.", "former Prime Minister"),
        ("Then-Transport Secretary <Lena Okoro> opened it.", "Then-Transport Secretary"),
        ("Work and Pensions Secretary <Lena Okoro> opened it.", "Work and Pensions Secretary"),
        ("Bank of Tideland governor <Lena Okoro> opened it.", "Bank of Tideland governor"),
        ("Labour MP for Tidehaven <Ada Marsh> stood up.", "Labour MP for Tidehaven"),
        ("The cabinet secretary Sir <Tom Hale> stood up.", "cabinet secretary"),
        ("When Republican Sen. <Tom Hale> stood up", "Republican Sen."),
        ("Mayor <Tom Hale> stood up.", "Mayor"),
        ("<Tom Hale>, Meridian Lines chief executive, stood up.", "Meridian Lines chief executive"),
        ("<Tom Hale>, head of policy at the union, stood up.", "head of policy at the union"),
        ("General <Tom Hale> stood up.", "General"),
        ("It fell in July. Foreign Minister <Lena Okoro> said so.", "Foreign Minister"),
        ("It fell in Leek. Mayor <Lena Okoro> said so.", "Mayor"),
        ("Fla. Gov. <Lena Okoro> said so.", "Fla. Gov."),
        ("Tidehaven Inc. chief executive <Lena Okoro> said so.", "Tidehaven Inc. chief executive"),
    ],
)  # fmt: skip
def test_a_title_is_found_as_printed(titles: TitleFinder, text: str, title: str) -> None:
    (found,) = titles.with_titles(*article(text))
    assert found.title == title


@pytest.mark.parametrize(
    "text",
    [
        "In general <Tom Hale> agrees.",
        "They judge <Tom Hale> harshly.",
        "Mr <Hale> agrees.",
        "She told <Tom Hale> to leave.",
        "The strike ended, <Tom Hale> said.",
        "To <Tom Hale>, President Okoro said nothing.",
        "<Tom Hale>, who met the minister, left.",
        "Near the minister. <Tom Hale> left.",
        "The minister\n\n<Tom Hale> left.",
        "<Tom Hale>",
        "<Tom Hale>, ",
    ],
)
def test_what_only_stands_there_is_no_title(titles: TitleFinder, text: str) -> None:
    (found,) = titles.with_titles(*article(text))
    assert found.title is None


def test_only_persons_have_titles(titles: TitleFinder) -> None:
    (found,) = titles.with_titles(*article("The chairman of the port, <Meridian Lines>, left.", "ORG"))
    assert found.title is None


def test_everyone_has_a_title_of_their_own(titles: TitleFinder) -> None:
    found = titles.with_titles(*article("Mayor <Tom Hale> and Vice President <Ada Marsh> met <Lena Okoro>, a pilot."))
    assert [mention.title for mention in found] == ["Mayor", "Vice President", "pilot"]


PIECES = ["a", "A", " ", ",", ".", "'s", "\n", "MP ", "head ", "of ", "\u200f", "😀", "\u200b", "م"]
ODD = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@given(before=ODD, after=ODD)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_title_stands_in_the_text(titles: TitleFinder, before: str, after: str) -> None:
    text = f"{before}Tom Hale{after}"
    mention = Mention("body", len(before), len(before) + 8, "Tom Hale", "PERSON")
    (found,) = titles.with_titles(Article(text), [mention])
    assert found.title is None or found.title in " ".join(text.split())
