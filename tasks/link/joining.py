"""Which names stand for one thing, and why. Pure, and the same in whatever order the names were met.

A wrong join ends in print, a missed one in a second row. So names are joined where they are the same but for spelling,
or have one Wikidata number; where a full name was taken for several kinds of thing; and where articles have shown, more
than once, what an acronym stands for. docs/decisions/0016 has what was measured.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import get_args

from msgspec import Struct

from schemas.records import JoinRule, Label
from tasks.link.decisions import Decisions
from tasks.link.likeness import is_bare, likeness, stands_for
from tasks.link.names import Alias
from tasks.load.rows import EntityKey

TOGETHER = 2  # articles that must have an acronym for its longer name
RIVALS = 0.1  # of the articles that tell what an acronym stands for; with more for other names, it is ambiguous
LABELS: tuple[Label, ...] = get_args(Label)  # which goes first where as many articles say one as another


class Name(Struct, frozen=True):
    """A name that is the same in all articles, with all that the ledger knows of it."""

    id: int
    label: Label
    folded: str
    wikidata: str | None
    aliases: tuple[Alias, ...] = ()

    @property
    def key(self) -> EntityKey:
        """What makes it one name."""
        return self.label, self.folded

    @property
    def is_alive(self) -> bool:
        """Whether anything is called so at present."""
        return any(alias.mentions > 0 for alias in self.aliases)

    @property
    def revisions(self) -> int:
        """How many revisions name it, by the form that most of them use."""
        return max((alias.revisions for alias in self.aliases), default=0)


class Joined(Struct, frozen=True):
    """What became of a name."""

    thing: int | None = None  # the id of the name that it is one with; None if it is a thing of its own
    rule: JoinRule | None = None  # None with a thing: both have its Wikidata number
    line: int | None = None  # of the editors' file


Parents = dict[int, Joined]


def join(names: Sequence[Name], decisions: Decisions, things: Mapping[EntityKey, int]) -> dict[int, Joined]:
    """What each of these names stands for.

    Args:
        names: with every name, all that are alike; for every acronym, all names that go by it.
        decisions: what editors say; it goes before every rule.
        things: the ids of the things that they name.
    """
    blocks: defaultdict[str, list[Name]] = defaultdict(list)
    for name in names:
        if _may_join(name, decisions, things):
            blocks[likeness(name.label, name.folded)].append(name)
    parents: Parents = {}
    heads = [head for block in blocks.values() for head in _heads(block, parents, decisions, things)]
    parents |= _of_one_number(sorted(heads, key=lambda head: _rank(head, decisions, things)), things)
    decided = {name.id: said for name in names if (said := _decided(name, decisions, things))}
    parents |= _acronyms(heads, names, {name.id: _root(name.id, decided, parents) for name in names})
    return {name.id: _root(name.id, decided, parents) for name in names}


def _may_join(name: Name, decisions: Decisions, things: Mapping[EntityKey, int]) -> bool:
    if name.key in things:
        return True
    return name.is_alive and (
        not is_bare(name.label, name.folded) or bool(decisions.everywhere(name.label, name.folded))
    )


def _heads(
    block: Sequence[Name], parents: Parents, decisions: Decisions, things: Mapping[EntityKey, int]
) -> list[Name]:
    """The names of a block that others join, and what these join them by."""
    by_label: defaultdict[Label, list[Name]] = defaultdict(list)
    for name in sorted(block, key=lambda name: _rank(name, decisions, things)):
        by_label[name.label].append(name)
    heads = {label: _join_to_first(members, "spelling", parents, things) for label, members in by_label.items()}
    first = [kept[0] for kept in heads.values()]
    if _are_one_thing(first):
        votes = {label: sum(name.revisions for name in members) for label, members in by_label.items()}
        ranked = sorted(first, key=lambda n: (n.key not in things, -votes[n.label], LABELS.index(n.label)))
        stay = _join_to_first(ranked, "kind", parents, things)
        return [*stay, *(name for kept in heads.values() for name in kept[1:])]
    return [name for kept in heads.values() for name in kept]


def _rank(name: Name, decisions: Decisions, things: Mapping[EntityKey, int]) -> tuple[bool, bool, bool, int, str]:
    """What editors name goes first, and so takes the others along; then what the gazetteer knows; then the usual."""
    decided = decisions.everywhere(name.label, name.folded) is not None
    return name.key not in things, not decided, name.wikidata is None, -name.revisions, name.folded


def _join_to_first(
    names: Sequence[Name], rule: JoinRule, parents: Parents, things: Mapping[EntityKey, int]
) -> list[Name]:
    """Joins to the first name all that may be the same; returns those that stay, the first before all."""
    first, *others = names
    stay = [first]
    for name in others:
        if name.key in things or _differ(first, name):
            stay.append(name)
        else:
            parents[name.id] = Joined(first.id, rule)
    return stay


def _of_one_number(heads: Iterable[Name], things: Mapping[EntityKey, int]) -> Parents:
    """Names of several languages for one thing, each with the first of them."""
    first: dict[str, int] = {}
    return {
        head.id: Joined(first[head.wikidata])
        for head in heads
        if head.wikidata and first.setdefault(head.wikidata, head.id) != head.id and head.key not in things
    }


def _differ(one: Name, other: Name) -> bool:
    """Whether two names are known to be two things."""
    return None not in (one.wikidata, other.wikidata) and one.wikidata != other.wikidata


def _are_one_thing(names: Sequence[Name]) -> bool:
    """Whether names that are alike, each with another label, are one thing that was taken for several kinds.

    Of a single word it may well be two: Bloomberg is a company and a person, Lincoln a person and a place. A town and
    its club are called alike, however many words that is. Groups are left alone.
    """
    labels = {name.label for name in names}
    if len(labels) < 2 or "GROUP" in labels or {"ORG", "PLACE"} <= labels:
        return False
    return all(" " in name.folded for name in names) and not any(_differ(*pair) for pair in combinations(names, 2))


def _acronyms(heads: Iterable[Name], names: Sequence[Name], roots: Mapping[int, Joined]) -> Parents:
    """Organisations that are only called by their initials, each with the one whose initials they are."""
    spelt = _spelt(names, roots)
    found: Parents = {}
    for head in heads:
        if head.label == "ORG" and " " not in head.folded and roots[head.id] == Joined():
            counts: Counter[int] = Counter()
            for surface in {alias.surface for alias in head.aliases if alias.mentions > 0}:
                counts.update(spelt.get(surface, {}))
            if verdict := _verdict(counts):
                found[head.id] = verdict
    return found


def _spelt(names: Iterable[Name], roots: Mapping[int, Joined]) -> dict[str, Counter[int]]:
    """By acronym, the things of more than one word that go by it, and in how many revisions."""
    short = {name.id for name in names if " " not in name.folded}  # none of these, so that nothing joins in a circle
    found: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for name in (name for name in names if name.label == "ORG" and name.id not in short):
        thing = roots[name.id].thing or name.id
        for alias in name.aliases:
            if alias.mentions > 0 and thing not in short and stands_for(alias.surface, name.folded):
                found[alias.surface][thing] += alias.revisions
    return found


def _verdict(found: Mapping[int, int]) -> Joined | None:
    """What an acronym stands for, if that is seen often enough; that it is ambiguous, if it is."""
    thing, best = max(found.items(), key=lambda item: item[1], default=(None, 0))
    if best < TOGETHER:
        return None
    if best < (1 - RIVALS) * sum(found.values()):
        return Joined(None, "ambiguous")
    return Joined(thing, "acronym")


def _decided(name: Name, decisions: Decisions, things: Mapping[EntityKey, int]) -> Joined | None:
    """What an editor says of a name; a thing that an editor names is one of its own."""
    line = decisions.everywhere(name.label, name.folded)
    if name.key in things:
        return Joined(None, "editor" if line else None, line.number if line else None)
    return Joined(things[line.thing], "editor", line.number) if line else None


def _root(id_: int, decided: Mapping[int, Joined], parents: Mapping[int, Joined]) -> Joined:
    """What a name stands for, by the rule that leads to it, however many steps it takes."""
    own = said = decided.get(id_) or parents.get(id_) or Joined()
    while said.thing is not None and (further := decided.get(said.thing) or parents.get(said.thing)):
        if further.thing is None:
            break
        said = further
    return Joined(said.thing, own.rule, own.line)
