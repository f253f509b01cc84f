"""Sources as an editor lists them: one file a source under `config/sources/`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, Field, field_validator, model_validator

from schemas.config import ConfigModel, line_of, load_toml
from schemas.errors import ConfigError, InputError
from schemas.expectations import Expect
from schemas.source_values import Columns, Css, DateFormats, HeaderName, Host, Language, Variable, WebUrl, Zone
from schemas.wording import nearest

MAIN = "main"  # the group of sources that name none


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
    """What every source says, whatever its kind: a publisher or folder whose documents are collected."""

    name: str = Field(min_length=1, max_length=200)
    group: str = Field(MAIN, min_length=1, max_length=100)  # sources of one group are collected by one deployment
    late_after_hours: float | None = Field(None, gt=0)  # without new text; then it is late, and status says so
    timezone: Zone = "UTC"  # of times that are printed without one
    selectors: Selectors | None = None
    retention_days: int | None = Field(None, ge=1)  # how long texts may be kept; left out, for good
    fields: Fields | None = None  # of rows; left out, columns are known by their usual names
    expect: Expect = Expect()  # what a day of it is like; what is different is a breach


class Files(Source):
    """Files and folders of this machine."""

    kind: Literal["files"] = "files"
    paths: tuple[str, ...] = Field(
        min_length=1
    )  # files, folders, patterns; relative to the folder that holds `config/`


class Auth(ConfigModel):
    """Where the credentials of a paid source are: in environment variables, which are named here."""

    user_env: Variable | None = None
    password_env: Variable | None = None
    header: HeaderName | None = None
    value_env: Variable | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        basic, header = (self.user_env, self.password_env), (self.header, self.value_env)
        if not (all(basic) and not any(header)) and not (all(header) and not any(basic)):
            raise ValueError("name user_env and password_env, or header and value_env")
        return self


class Web(Source):
    """What every source on the web says, whatever its kind."""

    urls: tuple[WebUrl, ...] = Field(min_length=1)
    allow_private_hosts: tuple[str, ...] = ()  # by name: these may have addresses inside this network
    auth: Auth | None = None
    delay_seconds: float | None = Field(None, ge=0)  # between requests to one host; left out, as the settings say


class Crawl(Web):
    """What every source says whose pages are fetched one by one."""

    max_pages: int | None = Field(None, ge=1)  # in one run; left out, as the settings say


class Feeds(Crawl):
    """RSS, Atom and JSON feeds; the page of each entry is fetched, unless the feed has the whole text."""

    kind: Literal["feed"] = "feed"
    full_text: bool = False  # entries are loaded as the feed has them, and no page is fetched
    sitemaps: tuple[WebUrl, ...] = ()  # of the same publisher: their pages are the same articles
    interval_minutes: int | None = Field(None, ge=0)  # a feed is asked at most this often


class Pages(Crawl):
    """Pages by their addresses, listed here or in a file, one a line."""

    kind: Literal["pages"] = "pages"
    urls: tuple[WebUrl, ...] = ()
    file: str | None = None  # relative to the folder that holds `config/`

    @model_validator(mode="after")
    def _has_pages(self) -> Self:
        if not self.urls and not self.file:
            raise ValueError('say which pages: urls = ["https://..."], or file = "pages.txt" with one a line')
        return self


class Sitemap(Crawl):
    """Sitemaps, news sitemaps, and indexes of them."""

    kind: Literal["sitemap"] = "sitemap"
    days: int | None = Field(None, ge=1)  # pages that changed longer ago are left out
    interval_minutes: int | None = Field(None, ge=0)


class Archives(Web):
    """WARC files, of this machine or by their addresses: pages as somebody else has fetched them."""

    kind: Literal["archive"] = "archive"
    paths: tuple[str, ...] = ()  # as of `Files`
    urls: tuple[WebUrl, ...] = ()  # of WARC files, and of lists of their paths (warc.paths.gz)
    source: Literal["host"] | None = None  # documents are named after their hosts, not after this source
    hosts: tuple[Host, ...] = ()  # only these and what is below them
    languages: tuple[Language, ...] = ()  # only articles in these
    since: date | None = None  # only articles that are not known to be published before this day
    until: date | None = None  # nor after this
    expect: Expect = Expect(learned=False)  # what others have collected comes as it comes

    @model_validator(mode="after")
    def _has_archives(self) -> Self:
        if not self.paths and not self.urls:
            raise ValueError('say which archives: paths = ["crawl"], or urls = ["https://..."]')
        return self

    @field_validator("expect")
    @classmethod
    def _learns_if_told(cls, expect: Expect) -> Expect:
        """Also where something else is written under `[expect]`."""
        return expect if "learned" in expect.model_fields_set else expect.model_copy(update={"learned": False})

    @model_validator(mode="after")
    def _has_days(self) -> Self:
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"nothing was published both since {self.since} and until {self.until}")
        return self

    @model_validator(mode="after")
    def _keeps_its_own(self) -> Self:
        if self.source and self.retention_days:
            raise ValueError(
                'retention_days is kept by name: leave out source = "host", after which these are not named'
            )
        if self.source and self.late_after_hours:
            raise ValueError('late_after_hours goes by name, and source = "host" leaves none of its own: say one')
        return self


KINDS: dict[str, type[Source]] = {
    "files": Files,
    "feed": Feeds,
    "pages": Pages,
    "sitemap": Sitemap,
    "archive": Archives,
}


class _Kind(BaseModel):
    """What a file must say before it is known what else it may."""

    kind: Literal["files", "feed", "pages", "sitemap", "archive"]


def load_sources(config_dir: Path) -> list[Source]:
    """The sources of `config_dir`/sources, by file name, their paths made absolute.

    Raises:
        ConfigError: a file is not valid, or two of them give the same name.
    """
    root = config_dir.absolute().parent
    files: dict[str, Path] = {}
    sources = []
    for path in sorted((config_dir / "sources").glob("*.toml")):
        source = load_toml(path, KINDS[load_toml(path, _Kind).kind])
        if other := files.get(source.name):
            raise ConfigError(f"name: {source.name!r} is taken by {other.name}", path, line_of(path, "name"))
        files[source.name] = path
        sources.append(_made_absolute(source, root))
    return sources


def of_group(sources: Sequence[Source], group: str | None) -> list[Source]:
    """The sources of that group; None is all groups.

    Raises:
        InputError: no source is in it; says which are near.
    """
    chosen = [source for source in sources if group in (None, source.group)]
    if not chosen and sources:
        groups = sorted({source.group for source in sources})
        hint = nearest(str(group), groups, f"; the groups are {', '.join(groups)}")
        raise InputError(f"no source under config/sources is in the group {group!r}{hint}")
    return chosen


def on_the_web(sources: Iterable[Source]) -> list[Web]:
    """Those that ask servers; archives may all be of this machine."""
    return [each for each in sources if isinstance(each, Web) and (each.urls or not isinstance(each, Archives))]


def _made_absolute(source: Source, root: Path) -> Source:
    if isinstance(source, Files | Archives):
        return source.model_copy(update={"paths": tuple(os.path.normpath(root / given) for given in source.paths)})
    if isinstance(source, Pages) and source.file:
        return source.model_copy(update={"file": os.path.normpath(root / source.file)})
    return source
