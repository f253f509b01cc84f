"""The samples' gold: what each document under samples/outlets must come out as, in the files beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from pydantic import AwareDatetime, Field

from schemas.records import Article, Entity, Label, Outcome, Tags
from tests.acceptance.expected import Strict, Topic, fold

OUTLETS = Path(__file__).parents[2] / "samples" / "outlets"

Names = Mapping[str, Sequence[str]]  # a name -> other forms that must be mentions of the same thing


class GoldEntity(Strict):
    """A name that must be found, under all its forms."""

    label: Label
    name: str
    forms: Sequence[str] = ()


class GoldQuote(Strict):
    """Reported words; without a speaker nobody is named."""

    text: str
    speaker: str | None = None


class GoldFigure(Strict):
    """A number that must be found; a qualifier that is left out is not checked."""

    low: float
    unit: str
    high: float | None = None
    qualifier: str | None = None


class Gold(Strict):
    """One document as an editor would say it is, not as it comes out today.

    Body, captions, credits, topics, people and quotes are all there are; entities, figures and removed pieces are some.
    """

    file: str  # relative to the outlet's folder
    row: int = 1  # which document of a file that holds several
    outcome: Outcome
    headline: str | None = None
    standfirst: str | None = None
    authors: Sequence[str] = ()
    published: AwareDatetime | date | None = None
    topics: Sequence[Topic] = ()
    captions: Sequence[str] = ()
    credits: Sequence[str] = ()
    removed: Sequence[str] = ()
    body: str = ""
    people: Names = Field(default_factory=dict)
    entities: Sequence[GoldEntity] = ()
    quotes: Sequence[GoldQuote] = ()
    figures: Sequence[GoldFigure] = ()
    known_failures: Sequence[str] = ()  # checks that fail today, and must be struck off when they no longer do


@dataclass(frozen=True)
class Result:
    """A document as it came out."""

    outcome: Outcome
    article: Article
    tags: Tags


def read_gold() -> dict[str, Gold]:
    """Every gold file by `outlet/name`."""
    paths = sorted(OUTLETS.glob("*/expected/*.toml"))
    return {f"{path.parts[-3]}/{path.stem}": Gold.model_validate(tomllib.loads(path.read_text())) for path in paths}


def _outcome(found: Result, gold: Gold) -> None:
    assert found.outcome == gold.outcome


def _headline(found: Result, gold: Gold) -> None:
    assert found.article.headline == gold.headline


def _standfirst(found: Result, gold: Gold) -> None:
    assert found.article.standfirst == gold.standfirst


def _authors(found: Result, gold: Gold) -> None:
    assert list(found.article.authors) == list(gold.authors)


def _published(found: Result, gold: Gold) -> None:
    time = found.article.published_at
    wanted = gold.published.astimezone(UTC) if isinstance(gold.published, datetime) else gold.published
    assert (time.value if time else None) == wanted


def _body(found: Result, gold: Gold) -> None:
    assert found.article.body.split("\n\n") == gold.body.strip().split("\n\n")


def _captions(found: Result, gold: Gold) -> None:
    assert list(found.article.captions) == list(gold.captions)


def _credits(found: Result, gold: Gold) -> None:
    assert list(found.article.credits) == list(gold.credits)


def _removed(found: Result, gold: Gold) -> None:
    """Each piece is kept among the removed, as a whole or joined with its neighbours."""
    assert [text for text in gold.removed if not any(text in piece.text for piece in found.article.removed)] == []


def _topics(found: Result, gold: Gold) -> None:
    assert sorted(topic.topic for topic in found.tags.topics) == sorted(gold.topics)


def _people(found: Result, gold: Gold) -> None:
    people = [entity for entity in found.tags.entities if entity.label == "PERSON"]
    assert {fold(entity.name) for entity in people} == {fold(name) for name in gold.people}
    for name, forms in gold.people.items():
        assert set(forms) <= _forms(found.tags, _the_one(found.tags, "PERSON", name)), name


def _entities(found: Result, gold: Gold) -> None:
    for wanted in gold.entities:
        entity = _the_one(found.tags, wanted.label, wanted.name)
        assert set(wanted.forms) <= _forms(found.tags, entity), wanted.name


def _quotes(found: Result, gold: Gold) -> None:
    quotes = found.tags.quotes
    speakers = [None if quote.speaker is None else found.tags.entities[quote.speaker].name for quote in quotes]
    said = [(quote.text, fold(speaker or "")) for quote, speaker in zip(quotes, speakers, strict=True)]
    assert said == [(quote.text, fold(quote.speaker or "")) for quote in gold.quotes]


def _figures(found: Result, gold: Gold) -> None:
    figures = [(figure.low, figure.high, fold(figure.unit), figure.qualifier) for figure in found.tags.figures]
    wanted = [(one.low, one.high or one.low, fold(one.unit), one.qualifier) for one in gold.figures]
    assert [one for one in wanted if not any(_fits(figure, one) for figure in figures)] == []


Plain = tuple[float, float, str, str | None]


def _fits(figure: Plain, wanted: Plain) -> bool:
    return figure[:3] == wanted[:3] and wanted[3] in (None, figure[3])


def _the_one(tags: Tags, label: Label, name: str) -> Entity:
    named = [entity for entity in tags.entities if fold(entity.name) == fold(name)]
    assert [entity.label for entity in named] == [label], f"{name}: {named}"
    return named[0]


def _forms(tags: Tags, entity: Entity) -> set[str]:
    return {tags.mentions[index].text for index in entity.mentions}


CHECKS: Mapping[str, Callable[[Result, Gold], None]] = {
    "outcome": _outcome,
    "headline": _headline,
    "standfirst": _standfirst,
    "authors": _authors,
    "published": _published,
    "body": _body,
    "captions": _captions,
    "credits": _credits,
    "removed": _removed,
    "topics": _topics,
    "people": _people,
    "entities": _entities,
    "quotes": _quotes,
    "figures": _figures,
}


def failing(found: Result, gold: Gold) -> dict[str, str]:
    """The checks that fail, and what they say; a document without an article has but its outcome."""
    said = {}
    for name, check in CHECKS.items() if gold.body else [("outcome", _outcome)]:
        try:
            check(found, gold)
        except AssertionError as error:
            said[name] = str(error)
    return said
