"""What headers say of time and kind. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import parsedate_to_datetime
from functools import lru_cache

MAX_AGE = re.compile(r"(?:^|[\s,])max-age=\"?(\d{1,9})")
LONGEST_TYPE = 1_000  # characters
LONGEST = timedelta(days=1)  # that a server can make us wait


def retry_at(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """When Retry-After, in seconds or as a date, lets the next request go, within a day; None if it says nothing."""
    said = headers.get("retry-after", "").strip()
    if said.isdecimal():
        return now + min(timedelta(seconds=min(int(said), 10**6)), LONGEST)
    date = http_date(said)
    return min(max(date, now), now + LONGEST) if date else None


def http_date(said: str) -> datetime | None:
    """A date of HTTP; None if it is none."""
    try:
        found = parsedate_to_datetime(said)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def fresh_seconds(headers: Mapping[str, str]) -> int:
    """How long Cache-Control says that an answer stays fresh; 0 if it says nothing."""
    found = MAX_AGE.search(headers.get("cache-control", "").lower())
    return int(found[1]) if found else 0


def content_type(headers: Mapping[str, str]) -> tuple[str, str | None]:
    """Media type, in lower case, and charset; empty and None if nothing is said."""
    return _type_and_charset(headers.get("content-type", "")[:LONGEST_TYPE])


@lru_cache(maxsize=256)  # a server says the same of page after page
def _type_and_charset(said: str) -> tuple[str, str | None]:
    message = Message()
    message["content-type"] = " ".join(said.split())[:200]
    if not message["content-type"]:
        return "", None
    charset = message.get_param("charset")
    return message.get_content_type().lower(), charset if isinstance(charset, str) and charset else None
