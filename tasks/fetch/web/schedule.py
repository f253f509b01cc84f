"""When a place is asked for next. Pure.

A feed is asked more often the more often it changes, a page less and less often the older it gets, and what fails
less and less often, by a quarter more or less, so that what failed together does not come back together.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from msgspec.structs import replace

from schemas.records import FetchOutcome
from tasks.fetch.web.memory import Place
from tasks.fetch.web.polite import Reply
from tasks.fetch.web.trouble import RequestError

SLOWER, FASTER = 1.5, 0.5
LONGEST = 86_400  # seconds between two looks at a feed, and the most that a server's wish counts for
LONGEST_ARCHIVE = 30 * LONGEST
FIRST_RECHECK = 1_800  # seconds
OLDER = 0.5  # the next look at a page comes when it is by so much older
FIRST_RETRY = 600  # seconds; doubled with each failure
PAGE_TRIES = 6  # runs that ask in vain for a page before it is let be
WHOLE = timedelta(days=1)  # a body is asked for, changed or not: some servers say for ever that nothing has changed


def validators(place: Place, now: datetime) -> dict[str, str]:
    """The headers that ask for a body only if it has changed."""
    if not place.body_hash or place.had_at is None or now - place.had_at > WHOLE:
        return {}
    asked = {"If-None-Match": place.etag, "If-Modified-Since": place.last_modified}
    return {name: value for name, value in asked.items() if value and value.isascii()}  # others cannot be sent


def had(place: Place, reply: Reply, body_hash: str | None, now: datetime) -> Place:
    """After a body came; an archive's has no hash."""
    headers = reply.answer.headers
    seen = _answered(place, reply, now)
    return replace(
        seen,
        had_at=now,
        body_hash=body_hash,
        etag=headers.get("etag"),
        last_modified=headers.get("last-modified"),
        outcome=FetchOutcome.FETCHED,
        reason="",
    )


def as_it_was(place: Place, reply: Reply, reason: str, now: datetime) -> Place:
    """After a look that brought nothing new."""
    headers = reply.answer.headers
    return replace(
        _answered(place, reply, now),
        etag=headers.get("etag", place.etag),
        last_modified=headers.get("last-modified", place.last_modified),
        outcome=FetchOutcome.NOT_MODIFIED,
        reason=reason,
    )


def was_had_in_part(place: Place) -> bool:
    """Whether the last look at a listing brought something, and something was wrong with it."""
    return not place.failures and place.outcome not in (None, FetchOutcome.FETCHED, FetchOutcome.NOT_MODIFIED)


def _answered(place: Place, reply: Reply, now: datetime) -> Place:
    answer = reply.answer
    return replace(
        place,
        asked_at=now,
        failures=0,
        status=answer.status,
        received=answer.received,
        seconds=round(answer.seconds, 3),
        moved_to=reply.moved_to or place.moved_to,
    )


def next_listing(place: Place, now: datetime, *, changed: bool, at_least: int) -> Place:
    """When a feed or a sitemap comes next; `at_least` seconds from now."""
    floor = min(at_least, LONGEST)
    wanted = place.every_seconds * (FASTER if changed else SLOWER) if place.every_seconds else floor
    seconds = round(min(max(wanted, floor), LONGEST))
    return replace(place, every_seconds=seconds, due_at=now + timedelta(seconds=seconds))


def next_archive(place: Place, now: datetime, *, changed: bool) -> Place:
    """When an archive that was read to its end comes next: those that are published once are soon left in peace."""
    seconds = LONGEST if changed else min(max(2 * place.every_seconds, LONGEST), LONGEST_ARCHIVE)
    return replace(place, every_seconds=seconds, due_at=now + timedelta(seconds=seconds))


def next_page(place: Place, now: datetime, recheck: timedelta) -> Place:
    """When a page comes next; it is let be once it was first heard of `recheck` ago."""
    age = now - place.first_seen_at
    if age >= recheck:
        return replace(place, due_at=None, every_seconds=0)
    seconds = max(FIRST_RECHECK, round(age.total_seconds() * OLDER))
    return replace(place, due_at=now + timedelta(seconds=seconds), every_seconds=seconds)


def failed(place: Place, error: RequestError, now: datetime) -> Place:
    """After a look that failed: a feed always comes again, a page that is gone or fails for long does not."""
    failures = place.failures + 1
    seconds = min(FIRST_RETRY * 2 ** min(failures - 1, 10), LONGEST) * random.uniform(0.75, 1.25)  # noqa: S311 - no secret
    due = max(now + timedelta(seconds=seconds), error.until or now)
    over = place.role == "page" and (error.outcome is FetchOutcome.GONE or failures >= PAGE_TRIES)
    answer = error.answer
    return replace(
        place,
        asked_at=now,
        failures=failures,
        outcome=error.outcome.value,
        reason=str(error),
        status=answer.status if answer else None,
        received=None,
        seconds=round(answer.seconds, 3) if answer else None,
        due_at=None if over else due,
        moved_to=None,
    )
