"""Settings: `NEWSLEDGER_*` variables and `.env`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv.parser import Binding, parse_stream
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from schemas.errors import ConfigError
from schemas.wording import plain

PREFIX = "NEWSLEDGER_"
ENV_FILE = Path(".env")
GONE = "NEWSLEDGER_SPACY_MODEL"


class Settings(BaseSettings):
    """Everything that is set from outside a config file; each has a default that works."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=ENV_FILE, extra="ignore", frozen=True)

    database_url: str = "sqlite:///newsledger.db"
    raw_dir: Path | None = Field(None, description="default: newsledger-raw/ beside the database")
    config_dir: Path = Path("config")
    timezone: str = Field("UTC", description="whose days the views and reports count")
    batch_size: int = Field(500, ge=1, description="documents a batch, but for the first ones, which are smaller")
    processes: int | None = Field(None, ge=1, description="processes that clean and tag; default: one a core")
    runner: Literal["processes", "dask"] = Field("processes", description="who runs them: this machine, or a cluster")
    dask_address: str | None = Field(None, description="of the cluster's scheduler, such as tcp://127.0.0.1:8786")
    batches_in_flight: int | None = Field(
        None, ge=1, description="batches held in memory at once; default: two more than processes"
    )
    max_document_bytes: int = Field(20_000_000, ge=1, description="a larger document is not read")
    max_feed_entries: int = Field(10_000, ge=1, description="of one feed, at one look")
    contact: str | None = Field(
        None, pattern=r"^[\x21-\x7e]+$", max_length=200, description="told to every server that pages are fetched from"
    )
    connections: int = Field(16, ge=1, le=200, description="requests under way at once, in all")
    host_connections: int = Field(
        1, ge=1, le=50, description="requests of one source under way at once to one server; its delay counts for all"
    )
    delay_seconds: float = Field(1.0, ge=0, description="between requests to one host; its robots.txt may ask for more")
    request_seconds: float = Field(30.0, gt=0, description="one request, from its beginning to the end of its answer")
    request_tries: int = Field(3, ge=1, le=10, description="of a request that fails in a way that may pass")
    max_redirects: int = Field(5, ge=0, le=20)
    max_download_bytes: int = Field(20_000_000, ge=1, description="of an answer, before it is decompressed")
    max_archive_bytes: int = Field(20_000_000_000, ge=1, description="of an archive by its address, as it is packed")
    max_sitemap_pages: int = Field(50_000, ge=1, description="of one sitemap; archives of one list")
    max_pages: int = Field(1_000, ge=1, description="of one source, in one run")
    max_sitemap_depth: int = Field(3, ge=1, le=10, description="of indexes of sitemaps in one another")
    feed_minutes: int = Field(10, ge=0, description="a feed is asked at most this often")
    recheck_days: float = Field(3.0, ge=0, description="how long a page is looked at again after it was first found")

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # OSError: it names a folder of zones
            raise ValueError(f"{name!r} is not a time zone, such as Europe/London") from error
        return name

    def process_count(self) -> int:
        """How many processes clean and tag: `processes`, else one for each core that this process may use."""
        return self.processes or _cores()

    def batches_ahead(self) -> int:
        """How many batches may be on their way to each of the two stages that take long.

        On a cluster two at least, unless told otherwise: its only worker would wait while this process stores.
        """
        least = 2 if self.runner == "dask" and self.batches_in_flight is None else 1
        return max(least, (self.batches_in_flight or self.process_count() + 2) // 2)

    def config_folder(self) -> Path:
        """`config_dir`, which must be there.

        Raises:
            ConfigError: it is not.
        """
        if not self.config_dir.is_dir():
            where = f"there is no folder {self.config_dir}"
            raise ConfigError(f"{where}: run newsledger where config/ lies, or name it in NEWSLEDGER_CONFIG_DIR")
        return self.config_dir

    def raw_folder(self) -> Path:
        """Where raw documents are kept: `raw_dir`, else newsledger-raw/ beside the database."""
        if self.raw_dir:
            return self.raw_dir
        path = self.database_url.removeprefix("sqlite:///") if self.database_url.startswith("sqlite:///") else ""
        return (Path(path).parent if path else Path()) / "newsledger-raw"


def _cores() -> int:
    """The cores that this process may use; fewer than the machine's in a container that is bound to some."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _variables() -> Iterator[tuple[str, str]]:
    """The names of all that is set, and where: in the environment, or in a line of `.env`."""
    yield from ((name, "") for name in os.environ)
    yield from ((each.key, f"{ENV_FILE}, line {_line(each)}: ") for each in _env_file() if each.key)


def _env_file() -> list[Binding]:
    if not ENV_FILE.is_file():
        return []
    try:
        with ENV_FILE.open(encoding="utf-8") as lines:
            return list(parse_stream(lines))
    except UnicodeDecodeError as error:
        raise ConfigError(f"{ENV_FILE} is not UTF-8 (byte {error.start}): save it as that") from error
    except OSError as error:
        raise ConfigError(f"{ENV_FILE} cannot be read ({error.strerror})") from error


def _line(binding: Binding) -> int:
    """Where its name stands: the parser counts from the white space before it on."""
    text = binding.original.string
    return binding.original.line + text[: len(text) - len(text.lstrip())].count("\n")


def _refuse_misspelt(variables: Iterable[tuple[str, str]]) -> None:
    """A variable that is nearly a setting was meant to be one; others with our prefix may be somebody's own."""
    valid = [name.upper() for name in Settings.model_fields]
    for variable, where in variables:
        name = variable.upper().removeprefix(PREFIX)
        if variable.upper() == GONE:
            raise ConfigError(f"{where}{variable} is no setting any more: config/languages/ says which models are used")
        near = get_close_matches(name, valid, n=1, cutoff=0.8) if variable.upper().startswith(PREFIX) else []
        if near and name not in valid:
            raise ConfigError(f"{where}{variable} is not a setting; did you mean {PREFIX}{near[0]}?")


def use_instead(**values: str) -> Settings:
    """Settings with these values from now on, in this process and those that it starts."""
    os.environ.update({f"{PREFIX}{name.upper()}": value for name, value in values.items()})
    settings.cache_clear()
    return settings()


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The process's settings, read once.

    Raises:
        ConfigError: a variable has a value that is not valid.
    """
    try:
        _refuse_misspelt(_variables())
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "NEWSLEDGER_" + "_".join(str(part) for part in first["loc"]).upper()
        raise ConfigError(f"{name}: {plain(first)}") from error
