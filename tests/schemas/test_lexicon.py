from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from schemas.config import load_toml
from schemas.errors import ConfigError
from schemas.lexicon import Lexicon

ENGLISH = Path(__file__).parents[2] / "config" / "lexicon" / "en.toml"


def test_the_english_words_are_valid_and_in_lower_case() -> None:
    lexicon = load_toml(ENGLISH, Lexicon)
    assert lexicon.language == "en"
    assert {"said", "pointed out"} <= lexicon.quotes.verbs
    listed = [words for words in dict(lexicon.figures).values() if isinstance(words, frozenset)]
    listed += [words for words in dict(lexicon.quotes).values() if isinstance(words, frozenset)]
    assert [word for words in listed for word in words if word != word.lower()] == []


def test_a_misspelt_list_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "en.toml"
    shutil.copy(ENGLISH, path)
    path.write_text(path.read_text(encoding="utf-8").replace("\nroles = ", "\nrolls = "), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"en\.toml:\d+: .*'rolls'; did you mean 'roles'"):
        load_toml(path, Lexicon)
