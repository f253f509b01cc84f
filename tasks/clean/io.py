"""Reading the rules that people edit."""

from __future__ import annotations

from pathlib import Path

from schemas.boilerplate import RuleFile
from schemas.config import config_hash, load_folder
from schemas.errors import ConfigError
from tasks.clean.rules import CleaningRules, compile_rules


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
    agencies = [agency for _, file in files for agency in file.agencies]
    return compile_rules(rules, words, agencies, config_hash(*rules, *words, *agencies))
