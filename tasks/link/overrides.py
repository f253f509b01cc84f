"""Which articles an editor's decisions are about, and which decision holds. Pure, and the same in whatever order."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from schemas.overrides import Override
from tasks.load.names import Name, name_of

Called = TypeVar("Called", bound=Hashable)


class Keyed(Struct, frozen=True):
    """An article under one of its keys, or under the address that it gives itself."""

    article_id: int
    source: str
    kind: str
    value: str


class Standing(Struct, frozen=True):
    """A decision, and what it comes to."""

    override: Override
    named: frozenset[int]  # the articles that it names; none as long as it waits for its article
    decided: frozenset[int]  # those of which no later line says otherwise


def names_of(overrides: Iterable[Override], folder: Path) -> dict[int, Name]:
    """What each decision calls its article, by its line; a relative path is one in `folder`."""
    return {override.line: name_of(override.article, folder) for override in overrides}


def stand(overrides: Sequence[Override], names: Mapping[int, Name], found: Iterable[Keyed]) -> list[Standing]:
    """What every decision comes to, in their order; of two about an article and a topic the later line holds."""
    named = find_named(names, found)
    last = {(id_, each.topic): each.line for each in overrides for id_ in sorted(named[each.line])}
    return [
        Standing(
            each,
            named[each.line],
            frozenset(id_ for id_ in named[each.line] if last[id_, each.topic] == each.line),
        )
        for each in overrides
    ]


def find_named(names: Mapping[Called, Name], found: Iterable[Keyed]) -> dict[Called, frozenset[int]]:
    """The articles that each line names, or whatever else calls them so."""
    by_value: dict[str, list[Keyed]] = {}
    for keyed in found:
        by_value.setdefault(keyed.value, []).append(keyed)
    return {
        called: frozenset(
            keyed.article_id for value in name.values for keyed in by_value.get(value, ()) if _fits(keyed, name)
        )
        for called, name in names.items()
    }


def _fits(keyed: Keyed, name: Name) -> bool:
    return keyed.kind in name.kinds and name.source in (None, keyed.source)
