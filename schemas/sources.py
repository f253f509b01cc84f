"""Sources as an editor lists them: one file a source under `config/sources/`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import soupsieve
from pydantic import AfterValidator, Field

from schemas.config import ConfigModel, load_folder
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


Css = Annotated[str, AfterValidator(_css)]


class Selectors(ConfigModel):
    """Where the parts of an article stand in this publisher's pages, as CSS; the first that matches counts."""

    headline: tuple[Css, ...] = ()
    standfirst: tuple[Css, ...] = ()
    body: tuple[Css, ...] = ()
    remove: tuple[Css, ...] = ()  # all that match are removed, each as its own piece


class Source(ConfigModel):
    """A publisher or folder whose documents are collected."""

    kind: Literal["files"]
    name: str = Field(min_length=1, max_length=200)
    paths: tuple[str, ...] = Field(
        min_length=1
    )  # files, folders, patterns; relative to the folder that holds `config/`
    timezone: Annotated[str, AfterValidator(_zone)] = "UTC"  # of times that are printed without one
    selectors: Selectors | None = None


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
            raise ConfigError(f"name: {source.name!r} is taken by {other.name}", path)
        files[source.name] = path
        absolute = tuple(os.path.normpath(root / given) for given in source.paths)
        sources.append(source.model_copy(update={"paths": absolute}))
    return sources
