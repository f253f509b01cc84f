"""Which days a run is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, tzinfo

from msgspec import Struct

from schemas.records import Article, Loaded, Outcome
from schemas.sources import Archives, Source

TERMS = "newsledger-since", "newsledger-until"
BEFORE, AFTER = ", before ", ", after "
DROPPED = re.compile(r"was published on [\d-]+, (before|after) ")


class Window(Struct, frozen=True):
    """The days from `since` to `until` in a time zone, both included; None leaves an end open. So do no languages."""

    since: date | None = None
    until: date | None = None
    timezone: tzinfo = UTC
    languages: frozenset[str] = frozenset()

    @classmethod
    def of_terms(cls, terms: Mapping[str, str], timezone: tzinfo) -> Window:
        """The window whose `terms` these are.

        Raises:
            ValueError: one of them is no day.
        """
        since, until = (date.fromisoformat(terms[name]) if name in terms else None for name in TERMS)
        return cls(since, until, timezone)

    @property
    def terms(self) -> dict[str, str]:
        """The window as a file of the raw store says it."""
        return {name: day.isoformat() for name, day in zip(TERMS, (self.since, self.until), strict=True) if day}

    def decides_otherwise(self, reason: str) -> bool:
        """Whether a document ended for this reason in another window, and may end otherwise in this one."""
        return DROPPED.match(reason) is not None and not reason.endswith(self._ends())

    def dropped(self, article: Article) -> Loaded | None:
        """How an article that is known to lie outside ends; one without a date or language is never known to."""
        if self.languages and article.language and article.language not in self.languages:
            listed = ", ".join(sorted(self.languages))
            return Loaded(Outcome.DROPPED, f"is in another language than its source is asked for ({listed})")
        if article.published_at is None:
            return None
        value = article.published_at.value
        day = value.astimezone(self.timezone).date() if isinstance(value, datetime) else value
        if self.since and day < self.since:
            return Loaded(Outcome.DROPPED, f"was published on {day}{BEFORE}{self.since}")
        if self.until and day > self.until:
            return Loaded(Outcome.DROPPED, f"was published on {day}{AFTER}{self.until}")
        return None

    def _ends(self) -> tuple[str, str]:
        return f"{BEFORE}{self.since}", f"{AFTER}{self.until}"


def windows_of(sources: Iterable[Source], timezone: tzinfo) -> dict[str, Window]:
    """What those sources are asked for that are not asked for everything, by their names."""
    return {
        each.name: Window(each.since, each.until, timezone, frozenset(each.languages))
        for each in sources
        if isinstance(each, Archives)
    }
