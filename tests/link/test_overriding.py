"""The file of editors' decisions, as text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.csv_file import without_rows
from schemas.errors import ConfigError
from schemas.overrides import Override, parse_overrides
from tasks.link.overriding import BEGINNING, with_override

PATH = Path("config/overrides.csv")
HEADING = "article,topic,action,who,why\n"
FIRST = Override(article="https://x.example/1", topic="strike", action="add", who="Ada", why="a, b")
SECOND = Override(article="news/a.txt", topic="strike", action="remove", who="Tom", why='"so"')
OWN = f'\n# ours\n{HEADING}# the first\nb.txt,traffic,add,Ada,"two\nlines"\n\n# the second\nc.txt,traffic,add,Tom,y\n'


def read(text: str) -> list[Override]:
    return [each.model_copy(update={"line": 0}) for each in parse_overrides(text, PATH, None)]


def test_a_file_begins_with_what_it_is() -> None:
    text = with_override("", FIRST, PATH)
    assert text == f'{BEGINNING}{HEADING}https://x.example/1,strike,add,Ada,"a, b"\n'
    assert with_override(BEGINNING, FIRST, PATH) == text


def test_one_more_and_one_less_leave_all_else_as_it_is() -> None:
    text = with_override(OWN, FIRST, PATH)
    assert text.startswith(OWN)
    assert read(text)[2:] == [FIRST]
    assert without_rows(text, [10], PATH) == OWN
    assert without_rows(OWN, [5, 9], PATH) == f"\n# ours\n{HEADING}# the first\n\n# the second\n"
    assert without_rows(OWN, [5], PATH) == OWN.replace('b.txt,traffic,add,Ada,"two\nlines"\n', "")


def test_line_ends_stay_as_they_are() -> None:
    crlf = OWN.replace("\n", "\r\n")
    assert with_override(crlf, FIRST, PATH).replace("\r\n", "") == with_override(OWN, FIRST, PATH).replace("\n", "")
    assert with_override(OWN.rstrip("\n"), FIRST, PATH) == with_override(OWN, FIRST, PATH)


def test_what_is_not_valid_is_not_edited() -> None:
    with pytest.raises(ConfigError, match=r"overrides\.csv:2: is not CSV"):
        with_override(f'{HEADING}a,"b', FIRST, PATH)


def test_what_could_be_taken_for_a_comment_or_a_new_line_is_not() -> None:
    odd = Override(article="#tag guid:7", topic="strike", action="add", who="Ada", why="one\rtwo")
    assert read(with_override(OWN, odd, PATH))[2:] == [odd]


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(
    lambda text: text == text.strip()
)


@given(WORDS.filter(lambda text: not text.isdecimal()), WORDS, WORDS)
def test_any_words_come_back_as_they_were(article: str, who: str, why: str) -> None:
    override = Override(article=article, topic="strike", action="add", who=who, why=why)
    text = with_override(with_override(OWN, override, PATH), SECOND, PATH)
    assert read(text)[2:] == [override, SECOND]
    assert without_rows(with_override(OWN, override, PATH), [10], PATH) == OWN
