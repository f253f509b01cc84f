"""Which of an entity's names to show. Pure, and the same in whatever order the names were met."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from tasks.load.fold import accents, fold


class Alias(Struct, frozen=True):
    """A name under which articles mention an entity."""

    surface: str
    mentions: int
    revisions: int = 0  # in how many it is used


def display_name(folded: str, aliases: Iterable[Alias]) -> str | None:
    """The best spelling among those aliases that are the entity's full name; None if there is none.

    A form with accents wins, since nobody adds them by mistake; then the one with most mentions; then the first
    in alphabetical order.
    """
    spellings = [alias for alias in aliases if fold(alias.surface) == folded]
    if len(spellings) > 1:
        spellings.sort(key=lambda alias: (-accents(alias.surface), -alias.mentions, alias.surface))
    return spellings[0].surface if spellings else None
