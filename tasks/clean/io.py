"""Reading the rules that people edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from schemas.boilerplate import RuleFile
from schemas.config import config_hash, load_folder
from schemas.errors import ConfigError
from schemas.records import Processor
from schemas.sources import Source, load_sources
from tasks.clean.clean import processor
from tasks.clean.rules import CleaningRules, compile_rules


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
    """The boilerplate rules of `config_dir/boilerplate/*.toml`; no such folder means no rules.

    Raises:
        ConfigError: a file is not valid, or two rules have the same key.
    """
    files = load_folder(config_dir / "boilerplate", RuleFile)
    where: dict[str, Path] = {}
    for path, file in files:
        for rule in file.rules:
            if rule.key in where:
                raise ConfigError(f"rule {rule.key!r} is already defined in {where[rule.key]}", path)
            where[rule.key] = path
    rules = [rule for _, file in files for rule in file.rules]
    words = [file.bylines for _, file in files]
    return compile_rules(rules, words, config_hash(*rules, *words))
