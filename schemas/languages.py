"""The languages that articles are tagged in: `config/languages/`, one file a language."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from schemas.config import ConfigModel, config_hash, line_of, load_folder
from schemas.errors import ConfigError
from schemas.records import Label

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Sha256 = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
RECOGNISER = "ner/model"  # the file of a spaCy pipeline that holds the weights for names


class Model(ConfigModel):
    """A spaCy pipeline whose entity recogniser is used."""

    name: Text  # as its own description has it: fr_core_news_sm
    packages: tuple[Annotated[str, StringConstraints(pattern=r"^\w+$")], ...] = Field(
        min_length=1
    )  # Python packages that carry it
    licence: Text
    sha256: Mapping[str, Sha256]  # of the files in its folder that decide what it finds


class Language(ConfigModel):
    """One language."""

    language: str = Field(pattern="^[a-z]{2}$")  # ISO 639-1
    name: Text
    install: Text  # what to run where no model is installed
    default: bool = False  # whether an article whose language is not known is read as this one
    gazetteer: Text  # folder under config/: words.toml, and what there is of patterns.toml and *.csv
    lexicon: Text | None = None  # file under config/; without it there are no quotes and no figures
    labels: Mapping[str, Label]  # what the models call a name -> what it is for us; others are left out
    model: tuple[Model, ...] = Field(min_length=1)  # the first that is installed is used

    def fingerprint(self, model: Model) -> str:
        """A hash of what decides, if that model is used."""
        return config_hash(Decisive(labels=self.labels, sha256=model.sha256))


class Decisive(ConfigModel):
    """What of a language's file decides which names are found."""

    labels: Mapping[str, Label]
    sha256: Mapping[str, str]


Languages = Mapping[Path, Language]  # by file


def load_languages(folder: Path) -> Languages:
    """The languages of `config/languages/`, in the order of their files' names.

    Raises:
        ConfigError: a file is not valid, two are for one language, or not just one is the default; says file and line.
    """
    if not folder.is_dir():
        raise ConfigError(f"there is no folder {folder}: copy config/languages/ of this release there")
    found = dict(load_folder(folder, Language))
    seen: dict[str, Path] = {}
    for path, language in found.items():
        if (first := seen.setdefault(language.language, path)) != path:
            raise ConfigError(f"{first.name} is for {language.language!r} already", path, line_of(path, "language"))
        for number, model in enumerate(language.model):
            if RECOGNISER not in model.sha256:
                line = line_of(path, "model", number, "sha256")
                raise ConfigError(f"model {model.name}: sha256 must hold that of {RECOGNISER!r}", path, line)
    _refuse_other_than_one_default(folder, found)
    return found


def _refuse_other_than_one_default(folder: Path, languages: Languages) -> None:
    defaults = [path for path, language in languages.items() if language.default]
    if not defaults:
        raise ConfigError("one of the languages must say default = true", folder)
    if len(defaults) > 1:
        said = f"{defaults[0].name} says default = true already; only one may"
        raise ConfigError(said, defaults[1], line_of(defaults[1], "default"))
