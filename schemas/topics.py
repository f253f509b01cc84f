"""Reading `config/topics/`: each file on its own, then what a file alone cannot tell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from schemas.config import load_folder, load_toml
from schemas.errors import ConfigError
from schemas.topic import Irregular, RetiredId, RetiredIds, TopicDefinition
from schemas.topic_model import TopicModel, load_model
from schemas.wording import nearest


@dataclass(frozen=True, slots=True)
class Topics:
    """All topics, with what they need to be read."""

    definitions: tuple[TopicDefinition, ...]
    irregular: Irregular
    models: Mapping[str, TopicModel] = field(default_factory=dict)  # by topic, of those that have one

    def only(self, definition: TopicDefinition) -> Topics:
        """One of them by itself."""
        return Topics((definition,), self.irregular, self.models)


def load_topics(folder: Path, *, models: bool = True) -> Topics:
    """The topics of `config/topics/`, in the order of their files' names; with `models` false, their rules alone.

    Raises:
        ConfigError: a file is not valid, or names a list or an IPTC id that cannot be used; says file and line.
        ModelError: a model that a file names is missing, or another.
    """
    retired = {each.id: each for each in load_toml(folder / "shared" / "retired.toml", RetiredIds).retired}
    found = load_folder(folder, TopicDefinition)
    for path, definition in found:
        _check_name(path, definition)
        _check_ids(path, definition, retired)
        _check_lists(path, definition)
    irregular = load_toml(folder / "shared" / "irregular.toml", Irregular)
    named = {each.key: each.learned.sha256 for _, each in found if each.learned and models}
    learned = {key: load_model(folder, key, sha256) for key, sha256 in named.items()}
    return Topics(tuple(definition for _, definition in found), irregular, learned)


def _check_name(path: Path, definition: TopicDefinition) -> None:
    if path.stem != definition.key:
        raise _error(f"key {definition.key!r} and the file's name must be the same", path, "key")


def _check_ids(path: Path, definition: TopicDefinition, retired: Mapping[str, RetiredId]) -> None:
    for number in definition.iptc.ids if definition.iptc else ():
        if old := retired.get(number):
            use = f"use {', '.join(old.successors)}" if old.successors else "it has no successor"
            raise _error(f"iptc.ids: {number} was retired on {old.retired}; {use}", path, number)


def _check_lists(path: Path, definition: TopicDefinition) -> None:
    for name in (phrase[1:] for phrases in definition.phrase_lists() for phrase in phrases if phrase.startswith("@")):
        if name not in definition.lists:
            lists = [f"@{each}" for each in definition.lists]
            hint = nearest(f"@{name}", lists, f"; lists are {', '.join(lists) or 'none'}")
            raise _error(f"there is no list '@{name}'{hint}", path, f"@{name}")
    for name in definition.lists:
        if _reaches(definition.lists, name, name):
            raise _error(f"list '@{name}' contains itself", path, name)


def _reaches(lists: Mapping[str, tuple[str, ...]], start: str, goal: str) -> bool:
    todo, seen = [start], set[str]()
    while todo:
        named = {phrase[1:] for phrase in lists[todo.pop()] if phrase.startswith("@")}
        if goal in named:
            return True
        todo += named - seen
        seen |= named
    return False


def _error(message: str, path: Path, needle: str) -> ConfigError:
    lines = path.read_text(encoding="utf-8").splitlines()
    word = re.compile(rf"(?<![\w-]){re.escape(needle)}(?![\w-])")
    return ConfigError(message, path, next((n for n, line in enumerate(lines, 1) if word.search(line)), None))
