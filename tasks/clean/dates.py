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
YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/-])")
MOST_WORDS = 16  # of a line in which a date is looked for
WIDEST = 8  # words of a date: "Friday 31 July 2015 at 2:05 pm BST"
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


class _Calendar(dateutil_parser.parserinfo):
    """Month names of several languages, full and as they are shortened; a word with two meanings is not among them."""

    MONTHS = [  # noqa: RUF012 - dateutil's own interface
        ("Jan", "January", "Januar", "Jänner", "janvier", "janv", "enero", "gennaio", "janeiro", "januari", "января"),
        ("Feb", "February", "Februar", "février", "févr", "febrero", "febbraio", "fevereiro", "februari", "февраля"),
        ("Mar", "March", "März", "mars", "marzo", "março", "maart", "marca", "марта"),
        ("Apr", "April", "avril", "abril", "aprile", "kwietnia", "апреля"),
        ("May", "Mai", "mayo", "maggio", "maio", "mei", "maj", "maja", "мая"),
        ("Jun", "June", "Juni", "juin", "junio", "giugno", "junho", "czerwca", "июня"),
        ("Jul", "July", "Juli", "juillet", "juil", "julio", "luglio", "julho", "lipca", "июля"),
        ("Aug", "August", "août", "agosto", "augustus", "augusti", "sierpnia", "августа"),
        ("Sep", "Sept", "September", "septembre", "septiembre", "settembre", "setembro", "września", "сентября"),
        ("Oct", "October", "Okt", "Oktober", "octobre", "octubre", "ottobre", "outubro", "października", "октября"),
        ("Nov", "November", "novembre", "noviembre", "novembro", "listopada", "ноября"),
        ("Dec", "December", "Dez", "Dezember", "décembre", "diciembre", "dicembre", "dezembro", "grudnia", "декабря"),
    ]
    JUMP = [
        *dateutil_parser.parserinfo.JUMP,
        "um",
        "uhr",
        "à",
        "de",
        "del",
        "den",
        "kl",
        "le",
        "il",
        "alle",
        "ore",
        "às",
    ]


CALENDAR = _Calendar()


def find_timestamp(line: str, method: str, timezone: tzinfo = UTC) -> Timestamp | None:
    """The longest stretch of a short line that is a time, as in "Published by the news desk, 31 July 2015"."""
    words = line.split()
    if len(words) > MOST_WORDS or not YEAR.search(line):
        return None
    for width in range(min(WIDEST, len(words)), 0, -1):
        for start in range(len(words) - width + 1):
            stretch = " ".join(words[start : start + width]).strip(",;|·•()-– ")
            if YEAR.search(stretch) and (found := read_timestamp(stretch, method, timezone)):
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
            dateutil_parser.parse(text, CALENDAR, default=default, tzinfos=ZONES, dayfirst=dayfirst)
            for default in DEFAULTS
        )
    except (ValueError, OverflowError, TypeError):  # TypeError: dateutil on a few shapes it half understands
        return None
    return first if first == second else None
