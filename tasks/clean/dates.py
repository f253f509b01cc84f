"""Times as pages and texts print them, read without making anything up."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

from dateutil import parser as dateutil_parser

from schemas.records import Precision, Timestamp

ISO_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})$")
JAVASCRIPT_ZONE = re.compile(r"\s*\([^)]*\)\s*$")  # "... GMT+0100 (Central European Standard Time)"
GMT_OFFSET = re.compile(r"\b(?:GMT|UTC)(?=[+-]\d)")  # dateutil reads GMT+1 the POSIX way, an hour west
DIGIT = re.compile(r"\d")
YEAR_FIRST = re.compile(r"\d{4}\b")
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/\d{2,4}\b")
CLOCK = re.compile(r"\d{1,2}[:h]\d{2}|\d\s*[ap]\.?m\b|T\d{2}", re.IGNORECASE)
SECONDS = re.compile(r"\d{1,2}:\d{2}:\d{2}|T\d{6}")
LONGEST = 60  # characters of a date that is tried
EARLIEST, LATEST = 1800, 2200
YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/-])")
MOST_WORDS = 16  # of a line in which a date is looked for
WIDEST = 8  # words of a date: "Friday 31 July 2015 at 2:05 pm BST"
# Month names as dates print them, in the languages that dateutil does not read; each stands for one month only.
MONTHS = {
    "Jan": "januar jänner janvier janv enero gennaio janeiro januari stycznia января",
    "Feb": "februar février févr febrero febbraio fevereiro februari lutego февраля",
    "Mar": "märz mars marzo março maart marca марта",
    "Apr": "avril abril aprile kwietnia апреля",
    "May": "mai mayo maggio maio mei maj maja мая",
    "Jun": "juni juin junio giugno junho czerwca июня",
    "Jul": "juli juillet juil julio luglio julho lipca июля",
    "Aug": "août agosto augustus augusti sierpnia августа",
    "Sep": "septembre septiembre settembre setembro września сентября",
    "Oct": "okt oktober octobre octubre ottobre outubro października октября",
    "Nov": "novembre noviembre novembro listopada ноября",
    "Dec": "dez dezember décembre diciembre dicembre dezembro grudnia декабря",
    " ": "um uhr à de del den kl le il alle ore às",
}
ENGLISH = {word: english for english, words in MONTHS.items() for word in words.split()}
FOREIGN = re.compile(rf"\b(?:{'|'.join(ENGLISH)})\b", re.IGNORECASE)
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
DOTTED_CLOCK = re.compile(r"\b(\d{1,2})\.(\d{2})(?=\s*(?:Uhr|uhr|h)\b)")


def find_timestamp(line: str, method: str, timezone: tzinfo = UTC) -> Timestamp | None:
    """The longest stretch of a short line that is a time, as in "Published by the news desk, 31 July 2015"."""
    words = line.split()
    if len(words) > MOST_WORDS or not YEAR.search(line):
        return None
    for width in range(min(WIDEST, len(words)), 0, -1):
        for start in range(len(words) - width + 1):
            stretch = " ".join(words[start : start + width]).strip(",;|·•()-– ")
            beside = " ".join((*words[max(0, start - 1) : start], *words[start + width : start + width + 1]))
            whole = YEAR.search(stretch) and not DIGIT.search(beside)  # a number beside it may be its day
            if whole and (found := read_timestamp(stretch, method, timezone)):
                return found
    return None


def day_in_url(url: str) -> Timestamp | None:
    """The day that many addresses hold (`/2015/07/31/`)."""
    found = URL_DAY.search(url)
    return _day(int(found[1]), int(found[2]), int(found[3]), "url") if found else None


def read_timestamp(text: str, method: str, timezone: tzinfo = UTC) -> Timestamp | None:
    """The time that `text` prints in full; None when it prints none, or only part of a day.

    A clock time without a zone is read in `timezone`; a day alone stays a day.
    """
    text = JAVASCRIPT_ZONE.sub("", text.strip()[: 2 * LONGEST])
    if not text or len(text) > LONGEST:
        return None
    if day := ISO_DAY.match(text):
        return _day(int(day[1]), int(day[2]), int(day[3]), method)
    text = DOTTED_CLOCK.sub(r"\1:\2", GMT_OFFSET.sub("", text))
    letters = LETTERS.search(text)
    unknown = letters is not None and letters[1] not in {*ZONES, "AM", "PM"}
    moment = _parse(text[: letters.start(1)] if letters and unknown else text)
    if moment is None or not EARLIEST <= moment.year <= LATEST:
        return None
    if unknown or not CLOCK.search(text):  # a clock whose zone nobody knows tells the day at most
        return Timestamp(moment.date(), "day", method)
    return _moment(moment, "second" if SECONDS.search(text) else "minute", method, timezone)


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


def _moment(moment: datetime, precision: Precision, method: str, timezone: tzinfo) -> Timestamp | None:
    if not EARLIEST <= moment.year <= LATEST:
        return None
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
    text = FOREIGN.sub(lambda word: ENGLISH[word[0].lower()], text)
    dayfirst = not YEAR_FIRST.match(text)
    try:
        first, second = (
            dateutil_parser.parse(text, default=default, tzinfos=ZONES, dayfirst=dayfirst) for default in DEFAULTS
        )
    except (ValueError, OverflowError, TypeError):  # TypeError: dateutil on a few shapes it half understands
        return None
    return first if first == second else None
