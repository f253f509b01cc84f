"""Which of an entity's names to show. Pure, and the same in whatever order the names were met."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from schemas.records import Label
from tasks.load.fold import accents, fold

ACRONYM = 3  # letters; longer names of persons and places in capitals are shouted, or begin a report: PARIS (Reuters)


class Alias(Struct, frozen=True):
    """A name under which articles mention an entity."""

    surface: str
    mentions: int
    revisions: int = 0  # in how many it is used


def display_name(label: Label, folded: str, aliases: Iterable[Alias]) -> str | None:
    """The best spelling among those aliases that are the entity's full name; None if there is none.

    A form with accents wins, since nobody adds them by mistake; then, of persons and places, one that is not shouted;
    then the one with most mentions; then the first in alphabetical order.
    """
    spellings = [alias for alias in aliases if fold(alias.surface) == folded]
    if len(spellings) > 1:
        spellings.sort(key=lambda a: (-accents(a.surface), _is_shouted(label, a.surface), -a.mentions, a.surface))
    return spellings[0].surface if spellings else None


def _is_shouted(label: Label, surface: str) -> bool:
    return label in ("PERSON", "PLACE") and surface.isupper() and len(surface) > ACRONYM
