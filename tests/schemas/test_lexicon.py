from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from schemas.errors import ConfigError
from schemas.lexicon import load_lexicon

CONFIG = Path(__file__).parents[2] / "config"


def test_the_english_words_are_valid_and_in_lower_case() -> None:
    lexicon = load_lexicon(CONFIG)
    assert lexicon.language == "en"
    assert {"said", "pointed out"} <= lexicon.quotes.verbs
    listed = [words for words in dict(lexicon.figures).values() if isinstance(words, frozenset)]
    listed += [words for words in dict(lexicon.quotes).values() if isinstance(words, frozenset)]
    assert [word for words in listed for word in words if word != word.lower()] == []


def test_a_misspelt_list_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "lexicon").mkdir()
    path = tmp_path / "lexicon" / "en.toml"
    shutil.copy(CONFIG / "lexicon" / "en.toml", path)
    path.write_text(path.read_text(encoding="utf-8").replace("\nroles = ", "\nrolls = "), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"en\.toml:\d+: .*'rolls'; did you mean 'roles'"):
        load_lexicon(tmp_path)


def test_a_language_without_a_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"xx\.toml"):
        load_lexicon(tmp_path, "xx")
