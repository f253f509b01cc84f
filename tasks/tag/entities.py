"""The things that an article names, each under all its names there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

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
    titles = _titles(names, texts, words)
    entities: list[Entity] = []
    labels: dict[int, Label] = {}
    for members in _groups(names, titles, words):
        label = _label([names[i] for i in members])
        labels |= dict.fromkeys(members, label)
        known = next((names[i].known for i in members if names[i].known), None)
        name = known.name if known else _fullest([names[i] for i in members])
        entities.append(Entity(name, label, tuple(members), known.wikidata if known else None))
    mentions = tuple(_mention(name, texts, labels[i]) for i, name in enumerate(names))
    return mentions, tuple(_told_apart(entities, titles, words))


def _titles(names: Sequence[Name], texts: Mapping[Field, Text], words: NameWords) -> dict[int, str]:
    """By the indices of persons, the titles before them that tell whether they are men or women."""
    found = (
        (i, words.genders.title_before(texts[name.field].plain, name.start))
        for i, name in enumerate(names)
        if name.label == "PERSON" and name.known is None
    )
    return {i: title for i, title in found if title}


def _told_apart(entities: Sequence[Entity], titles: Mapping[int, str], words: NameWords) -> Iterator[Entity]:
    """The entities, those persons with their titles who would share a surname alone: Mr Hale, Ms Hale."""
    times = Counter(entity.name for entity in entities if entity.label == "PERSON")
    for entity in entities:
        shared = times[entity.name] > 1 and _is_alone(entity.name, words)
        title = next((titles[i] for i in entity.mentions if i in titles), None) if shared else None
        yield replace(entity, name=f"{title} {entity.name}") if title else entity


def _mention(name: Name, texts: Mapping[Field, Text], label: Label) -> Mention:
    return Mention(name.field, name.start, name.end, texts[name.field].printed[name.start : name.end], label)


def _groups(names: Sequence[Name], titles: Mapping[int, str], words: NameWords) -> list[list[int]]:
    """Indices of the names that stand for one thing, groups and members in reading order."""
    by_key: defaultdict[str, list[int]] = defaultdict(list)
    known = {fold(name.plain): _key(name) for name in names if name.known}
    for i, name in enumerate(names):
        shouted = name.plain.isupper() and len(name.plain) >= SHOUTED
        key = known.get(fold(name.plain), _key(name)) if shouted else _key(name)
        told_apart = i in titles and _is_alone(name.plain, words)
        by_key[f"{key} {words.genders.of_title(titles[i])}" if told_apart else key].append(i)
    forms = (_form(key, members, names, titles, words) for key, members in by_key.items())
    stands_for = aliases(forms, words)
    merged: defaultdict[str, list[int]] = defaultdict(list)
    for key, members in by_key.items():
        merged[_last(key, stands_for)] += members
    return sorted(sorted(members) for members in merged.values())


def _key(name: Name) -> str:
    return f"{name.known.label}:{name.known.name}" if name.known else fold(name.plain) or name.plain


def _is_alone(name: str, words: NameWords) -> bool:
    """Whether a surname has no first name before it: Hale, van der Hale."""
    first, _, others = name.partition(" ")
    return not others or first.lower() in words.particles


def _form(key: str, members: Sequence[int], names: Sequence[Name], titles: Mapping[int, str], words: NameWords) -> Form:
    listed = [names[i] for i in members]
    known, label = listed[0].known, _label(listed)
    plain = known.name if known else _fullest(listed)
    male = _is_male(plain, members, titles, words) if label == "PERSON" else None
    return Form(key, plain, label, known is not None, _is_alone(plain, words), male)


def _is_male(plain: str, members: Iterable[int], titles: Mapping[int, str], words: NameWords) -> bool | None:
    """What the titles before a name tell, if they agree; without any, what the first name tells."""
    told = {words.genders.of_title(titles[i]) for i in members if i in titles}
    return words.genders.of_name(plain) if not told else told.pop() if len(told) == 1 else None


def _last(key: str, stands_for: Mapping[str, str]) -> str:
    for _ in range(STEPS):
        key = stands_for.get(key, key)
    return key


def _label(names: Sequence[Name]) -> Label:
    if len(names) == 1:
        return names[0].label
    votes: dict[Label, int] = {}
    for name in names:
        votes[name.label] = votes.get(name.label, 0) + name.votes
    return max(votes, key=votes.__getitem__)


def _fullest(names: Sequence[Name]) -> str:
    return fullest([name.plain for name in names])
