"""Which days a run is asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo

from msgspec import Struct

from schemas.records import Article, Loaded, Outcome


class Window(Struct, frozen=True):
    """The days from `since` to `until` in a time zone, both included; None leaves an end open."""

    since: date | None = None
    until: date | None = None
    timezone: tzinfo = UTC

    def dropped(self, article: Article) -> Loaded | None:
        """How an article that is known to lie outside ends; one without a date is never known to."""
        if article.published_at is None:
            return None
        value = article.published_at.value
        day = value.astimezone(self.timezone).date() if isinstance(value, datetime) else value
        if self.since and day < self.since:
            return Loaded(Outcome.DROPPED, f"was published on {day}, before {self.since}")
        if self.until and day > self.until:
            return Loaded(Outcome.DROPPED, f"was published on {day}, after {self.until}")
        return None
