"""What a run works with: everything that is read once, before the first document."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version

from schemas.records import Processor
from schemas.settings import Settings
from schemas.sources import Source, load_sources
from schemas.topics import Topics, load_topics
from tasks.clean.clean import processor
from tasks.clean.io import load_rules
from tasks.clean.rules import CleaningRules
from tasks.tag.io import load_tagger
from tasks.tag.tagger import Tagger


@dataclass(frozen=True, slots=True)
class Kit:
    """Rules, tagger, sources, and the topics as they are defined."""

    rules: CleaningRules
    tagger: Tagger
    sources: tuple[Source, ...]
    topics: Topics

    @property
    def sources_by_name(self) -> dict[str, Source]:
        """The configured sources as cleaning looks them up."""
        return {source.name: source for source in self.sources}

    @property
    def cleaner(self) -> Processor:
        """What cleans."""
        return processor(self.rules, self.sources)

    @property
    def processors(self) -> tuple[Processor, ...]:
        """All that makes results."""
        return (self.cleaner, *self.tagger.processors)


@lru_cache(maxsize=1)
def load_kit(config: Settings) -> Kit:
    """Read rules, model, gazetteer, topics and sources; once a process, so that nothing changes under a run.

    Raises:
        NewsledgerError: one of them is missing or not valid; one sentence says which, with file and line.
    """
    folder = config.config_folder()
    tagger = load_tagger(folder, config.spacy_model)
    return Kit(load_rules(folder), tagger, tuple(load_sources(folder)), load_topics(folder / "topics"))


def code_version() -> str:
    """The version of newsledger that runs."""
    return version("newsledger")


def config_hash(processors: tuple[Processor, ...]) -> str:
    """One short hash of all that decides what a run makes of its input."""
    said = "\n".join(f"{each.name} {each.version} {each.config_hash}" for each in processors)
    return hashlib.sha256(said.encode()).hexdigest()[:16]
