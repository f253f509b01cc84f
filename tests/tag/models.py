"""The models that are installed where the tests run, each loaded once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from schemas.languages import Language, load_languages
from tasks.tag.installed import Installed, find_model, load_recogniser
from tasks.tag.model import Recogniser

FOLDER = Path(__file__).parents[2] / "config" / "languages"
MODELS = {"en_core_web_sm": "en", "en_core_web_md": "en", "fr_core_news_sm": "fr"}


def described(model: str) -> tuple[Path, Language]:
    """The file of a model's language, and what it says, with this model alone."""
    path = FOLDER / f"{MODELS[model]}.toml"
    language = load_languages(FOLDER)[path]
    alone = tuple(each for each in language.model if each.name == model)
    return path, language.model_copy(update={"model": alone, "default": False})


def installed(model: str) -> Installed:
    """A model; the test is skipped where it is not installed."""
    found = find_model(*described(model))
    if found is None:
        pytest.skip(f"{model} is not installed here")
    return found


@lru_cache(maxsize=2)
def recogniser_of(model: str) -> Recogniser:
    """Its recogniser."""
    return load_recogniser(installed(model))
