"""The things that an article names, each under all its names there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from schemas.records import Entity, Field, Label, Mention
from tasks.tag.aliases import Form, aliases, fold
from tasks.tag.lexicon import NameWords
from tasks.tag.mentions import Name
from tasks.tag.printed import fullest
from tasks.tag.text import Text

SHOUTED = 4  # letters; shorter names in capitals are acronyms
STEPS = 5  # a chain of aliases is short; the bound is for chains that close on themselves


def find_entities(
    names: Sequence[Name], texts: Mapping[Field, Text], words: NameWords
) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
    """Names as mentions, and the entities they stand for in the order in which these first appear.

    Every mention has the label of its entity.
    """
    groups = _groups(names, words)
    entities: list[Entity] = []
    labels: dict[int, Label] = {}
    for members in groups:
        label = _label([names[i] for i in members])
        labels |= dict.fromkeys(members, label)
        known = next((names[i].known for i in members if names[i].known), None)
        name = known.name if known else _fullest([names[i] for i in members])
        entities.append(Entity(name, label, tuple(members), known.wikidata if known else None))
    mentions = tuple(_mention(name, texts, labels[i]) for i, name in enumerate(names))
    return mentions, tuple(entities)


def _mention(name: Name, texts: Mapping[Field, Text], label: Label) -> Mention:
    return Mention(name.field, name.start, name.end, texts[name.field].printed[name.start : name.end], label)


def _groups(names: Sequence[Name], words: NameWords) -> list[list[int]]:
    """Indices of the names that stand for one thing, groups and members in reading order."""
    by_key: defaultdict[str, list[int]] = defaultdict(list)
    known = {fold(name.plain): _key(name) for name in names if name.known}
    for i, name in enumerate(names):
        shouted = name.plain.isupper() and len(name.plain) >= SHOUTED
        by_key[known.get(fold(name.plain), _key(name)) if shouted else _key(name)].append(i)
    stands_for = aliases((_form(key, [names[i] for i in members]) for key, members in by_key.items()), words)
    merged: defaultdict[str, list[int]] = defaultdict(list)
    for key, members in by_key.items():
        merged[_last(key, stands_for)] += members
    return sorted(sorted(members) for members in merged.values())


def _key(name: Name) -> str:
    return f"{name.known.label}:{name.known.name}" if name.known else fold(name.plain) or name.plain


def _form(key: str, names: Sequence[Name]) -> Form:
    known = names[0].known
    return Form(key, known.name if known else _fullest(names), _label(names), known is not None)


def _last(key: str, stands_for: Mapping[str, str]) -> str:
    for _ in range(STEPS):
        key = stands_for.get(key, key)
    return key


def _label(names: Sequence[Name]) -> Label:
    votes: dict[Label, int] = {}
    for name in names:
        votes[name.label] = votes.get(name.label, 0) + name.votes
    return max(votes, key=votes.__getitem__)


def _fullest(names: Sequence[Name]) -> str:
    return fullest([name.plain for name in names])
