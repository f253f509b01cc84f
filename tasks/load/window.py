"""Which days a run is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, tzinfo

from msgspec import Struct

from schemas.records import Article, Loaded, Outcome
from schemas.sources import Archives, Source


class Window(Struct, frozen=True):
    """The days from `since` to `until` in a time zone, both included; None leaves an end open. So do no languages."""

    since: date | None = None
    until: date | None = None
    timezone: tzinfo = UTC
    languages: frozenset[str] = frozenset()

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
            return Loaded(Outcome.DROPPED, f"was published on {day}, before {self.since}")
        if self.until and day > self.until:
            return Loaded(Outcome.DROPPED, f"was published on {day}, after {self.until}")
        return None


def windows_of(sources: Iterable[Source], timezone: tzinfo) -> dict[str, Window]:
    """What those sources are asked for that are not asked for everything, by their names."""
    return {
        each.name: Window(each.since, each.until, timezone, frozenset(each.languages))
        for each in sources
        if isinstance(each, Archives)
    }
