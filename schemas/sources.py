"""Sources as an editor lists them: one file a source under `config/sources/`."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import soupsieve
from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from schemas.config import ConfigModel, line_of, load_folder
from schemas.errors import ConfigError


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


Css = Annotated[str, AfterValidator(_css)]
Columns = Annotated[tuple[str, ...], BeforeValidator(_listed)]
DateFormats = Annotated[tuple[str, ...], BeforeValidator(_date_formats)]


class Selectors(ConfigModel):
    """Where the parts of an article stand in this publisher's pages, as CSS; the first that matches counts."""

    headline: tuple[Css, ...] = ()
    standfirst: tuple[Css, ...] = ()
    body: tuple[Css, ...] = ()
    remove: tuple[Css, ...] = ()  # all that match are removed, each as its own piece


class Fields(ConfigModel):
    """Where a row of a CSV file or of JSON lines holds what: a column or key; of several, the first filled counts.

    In JSON, `byline.name` is the key `name` of the object `byline`. One of html and text is needed.
    """

    id: Columns = ()
    url: Columns = ()
    html: Columns = ()  # the article as markup; wins over text
    text: Columns = ()  # the article as plain text
    headline: Columns = ()
    standfirst: Columns = ()
    authors: Columns = ()
    published_at: Columns = ()
    modified_at: Columns = ()
    language: Columns = ()
    # how its dates are written, where that can be read two ways; as strptime has it, the first that fits counts
    date_format: DateFormats = ()

    @model_validator(mode="after")
    def _has_content(self) -> Self:
        if not self.html and not self.text:
            raise ValueError('say which column holds the article: text = "...", or html = "..." if it is markup')
        return self


class Source(ConfigModel):
    """A publisher or folder whose documents are collected."""

    kind: Literal["files"]
    name: str = Field(min_length=1, max_length=200)
    paths: tuple[str, ...] = Field(
        min_length=1
    )  # files, folders, patterns; relative to the folder that holds `config/`
    timezone: Annotated[str, AfterValidator(_zone)] = "UTC"  # of times that are printed without one
    selectors: Selectors | None = None
    retention_days: int | None = Field(None, ge=1)  # how long texts may be kept; left out, for good
    fields: Fields | None = None  # of rows; left out, columns are known by their usual names


def load_sources(config_dir: Path) -> list[Source]:
    """The sources of `config_dir`/sources, by file name, their paths made absolute.

    Raises:
        ConfigError: a file is not valid, or two of them give the same name.
    """
    root = config_dir.absolute().parent
    files: dict[str, Path] = {}
    sources = []
    for path, source in load_folder(config_dir / "sources", Source):
        if other := files.get(source.name):
            raise ConfigError(f"name: {source.name!r} is taken by {other.name}", path, line_of(path, "name"))
        files[source.name] = path
        absolute = tuple(os.path.normpath(root / given) for given in source.paths)
        sources.append(source.model_copy(update={"paths": absolute}))
    return sources
