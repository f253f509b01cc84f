"""Reading what tagging needs: the model, the gazetteer, the definitions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from schemas.config import load_toml, read_edited
from schemas.csv_file import Record, records
from schemas.errors import ConfigError
from schemas.gazetteer import KnownName, Patterns, Words
from schemas.languages import Language, load_languages
from schemas.lexicon import Lexicon
from schemas.titles import TitleWords
from schemas.topics import load_topics
from schemas.wording import plain
from tasks.tag.installed import Installed, find_model, load_recogniser

if TYPE_CHECKING:
    from tasks.tag.language import Definitions, LanguageTagger
    from tasks.tag.tagger import Tagger

COLUMNS = ("name", "label", "aliases", "wikidata")


def load_tagger(config_dir: Path) -> Tagger:
    """A tagger with everything under `config_dir`, for the languages that have a model.

    Raises:
        ModelError: a model's weights are not the ones expected, or the default language has no model.
        ConfigError: a file under `config_dir` is not valid.
    """
    from tasks.tag.tagger import Tagger

    languages = load_languages(config_dir / "languages").items()
    found = [(language, find_model(path, language)) for path, language in languages]
    return Tagger(
        [_language_tagger(config_dir, language, model) for language, model in found if model],
        load_topics(config_dir / "topics"),
    )


def _language_tagger(config_dir: Path, language: Language, installed: Installed) -> LanguageTagger:
    from tasks.tag.language import LanguageTagger

    definitions = load_definitions(config_dir, language)
    return LanguageTagger(definitions, installed.model, partial(load_recogniser, installed))


def load_definitions(config_dir: Path, language: Language) -> Definitions:
    """What editors have written under `config_dir` for a language.

    Raises:
        ConfigError: a file is not valid.
    """
    from tasks.tag.language import Definitions

    folder = config_dir / language.gazetteer
    patterns, titles = folder / "patterns.toml", folder / "titles.toml"
    return Definitions(
        language=language,
        names=load_names(folder),
        patterns=load_toml(patterns, Patterns) if patterns.exists() else Patterns(pattern=()),
        words=load_toml(folder / "words.toml", Words),
        lexicon=load_toml(config_dir / language.lexicon, Lexicon) if language.lexicon else None,
        titles=load_toml(titles, TitleWords) if titles.exists() else None,
    )


def load_names(folder: Path) -> list[KnownName]:
    """The rows of every .csv file of the gazetteer.

    Raises:
        ConfigError: a row is not valid; names file and line.
    """
    return [name for path in sorted(folder.glob("*.csv")) for name in _rows(path)]


def _rows(path: Path) -> Iterator[KnownName]:
    found = records(read_edited(path), path)
    heading = next(found, None)
    if heading is None or heading.cells != COLUMNS:
        raise ConfigError(f"the first line must be {','.join(COLUMNS)}", path, 1)
    yield from (_known_name(row, path) for row in found)


def _known_name(row: Record, path: Path) -> KnownName:
    if len(row.cells) != len(COLUMNS):
        raise ConfigError(f"must have {len(COLUMNS)} cells", path, row.first)
    name, label, aliases, wikidata = row.cells
    said = {
        "name": name,
        "label": label,
        "aliases": tuple(filter(None, aliases.split("|"))),
        "wikidata": wikidata or None,
        "listed": path.stem,
    }
    try:
        return KnownName.model_validate(said)
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigError(f"{first['loc'][0]}: {plain(first)}", path, row.first) from error
