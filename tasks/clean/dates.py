"""Times as pages and texts print them, read without making anything up."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

from dateutil import parser as dateutil_parser

from schemas.records import Precision, Timestamp
from tasks.clean.date_words import in_english, printed_date

ISO_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})$")
JAVASCRIPT_ZONE = re.compile(r"\s*\([^)]*\)\s*$")  # "... GMT+0100 (Central European Standard Time)"
GMT_OFFSET = re.compile(r"\b(?:GMT|UTC)(?=[+-]\d)")  # dateutil reads GMT+1 the POSIX way, an hour west
YEAR_FIRST = re.compile(r"\d{4}\b")
NUMBERS = re.compile(r"\b(\d{1,2})[/-](\d{1,2})[/-]\d{2,4}\b")
LAST_MONTH = 12
CLOCK = re.compile(r"\d{1,2}[:h]\d{2}|\d\s*[ap]\.?m\b|T\d{2}", re.IGNORECASE)
SECONDS = re.compile(r"\d{1,2}:\d{2}:\d{2}|T\d{6}")
LONGEST = 60  # characters of a date that is tried
EARLIEST, LATEST = 1800, 2200
URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/-])")
QUERY = re.compile("[?#]")
# A page's number that begins with its day: /article/A2026012914320005196, /n/20240501-x
NUMBERED_DAY = re.compile(r"[/_-]\D?((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=\d{3,}(?!\d)|(?!\d))[^/]*/?$")
# Two days that share no year, month or day: a part that differs between the readings was not printed.
DEFAULTS = (datetime(2001, 1, 1), datetime(2004, 2, 2))  # noqa: DTZ001 - carries no meaning but what is missing
# The zone letters that news copy prints and that mean one thing; seconds east, or a place whose clock is meant.
ZONES: dict[str, int | tzinfo] = {
    **dict.fromkeys(("GMT", "UTC", "Z", "WET"), 0),
    **dict.fromkeys(("BST", "CET", "MEZ", "WEST"), 3600),
    **dict.fromkeys(("CEST", "MESZ", "EET", "SAST", "CAT"), 7200),
    **dict.fromkeys(("EEST", "MSK", "EAT"), 10800),
    **dict.fromkeys(("JST", "KST"), 32400),
    **dict.fromkeys(("EST", "CDT"), -18000),
    **dict.fromkeys(("MST", "PDT"), -25200),
    "EDT": -14400,
    "CST": -21600,
    "MDT": -21600,
    "PST": -28800,
    "ET": ZoneInfo("America/New_York"),
    "CT": ZoneInfo("America/Chicago"),
    "PT": ZoneInfo("America/Los_Angeles"),
}
FORMATTED_CLOCK, FORMATTED_SECONDS = re.compile("%[HIcXsT]"), re.compile("%[ScXsT]")
MILLISECONDS = 100_000_000_000  # so many seconds would be in the year 5138
LETTERS = re.compile(r"(?<=\d)\s*(?:[ap]\.?m\.?)?\s*\(?\b([A-Z]{2,5})\)?$")


def find_timestamp(
    line: str, method: str, timezone: tzinfo = UTC, *, day_first: bool | None = None
) -> Timestamp | None:
    """The first time in a short line, as in "Published by the news desk, 31 July 2015"."""
    printed = printed_date(line)
    return read_timestamp(printed, method, timezone, day_first=day_first) if printed else None


def day_in_url(url: str) -> Timestamp | None:
    """The day that many addresses hold (`/2015/07/31/`, `/20150731-storm`)."""
    path = QUERY.split(url, maxsplit=1)[0]
    found = URL_DAY.search(path) or NUMBERED_DAY.search(path)
    return _day(int(found[1]), int(found[2]), int(found[3]), "url") if found else None


def read_timestamp(
    text: str, method: str, timezone: tzinfo = UTC, *, day_first: bool | None = None
) -> Timestamp | None:
    """The time that `text` prints in full; None when it prints none, or only part of a day.

    A clock time without a zone is read in `timezone`; a day alone stays a day. `day_first` says how the page's
    language reads 3/5/2015; when that is not known, it is no date.
    """
    text = JAVASCRIPT_ZONE.sub("", text.strip()[: 2 * LONGEST])
    if not text or len(text) > LONGEST:
        return None
    if day := ISO_DAY.match(text):
        return _day(int(day[1]), int(day[2]), int(day[3]), method)
    if moment := _iso(text):
        return _timestamp(moment, text, method, timezone)
    text = in_english(GMT_OFFSET.sub("", text))
    letters = LETTERS.search(text)
    unknown = letters is not None and letters[1] not in {*ZONES, "AM", "PM"}
    moment = _parse(text[: letters.start(1)] if letters and unknown else text, day_first)
    if moment and unknown:  # a clock whose zone nobody knows tells the day at most
        return _day(moment.year, moment.month, moment.day, method)
    return _timestamp(moment, text, method, timezone) if moment else None


def read_formatted(text: str, form: str, method: str, timezone: tzinfo = UTC) -> Timestamp | None:
    """The time that `text` prints exactly as `form` says, which is `strptime`'s; None if it does not."""
    try:
        moment = datetime.strptime(text, form)  # noqa: DTZ007 - one without a zone is given the source's
    except ValueError:
        return None
    if not FORMATTED_CLOCK.search(form):
        return _day(moment.year, moment.month, moment.day, method)
    return _moment(moment, "second" if FORMATTED_SECONDS.search(form) else "minute", method, timezone)


def read_epoch(since_1970: float, method: str) -> Timestamp | None:
    """The time that a number of seconds or milliseconds since 1970 stands for."""
    seconds = since_1970 / 1000 if abs(since_1970) >= MILLISECONDS else since_1970
    try:
        return _moment(datetime.fromtimestamp(seconds, UTC), "second", method, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _timestamp(moment: datetime, text: str, method: str, timezone: tzinfo) -> Timestamp | None:
    if not CLOCK.search(text):
        return _day(moment.year, moment.month, moment.day, method)
    return _moment(moment, "second" if SECONDS.search(text) else "minute", method, timezone)


def _moment(moment: datetime, precision: Precision, method: str, timezone: tzinfo) -> Timestamp | None:
    try:
        time = (moment if moment.tzinfo else moment.replace(tzinfo=timezone)).astimezone(UTC)
    except OverflowError:
        return None
    return Timestamp(time, precision, method) if EARLIEST <= time.year <= LATEST else None


def _day(year: int, month: int, day: int, method: str) -> Timestamp | None:
    try:
        return Timestamp(date(year, month, day), "day", method) if EARLIEST <= year <= LATEST else None
    except ValueError:
        return None


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _parse(text: str, day_first: bool | None) -> datetime | None:  # noqa: FBT001 - None is the third way
    """The moment, if year, month and day are all printed, and cannot be read two ways."""
    numbers = NUMBERS.search(text)
    if (
        numbers
        and day_first is None
        and numbers[1] != numbers[2]
        and max(int(numbers[1]), int(numbers[2])) <= LAST_MONTH
    ):
        return None  # 3/5/2015 is March in the United States and May elsewhere
    first_is_day = not YEAR_FIRST.match(text) and (day_first is not False or not numbers)
    try:
        first, second = (
            dateutil_parser.parse(text, default=default, tzinfos=ZONES, dayfirst=first_is_day) for default in DEFAULTS
        )
    except (ValueError, OverflowError, TypeError):  # TypeError: dateutil on a few shapes it half understands
        return None
    return first if first == second else None
