"""Reading what cleaning goes by: the rules that people edit, and the block model."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypedDict

import numpy as np

from schemas.boilerplate import LearnedLine, RuleFile
from schemas.config import config_hash, line_of, load_folder
from schemas.errors import ConfigError, ModelError
from schemas.records import Processor
from schemas.sources import Source, load_sources
from tasks.clean.block_model import BlockModel, Trees
from tasks.clean.clean import processor
from tasks.clean.rules import CleaningRules, compile_rules
from tasks.clean.vocabulary import Vocabulary

MODELS = Path(__file__).parents[2] / "models"
PAGE_BLOCKS, TEXT_LINES = "page_blocks.json", "text_lines.json"
HASHES = "SHA256SUMS"  # as sha256sum writes it


class TreesFile(TypedDict):
    """Trees as JSON has them; a border that is null is never passed."""

    columns: list[list[int]]
    borders: list[list[float | None]]
    leaves: list[list[float]]
    bias: float


class ModelFile(TypedDict):
    """A model as JSON has it; its hash vouches for its shape."""

    columns: list[str]
    trees: TreesFile
    vocabulary: dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Cleaner:
    """What cleaning goes by."""

    rules: CleaningRules
    sources: Mapping[str, Source]  # the configured ones by name
    processor: Processor


def load_cleaner(config_dir: Path) -> Cleaner:
    """A cleaner with the rules and sources under `config_dir`.

    Raises:
        ConfigError: a file is not valid.
    """
    rules, sources = load_rules(config_dir), load_sources(config_dir)
    return Cleaner(rules, {source.name: source for source in sources}, processor(rules, sources))


def load_rules(config_dir: Path) -> CleaningRules:
    """The boilerplate rules of `config_dir/boilerplate/*.toml`, with the block model; no such folder means no rules.

    Raises:
        ConfigError: a file is not valid, or two rules have the same key, or two adopted lines the same id.
        ModelError: the block model is missing, or is not the one that belongs to this version.
    """
    files = load_folder(config_dir / "boilerplate", RuleFile)
    _refuse_doubles(files, "rule", "key")
    _refuse_doubles(files, "line", "id")
    rules = [rule for _, file in files for rule in file.rules]
    lines = [line for _, file in files for line in file.lines]
    words = [file.bylines for _, file in files]
    agencies = [agency for _, file in files for agency in file.agencies]
    hashed = config_hash(*rules, *words, *agencies, *lines)
    pages, texts = load_model(MODELS / PAGE_BLOCKS), load_model(MODELS / TEXT_LINES)
    return compile_rules(rules, words, agencies, hashed, pages, texts, lines)


def load_lines(config_dir: Path) -> list[LearnedLine]:
    """The lines that were adopted as boilerplate of their sources, in any of the files of rules.

    Raises:
        ConfigError: a file is not valid.
    """
    return [line for _, file in load_folder(config_dir / "boilerplate", RuleFile) for line in file.lines]


def _refuse_doubles(files: Sequence[tuple[Path, RuleFile]], table: str, name: str) -> None:
    """No two `[[rule]]` or `[[line]]` have the same name."""
    where: dict[str, Path] = {}
    for path, file in files:
        for number, each in enumerate(getattr(file, f"{table}s")):
            found = getattr(each, name)
            if found in where:
                said = f"{table} {found!r} is already defined in {where[found]}"
                raise ConfigError(said, path, line_of(path, table, number, name))
            where[found] = path


@lru_cache(maxsize=2)
def load_model(path: Path) -> BlockModel:
    """A model of `models/`.

    Raises:
        ModelError: it is missing, or its hash is not the one in `SHA256SUMS` beside it.
    """
    try:
        content = path.read_bytes()
        vouched = path.with_name(HASHES).read_text().split()
    except OSError as error:
        raise ModelError(f"The model {error.filename} cannot be read: check newsledger out anew.") from error
    sha256 = hashlib.sha256(content).hexdigest()
    if sha256 not in vouched:
        raise ModelError(f"The model {path} is not the one in {path.with_name(HASHES)}: check newsledger out anew.")
    return _model(json.loads(content), sha256)


def _model(file: ModelFile, sha256: str) -> BlockModel:
    trees, vocabulary = file["trees"], file["vocabulary"]
    borders = np.array([[np.inf if border is None else border for border in tree] for tree in trees["borders"]])
    return BlockModel(
        Trees(np.array(trees["columns"]), borders, np.array(trees["leaves"]), trees["bias"]),
        tuple(file["columns"]),
        Vocabulary(vocabulary["words"], vocabulary["names"], vocabulary["tags"]),
        sha256,
    )
