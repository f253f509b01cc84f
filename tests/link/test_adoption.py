"""The file of adopted lines, as text."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.boilerplate import LearnedLine, RuleFile
from schemas.config import read_edited
from schemas.errors import ConfigError
from tasks.link.adoption import with_line, without_line
from tasks.link.io import ADOPTED, write_edited

MORNING = LearnedLine(id="a1", source="gazette", text="Good morning")
NIGHT = LearnedLine(id="b2", source="echo", text="Good night")


def read(text: str) -> list[LearnedLine]:
    return [*RuleFile.model_validate(tomllib.loads(text)).lines]


def test_a_line_more_and_a_line_less() -> None:
    one = with_line("", MORNING, "in 6 of 7 articles")
    both = with_line(one, NIGHT, "in 5 of 9 articles")
    assert read(both) == [MORNING, NIGHT]
    assert "[[line]] # in 6 of 7 articles\n" in both
    assert without_line(both, "b2") == one
    assert read(without_line(both, "a1")) == [NIGHT]
    assert without_line(both, "c3") == both


def test_what_people_wrote_stays() -> None:
    own = 'language = "en" # ours\n\n[[rule]]\nkey = "a1"\nkind = "promo"\n\n# not sure about this one\n'
    text = with_line(own, MORNING, "in 6 of 7 articles")
    assert text.startswith(own)
    assert without_line(text, "a1") == own


def test_what_only_looks_like_a_line_stays() -> None:
    own = 'language = "en"\n\n[[agency]]\nname = """\n[[line]]\nid = "a1"\n"""\n'
    assert without_line(own, "a1") == own
    assert without_line(with_line(own, MORNING, "in 6 of 7 articles"), "a1") == own


@given(st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: any(map(str.isalnum, text))))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    line = LearnedLine(id="a1", source=text, text=text)
    written = with_line(with_line("", line, "in 6 of 7 articles"), NIGHT, "")
    assert read(written) == [line, NIGHT]
    assert read(without_line(written, "a1")) == [NIGHT]


def test_the_file_is_written_as_a_whole_and_missing_is_empty(tmp_path: Path) -> None:
    assert read_edited(tmp_path / ADOPTED) == ""
    write_edited(tmp_path / ADOPTED, "one")
    write_edited(tmp_path / ADOPTED, "two")
    assert read_edited(tmp_path / ADOPTED) == "two"
    assert [path.name for path in (tmp_path / "boilerplate").iterdir()] == [ADOPTED.name]


def test_a_file_that_cannot_be_written_or_read_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "boilerplate").touch()
    with pytest.raises(ConfigError, match=r"learned\.toml: cannot be written: "):
        write_edited(tmp_path / ADOPTED, "one")
    (tmp_path / "config" / ADOPTED).mkdir(parents=True)
    with pytest.raises(ConfigError, match=r"learned\.toml: cannot be read: "):
        read_edited(tmp_path / "config" / ADOPTED)
