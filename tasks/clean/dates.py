"""Times as pages and texts print them, read without making anything up."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, tzinfo

from dateutil import parser as dateutil_parser

from schemas.records import Precision, Timestamp

ISO_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})$")
JAVASCRIPT_ZONE = re.compile(r"\s*\([^)]*\)\s*$")  # "... GMT+0100 (Central European Standard Time)"
GMT_OFFSET = re.compile(r"\b(?:GMT|UTC)(?=[+-]\d)")  # dateutil reads GMT+1 the POSIX way, an hour west
YEAR_FIRST = re.compile(r"\d{4}\b")
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/\d{2,4}\b")
CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}|\d\s*[ap]\.?m\b|T\d{2}", re.IGNORECASE)
SECONDS = re.compile(r"\d{1,2}:\d{2}:\d{2}|T\d{6}")
LONGEST = 60  # characters of a date that is tried
EARLIEST, LATEST = 1800, 2200
# Two days that share no year, month or day: a part that differs between the readings was not printed.
DEFAULTS = (datetime(2001, 1, 1), datetime(2004, 2, 2))  # noqa: DTZ001 - carries no meaning but what is missing
# The zone letters that news copy prints and that are not ambiguous between continents.
ZONES = {
    **dict.fromkeys(("GMT", "UTC", "Z", "WET"), 0),
    **dict.fromkeys(("BST", "CET", "MEZ", "WEST"), 3600),
    **dict.fromkeys(("CEST", "MESZ", "EET", "SAST", "CAT"), 7200),
    **dict.fromkeys(("EEST", "MSK", "EAT"), 10800),
    "EDT": -14400,
    "EST": -18000,
    "CDT": -18000,
    "MDT": -21600,
    "PDT": -25200,
    "PST": -28800,
    "JST": 32400,
    "KST": 32400,
}


def read_timestamp(text: str, method: str, timezone: tzinfo = UTC) -> Timestamp | None:
    """The time that `text` prints in full; None when it prints none, or only part of a day.

    A clock time without a zone is read in `timezone`; a day alone stays a day.
    """
    text = JAVASCRIPT_ZONE.sub("", text.strip())
    if not text or len(text) > LONGEST:
        return None
    if day := ISO_DAY.match(text):
        return _day(int(day[1]), int(day[2]), int(day[3]), method)
    moment = _parse(GMT_OFFSET.sub("", text))
    if moment is None or not EARLIEST <= moment.year <= LATEST:
        return None
    if not CLOCK.search(text):
        return Timestamp(moment.date(), "day", method)
    precision: Precision = "second" if SECONDS.search(text) else "minute"
    try:
        return Timestamp(
            (moment if moment.tzinfo else moment.replace(tzinfo=timezone)).astimezone(UTC), precision, method
        )
    except OverflowError:
        return None


def _day(year: int, month: int, day: int, method: str) -> Timestamp | None:
    try:
        return Timestamp(date(year, month, day), "day", method) if EARLIEST <= year <= LATEST else None
    except ValueError:
        return None


def _parse(text: str) -> datetime | None:
    """The moment, if year, month and day are all printed, and cannot be read two ways."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    if (slashed := SLASHED.search(text)) and slashed[1] != slashed[2] and max(map(int, slashed.groups())) <= 12:
        return None  # 3/5/2015 is March in the United States and May elsewhere
    dayfirst = not YEAR_FIRST.match(text)
    try:
        first, second = (
            dateutil_parser.parse(text, default=default, tzinfos=ZONES, dayfirst=dayfirst) for default in DEFAULTS
        )
    except (ValueError, OverflowError, TypeError):  # TypeError: dateutil on a few shapes it half understands
        return None
    return first if first == second else None
