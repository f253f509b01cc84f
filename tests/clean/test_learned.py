"""Adopted lines: taken out of the body of their source's articles, and of nobody else's."""

from __future__ import annotations

import hashlib
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from schemas.errors import ConfigError
from schemas.records import Article, RawDocument, Removed
from tasks.clean.batch import Cleaned, clean_one
from tasks.clean.io import load_cleaner, load_lines, load_rules
from tasks.clean.learned import without_learned

CONFIG = Path(__file__).parents[2] / "config"
FILE = """language = "any"

[[line]]
id = "a1b2"
source = "gazette"
text = "Good morning from all of us."
"""
TEXT = b"""Crane drivers walk out

Crane drivers walked out at noon on Monday over pay.

GOOD MORNING, from all of us!

An estimated 300 lorries were queuing at the gates.
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The configuration, with a line that is adopted."""
    shutil.copytree(CONFIG, tmp_path / "config")
    (tmp_path / "config/boilerplate/learned.toml").write_text(FILE)
    return tmp_path / "config"


def cleaned(source: str, config: Path) -> Article:
    sha256 = hashlib.sha256(TEXT).hexdigest()
    raw = RawDocument(source, "file:///desk/a.txt", "text/plain", TEXT, sha256, datetime(2026, 3, 1, tzinfo=UTC))
    result = clean_one(raw, load_rules(config))
    assert isinstance(result, Cleaned)
    return result.article


def test_a_line_goes_from_its_source_with_a_reason_that_leads_back_to_it(config: Path) -> None:
    ours, others = cleaned("gazette", config), cleaned("echo", config)
    line = "GOOD MORNING, from all of us!"
    assert line in others.body
    assert others.removed == ()
    assert ours.removed == (Removed(line, "learned:a1b2"),)
    assert ours.body.split("\n\n") == [text for text in others.body.split("\n\n") if text != line]
    assert ours.headline == others.headline


@pytest.mark.parametrize("body", ["Good morning", "Good morning\n\ngood morning!", "News.\n\nGood morning, he said."])
def test_what_would_leave_nothing_and_what_is_only_part_of_a_paragraph_stays(body: str) -> None:
    article = Article(body, removed=(Removed("Menu", "html:navigation"),))
    assert without_learned(article, {"good morning": "a1"}) is article


def test_every_place_of_a_line_goes_behind_what_was_removed_before() -> None:
    article = Article("Good morning\n\nNews.\n\nGood morning!", removed=(Removed("Menu", "html:navigation"),))
    taken = (Removed("Good morning", "learned:a1"), Removed("Good morning!", "learned:a1"))
    assert without_learned(article, {"good morning": "a1"}) == Article("News.", removed=(*article.removed, *taken))


def test_another_line_is_another_cleaner_and_none_is_the_one_there_was(config: Path) -> None:
    with_line = load_cleaner(config).processor
    assert with_line != load_cleaner(CONFIG).processor
    file = config / "boilerplate/learned.toml"
    file.write_text(FILE.replace("morning", "evening"))
    assert load_cleaner(config).processor != with_line
    file.unlink()
    assert load_cleaner(config).processor == load_cleaner(CONFIG).processor


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (FILE.replace("source", "sauce"), r"learned\.toml:5: .*unknown key 'sauce'; did you mean 'source'\?"),
        (FILE.replace("a1b2", "A 1"), r"learned\.toml:4: line 'A 1', id: "),
        (FILE.replace("Good morning from all of us.", "* * *"), r"learned\.toml:6: .* has neither letter nor digit"),
        (FILE + FILE.partition("\n\n")[2], r"learned\.toml:8: line 'a1b2' is already defined in .*learned\.toml"),
    ],
)
def test_a_mistake_is_named_with_its_place(wrong: str, said: str, config: Path) -> None:
    (config / "boilerplate/learned.toml").write_text(wrong)
    with pytest.raises(ConfigError, match=said):
        load_rules(config)


def test_lines_are_read_from_any_file_of_rules(config: Path) -> None:
    (config / "boilerplate/learned.toml").rename(config / "boilerplate/ours.toml")
    assert [line.id for line in load_lines(config)] == ["a1b2"]
