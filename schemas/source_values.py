"""What a single value of a source's file may be: addresses, hosts, selectors, columns, dates, time zones."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import soupsieve
from pydantic import AfterValidator, BeforeValidator, Field

HOST = re.compile(r"[^\s/:@?#]*[^\s/:@?#.]")
WHITE = re.compile(r"[\s\x00-\x1f\x7f]")


def _css(selector: str) -> str:
    try:
        soupsieve.compile(selector)
    except soupsieve.SelectorSyntaxError as error:
        raise ValueError(f"{selector!r} is not a CSS selector") from error
    return selector


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is not a time zone, such as Europe/London") from error
    return name


def _date_format(given: str) -> str:
    """It must say year, month and day, or dates would be made up."""
    sample = datetime(2001, 2, 3, 4, 5, 6)  # noqa: DTZ001 - only written out and read back
    try:
        read = datetime.strptime(sample.strftime(given), given)  # noqa: DTZ007
    except ValueError as error:
        raise ValueError(f"{given!r} is not a date format, such as %d/%m/%Y") from error
    if read.date() != sample.date():
        raise ValueError(f"{given!r} does not say year, month and day, as in %d/%m/%Y")
    return given


def _date_formats(value: object) -> tuple[str, ...]:
    given = [value] if isinstance(value, str) else value
    if isinstance(given, list | tuple) and all(isinstance(each, str) for each in given):
        return tuple(map(_date_format, given))
    raise ValueError('is a date format, or several of them, as in ["%d/%m/%Y %H:%M", "%d/%m/%Y"]')


def _listed(value: object) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if isinstance(names, list | tuple) and all(isinstance(name, str) and name.strip() for name in names):
        return tuple(names)
    raise ValueError('is the name of a column, or several of them, as in ["Text", "Body"]')


def _web_url(url: str) -> str:
    try:
        parts = urlsplit(url)
        port_is_known = parts.port is None or parts.port > 0
    except ValueError as error:
        raise ValueError(f"{url!r} is not an address, such as https://news.example/feed.xml") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_known or WHITE.search(url):
        raise ValueError(f"{url!r} is not an address, such as https://news.example/feed.xml")
    if parts.username is not None:
        raise ValueError("has credentials in it: name environment variables that hold them, under [auth]")
    return url


def _host(name: str) -> str:
    if not HOST.fullmatch(name):
        raise ValueError(f"{name!r} is not a host, such as news.example")
    return name.lower().removeprefix("www.")


Zone = Annotated[str, AfterValidator(_zone)]
Css = Annotated[str, AfterValidator(_css)]
Columns = Annotated[tuple[str, ...], BeforeValidator(_listed)]
DateFormats = Annotated[tuple[str, ...], BeforeValidator(_date_formats)]
WebUrl = Annotated[str, AfterValidator(_web_url)]
Variable = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
Host = Annotated[str, AfterValidator(_host)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2}$")]  # ISO 639-1
HeaderName = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+$")]
