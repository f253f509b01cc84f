"""What the tagging tests share: the model is loaded once."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.config import load_toml
from schemas.gazetteer import KnownName, Patterns, Words
from schemas.lexicon import Lexicon
from tasks.tag.gazetteer import Gazetteer
from tasks.tag.io import load_names, load_tagger
from tasks.tag.lexicon import NameWords
from tasks.tag.mentions import NameFinder
from tasks.tag.patterns import FormFinder
from tasks.tag.tagger import Tagger

CONFIG = Path(__file__).parents[2] / "config"


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    return load_tagger(CONFIG)


@pytest.fixture(scope="session")
def known_names() -> list[KnownName]:
    return load_names(CONFIG / "gazetteer")


@pytest.fixture(scope="session")
def words(known_names: list[KnownName]) -> NameWords:
    lexicon = load_toml(CONFIG / "lexicon" / "en.toml", Lexicon)
    return NameWords(load_toml(CONFIG / "gazetteer" / "words.toml", Words), known_names, lexicon.quotes)


@pytest.fixture(scope="session")
def patterns() -> Patterns:
    return load_toml(CONFIG / "gazetteer" / "patterns.toml", Patterns)


@pytest.fixture(scope="session")
def finder(words: NameWords, patterns: Patterns) -> NameFinder:
    """A finder with a small gazetteer of its own, so that tests say all that they rely on."""
    names = (
        KnownName(name="Wessex", label="PLACE"),
        KnownName(name="Dunmouth", label="PLACE"),
        KnownName(name="Norland", label="PLACE"),
        KnownName(name="Norlandish", label="GROUP"),
        KnownName(name="Home Office", label="ORG"),
        KnownName(name="Guildhall Bank", label="ORG", aliases=("GB",), wikidata="Q42"),
        KnownName(name="The Lantern", label="ORG"),
    )
    return NameFinder(Gazetteer(names, ("GB",)), FormFinder(patterns.pattern), words)
