"""What a run works with: everything that is read once, before the first document."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from schemas.errors import ConfigError
from schemas.overrides import Override, load_overrides
from schemas.records import Processor, Processors
from schemas.settings import Settings, settings
from schemas.sources import Source
from schemas.topics import Topics, load_topics
from schemas.travel import Recipe
from tasks.clean.io import Cleaner, load_cleaner
from tasks.link.decisions import Decisions
from tasks.link.io import load_decisions
from tasks.tag.io import load_tagger
from tasks.tag.tagger import Tagger


@dataclass(frozen=True, slots=True)
class Kit:
    """Cleaner, tagger, the topics as they are defined, and what editors have decided on them and on names."""

    cleaner: Recipe[Cleaner]
    tagger: Recipe[Tagger]
    topics: Topics
    overrides: tuple[Override, ...]
    decisions: Decisions
    folder: Path  # that holds `config/`: relative paths in it are meant from there

    @property
    def sources(self) -> tuple[Source, ...]:
        """The configured sources."""
        return tuple(self.cleaner.tool.sources.values())

    @property
    def processors(self) -> Processors:
        """All that makes results."""
        return Processors((self.cleaner.tool.processor,), self.tagger.tool.processors)


@lru_cache(maxsize=1)
def load_kit(config: Settings) -> Kit:
    """Read rules, model, gazetteer, topics, sources and decisions; once a process, so that nothing changes under a run.

    Raises:
        NewsledgerError: one of them is missing or not valid, or what should work with them is; one sentence says which.
    """
    _refuse_unfit(config)
    folder = config.config_folder()
    topics = load_topics(folder / "topics")
    overrides = load_overrides(folder, [each.key for each in topics.definitions])
    cleaner, tagger = load_cleaner(folder), load_tagger(folder)
    return Kit(
        Recipe(_cleaner_again, folder.absolute(), cleaner.processor, made=cleaner),
        Recipe(_tagger_again, folder.absolute(), config_hash(Processors((), tagger.processors)), made=tagger),
        topics,
        overrides,
        load_decisions(folder),
        folder.absolute().parent,
    )


def _refuse_unfit(config: Settings) -> None:
    """Find before a run what could never work with a cluster."""
    if config.runner != "dask":
        return
    if not config.dask_address:
        raise ConfigError("NEWSLEDGER_RUNNER=dask needs NEWSLEDGER_DASK_ADDRESS, such as tcp://127.0.0.1:8786")
    if config.database_url.startswith("sqlite"):
        raise ConfigError("NEWSLEDGER_RUNNER=dask needs PostgreSQL: NEWSLEDGER_DATABASE_URL names a SQLite file")
    if not find_spec("prefect_dask"):
        raise ConfigError("NEWSLEDGER_RUNNER=dask needs the extra newsledger[dask]: pip install prefect-dask")


def decided_by_now(kit: Kit) -> Kit:
    """The same with what editors have decided since it was read, so that a long run does not undo it at its end.

    Where a file of theirs is not valid by now, what was read stays; the next run says what is wrong.
    """
    folder = settings().config_folder()
    try:
        return replace(kit, overrides=load_overrides(folder, None), decisions=load_decisions(folder))
    except ConfigError:
        return kit


def _cleaner_again(folder: Path, expected: Processor) -> Cleaner:
    """What another process of the run cleans with."""
    cleaner = load_cleaner(folder)
    _refuse_another(cleaner.processor, expected, folder)
    return cleaner


def _tagger_again(folder: Path, expected: str) -> Tagger:
    """What another process of the run tags with."""
    tagger = load_tagger(folder)
    _refuse_another(config_hash(Processors((), tagger.processors)), expected, folder)
    return tagger


def _refuse_another(found: object, expected: object, folder: Path) -> None:
    if found != expected:
        raise ConfigError("was changed while a run had begun: run it again", folder)


def code_version() -> str:
    """The version of newsledger that runs."""
    return version("newsledger")


def config_hash(processors: Processors) -> str:
    """One short hash of all that decides what a run makes of its input."""
    said = "\n".join(f"{each.name} {each.version} {each.config_hash}" for each in processors.each)
    return hashlib.sha256(said.encode()).hexdigest()[:16]
