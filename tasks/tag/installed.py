"""Models as they are installed: found, checked against what `config/languages/` says of them, set up for speed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schemas.config import line_of
from schemas.errors import ConfigError, ModelError
from schemas.languages import RECOGNISER, Language, Model

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline

    from tasks.tag.model import Recogniser

# The NER has its own tok2vec: everything else would only cost time.
OTHERS = ["tok2vec", "tagger", "morphologizer", "parser", "senter", "attribute_ruler", "lemmatizer"]


@dataclass(frozen=True, slots=True)
class Installed:
    """A model that is installed, and is the one that it should be."""

    model: Model
    folder: Path


def find_model(path: Path, language: Language) -> Installed | None:
    """The first of a language's models that is installed; None if there is none.

    Args:
        path: the language's file.
        language: what it says.

    Raises:
        ModelError: a model is not the one that the file describes, or the default language has none.
        ConfigError: the file takes it for another model than it says itself.
    """
    for number, model in enumerate(language.model):
        for package in model.packages:
            if (spec := find_spec(package)) and spec.origin:
                folder = _folder(package, Path(spec.origin).parent, language)
                _refuse_other_files(folder, model, path, number, language)
                _refuse_misnamed(folder, path, number, language)
                return Installed(model, folder)
    if language.default:
        packages = " or ".join(package for model in language.model for package in model.packages)
        raise ModelError(f"no model for {language.name} is installed: run {language.install}, or install {packages}")
    return None


def _folder(package: str, place: Path, language: Language) -> Path:
    found = next(place.glob(f"*/{RECOGNISER}"), None)
    if found is None:
        raise ModelError(f"the package {package} holds no model: install it again, as with {language.install}")
    return found.parents[1]


def _refuse_misnamed(folder: Path, path: Path, number: int, language: Language) -> None:
    """The model says itself what it is; a file that says otherwise is misspelt."""
    said = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    name = f"{said['lang']}_{said['name']}"  # whoever packs it anew may add to it
    if said["lang"] != language.language:
        told = f"language: {name} is a model for {said['lang']!r}, not for {language.language!r}"
        raise ConfigError(told, path, line_of(path, "language"))
    if not name.startswith(language.model[number].name):
        told = f"model.name: what is installed is {name}, not {language.model[number].name}"
        raise ConfigError(told, path, line_of(path, "model", number, "name"))


def _refuse_other_files(folder: Path, model: Model, path: Path, number: int, language: Language) -> None:
    for file, wanted in model.sha256.items():
        found = _sha256(folder / file)
        if found != wanted:
            line = line_of(path, "model", number, "sha256", file)
            wrong = f"the weights of {model.name} in {folder} are not those that {path}:{line} names"
            raise ModelError(f"{wrong} ({file} has sha256 {found}): install it again, as with {language.install}")


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return "none: it is not there"


def load_recogniser(installed: Installed) -> Recogniser:
    """The recogniser of a model, set up for speed.

    Raises:
        ModelError: its network is not one that is computed here.
    """
    import spacy

    from tasks.tag.encoder import Encoder
    from tasks.tag.model import Recogniser
    from tasks.tag.transitions import Transitions, moves

    nlp = spacy.load(installed.folder, exclude=OTHERS)
    ner: Any = nlp.get_pipe("ner")  # Pipe declares neither model nor moves
    names = [ner.moves.get_class_name(number) for number in range(ner.moves.n_moves)]
    labels = [name.removeprefix("B-") for name in names if name.startswith("B-")]
    if names != moves(labels) or not _computes(ner.model):
        raise ModelError(f"the network of {installed.model.name} is not of the kind that newsledger computes")
    _without_blis(nlp)
    encoder = Encoder(ner.model.get_ref("tok2vec"), nlp.vocab.vectors)
    nlp.vocab.vectors = type(nlp.vocab.vectors)(strings=nlp.vocab.strings)  # the encoder has what it needs of them
    return Recogniser(nlp, encoder, Transitions(ner.model, labels))


def _computes(model: Any) -> bool:
    from tasks.tag import encoder, transitions

    return encoder.computes(model.get_ref("tok2vec")) and transitions.computes(model)


def _without_blis(nlp: Pipeline) -> None:
    """Blis picks a generic kernel on some CPUs."""
    from thinc.api import NumpyOps

    ner: Any = nlp.get_pipe("ner")
    for node in ner.model.walk():
        node.ops = NumpyOps(use_blis=False)
