"""Languages as their files describe them."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.errors import ConfigError
from schemas.languages import load_languages

CONFIG = Path(__file__).parents[2] / "config" / "languages"
FILE = """language = "{code}"
name = "Norlandish"
install = "pip install norlandish"
{more}gazetteer = "gazetteer/no"

[labels]
PER = "PERSON"

[[model]]
name = "{code}_core"
packages = ["{code}_core"]
licence = "MIT"
sha256 = {{ "ner/model" = "{digits}" }}
"""
DEFAULT = "default = true\n"


def written(folder: Path, name: str, code: str, more: str = "", **changes: str) -> None:
    text = FILE.format(code=code, more=more, digits="0" * 64)
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    (folder / name).write_text(text, encoding="utf-8")


def test_those_that_come_along_are_valid_and_name_their_licences() -> None:
    found = {each.language: each for each in load_languages(CONFIG).values()}
    assert found["en"].default
    assert [model.licence for model in found["fr"].model] == ["LGPL-LR"]


@pytest.mark.parametrize(
    ("changes", "line", "said"),
    [
        ({"PERSON": "PERSN"}, 7, "labels.PER: must be .* not 'PERSN'; did you mean 'PERSON'?"),
        ({"licence": "license"}, 12, "unknown key 'license'; did you mean 'licence'?"),
        ({'"aa"': '"aaa"'}, 1, "language: must have the form"),
        ({"000": "00"}, 13, "sha256"),
        ({'["aa_core"]': '["aa core"]'}, 11, "packages"),
        ({'"ner/model"': '"ner/cfg"'}, 13, "model aa_core: sha256 must hold that of 'ner/model'"),
    ],
)
def test_a_mistake_has_its_line(tmp_path: Path, changes: dict[str, str], line: int, said: str) -> None:
    written(tmp_path, "a.toml", "aa", **changes)
    with pytest.raises(ConfigError, match=said) as raised:
        load_languages(tmp_path)
    assert f"a.toml:{line}: " in str(raised.value)


def test_a_language_has_one_file(tmp_path: Path) -> None:
    written(tmp_path, "a.toml", "aa", DEFAULT)
    written(tmp_path, "b.toml", "aa")
    with pytest.raises(ConfigError, match=r"b\.toml:1: a\.toml is for 'aa' already"):
        load_languages(tmp_path)


def test_just_one_is_the_default(tmp_path: Path) -> None:
    written(tmp_path, "a.toml", "aa")
    with pytest.raises(ConfigError, match="one of the languages must say default = true"):
        load_languages(tmp_path)
    written(tmp_path, "a.toml", "aa", DEFAULT)
    written(tmp_path, "b.toml", "bb", DEFAULT)
    with pytest.raises(ConfigError, match=r"b\.toml:4: a\.toml says default = true already"):
        load_languages(tmp_path)


def test_a_configuration_from_before_there_were_languages_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(
        ConfigError, match=r"there is no folder .*languages: copy config/languages/ of this release there"
    ):
        load_languages(tmp_path / "languages")


def test_what_decides_is_labels_and_weights() -> None:
    language = load_languages(CONFIG)[CONFIG / "fr.toml"]
    (model,) = language.model
    renamed = language.model_copy(update={"name": "français", "install": "ask"})
    relabelled = language.model_copy(update={"labels": {"PER": "PERSON"}})
    assert renamed.fingerprint(model) == language.fingerprint(model)
    assert relabelled.fingerprint(model) != language.fingerprint(model)
    other = model.model_copy(update={"sha256": {"ner/model": "0" * 64}})
    assert language.fingerprint(other) != language.fingerprint(model)
